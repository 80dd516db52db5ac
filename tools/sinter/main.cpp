// sinter: compiles models and runs them. One file a subcommand; this one parses
// the command line.
//
// Exit codes: 0 all is well, 1 the input is at fault, 2 the command line is.
#include "tools/sinter/Commands.h"
#include "tools/sinter/ModelOptions.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <csignal>

static const char *const examples = R"(
Examples:
  sinter compile lenet5.sn -o out                         a C library: out/lenet5.h, out/liblenet5.a
  sinter compile lenet5.sn --weights lenet5.safetensors -o out
  cc -std=c11 app.c -Iout out/liblenet5.a -lm -lpthread   and a program with it
  sinter run lenet5.sn --weights lenet5.safetensors --input image=shirt.png --top 3
  sinter compile resnet.sn --model ResNet18 --emit=kernels
  sinter bench resnet.sn --model ResNet18 --threads 4
  sinter COMMAND --help                                   says more about a command

Exit codes: 0 all is well, 1 the input is at fault, 2 the command line is.)";

/// What is wrong with the command line. CLI11 writes sentences; ours begin in
/// lower case, and a word where a command should stand is named.
static std::string usageMessage(const CLI::App &program,
                                const CLI::ParseError &error) {
  std::string names;
  for (const CLI::App *command : program.get_subcommands({}))
    names += (names.empty() ? "" : ", ") + command->get_name();
  const std::vector<std::string> rest = program.remaining();
  if (program.get_subcommands().empty())
    return rest.empty() ? "a command is missing; there are " + names
                        : "there is no command `" + rest.front() +
                              "`; there are " + names;
  std::string message = error.what();
  message[0] = llvm::toLower(message[0]);
  return message;
}

/// What is wrong with words that CLI11 reads in ways of its own: those without
/// the value that there should be, as variables of a shell leave them that are
/// not set (`--target=` takes the next word), and `-o=out`.
static std::string wrongWord(llvm::ArrayRef<const char *> words) {
  llvm::StringRef last;
  for (llvm::StringRef word : words) {
    if (word.empty())
      return last.starts_with("-")
                 ? ("the value of `" + last + "` is empty").str()
                 : "a word of the command line is empty";
    if (word.starts_with("-") && word.ends_with("=") && word.count('=') == 1)
      return ("`" + word + "` has no value behind its `=`").str();
    if (word.size() > 2 && word[0] == '-' && word[1] != '-' && word[2] == '=')
      return ("`" + word + "` takes the `=` for a part of the value; write `" +
              word.take_front(2) + " " + word.drop_front(3) + "`")
          .str();
    last = word;
  }
  return {};
}

static int usageError(const llvm::Twine &message) {
  llvm::errs() << "sinter: error: " << message
               << "\n  `sinter --help` and `sinter COMMAND --help` say how "
                  "commands are written\n";
  return 2;
}

int main(int argc, char **argv) {
  // A file that hits the size limit is an error like a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
  CLI::App program("Compiles a neural network, written in a page of text, into "
                   "a C library that runs it.",
                   "sinter");
  program.footer(examples);
  program.set_version_flag("--version", "sinter " SINTER_VERSION);
  program.require_subcommand(1);
  int exit = 0;
  sinter::addCompile(program, exit);
  sinter::addRun(program, exit);
  sinter::addTrain(program, exit);
  sinter::addBench(program, exit);
  sinter::addTune(program, exit);
  sinter::addSummary(program, exit);
  sinter::addPlot(program, exit);
  sinter::addDiff(program, exit);
  sinter::addFmt(program, exit);
  if (std::string wrong = wrongWord({argv, argv + argc}); !wrong.empty())
    return usageError(wrong);
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success &success) { // --help and --version
    return program.exit(success);
  } catch (const CLI::ParseError &error) {
    return usageError(usageMessage(program, error));
  }
  const int flushed = sinter::flushOutput();
  return exit ? exit : flushed;
}
