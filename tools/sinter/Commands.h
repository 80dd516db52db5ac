// Commands.h: the subcommands. Each adds itself to the program; when it was
// chosen, it runs while the command line is parsed and leaves its exit code.
#pragma once

#include <CLI/CLI.hpp>

namespace sinter {

void addBench(CLI::App &program, int &exit);
void addCompile(CLI::App &program, int &exit);
void addDiff(CLI::App &program, int &exit);
void addFmt(CLI::App &program, int &exit);
void addPlot(CLI::App &program, int &exit);
void addRun(CLI::App &program, int &exit);
void addSummary(CLI::App &program, int &exit);
void addTrain(CLI::App &program, int &exit);
void addTune(CLI::App &program, int &exit);

} // namespace sinter
