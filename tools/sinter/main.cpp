// sinter: compiles models. One file a subcommand; this one parses the command line.
#include <cstdio>

int main() {
  std::puts("sinter " SINTER_VERSION);
}
