// Interrupt.cpp: Ctrl-C that ends a long command in order.
#include "tools/sinter/Interrupt.h"

#include "tools/sinter/ModelOptions.h"

#include <csignal>

namespace sinter {

static volatile std::sig_atomic_t interrupted = 0;

void stopOnInterrupt() {
  for (int signal : {SIGINT, SIGTERM}) {
    struct sigaction action = {};
    sigaction(signal, nullptr, &action);
    if (action.sa_handler == SIG_IGN)
      continue;
    action = {};
    action.sa_handler = [](int number) { interrupted = number; };
    action.sa_flags = SA_RESETHAND | SA_RESTART;
    sigaction(signal, &action, nullptr);
  }
}

bool isInterrupted() { return interrupted != 0; }

void raiseInterrupt() {
  if (!interrupted)
    return;
  flushOutput();
  std::raise(interrupted);
}

} // namespace sinter
