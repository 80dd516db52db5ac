// Fmt.cpp: `sinter fmt`: model texts in the one layout.
#include "codegen/WriteFile.h"
#include "driver/FileBytes.h"
#include "driver/Reported.h"
#include "frontend/AstPrinter.h"
#include "frontend/Formatter.h"
#include "frontend/Parser.h"
#include "tools/sinter/Commands.h"
#include "tools/sinter/ModelOptions.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

#include <memory>

namespace fs = llvm::sys::fs;

namespace sinter {

namespace {

struct FmtOptions {
  std::vector<std::string> paths;
  bool check = false;
};

absl::StatusOr<std::string> readText(const std::string &path) {
  if (path != "-") {
    auto buffer = readFile(path);
    if (!buffer.ok())
      return buffer.status();
    return (*buffer)->getBuffer().str();
  }
  auto buffer = llvm::MemoryBuffer::getSTDIN();
  if (!buffer)
    return absl::DataLossError("cannot read standard input: " +
                               buffer.getError().message());
  return (*buffer)->getBuffer().str();
}

/// The tree of a text, as text; its mistakes are told.
absl::StatusOr<std::string> treeText(const SourceFile &file) {
  DiagnosticEngine diagnostics;
  const std::unique_ptr<ast::File> tree = parse(file, diagnostics);
  diagnostics.render(llvm::errs());
  if (diagnostics.hasErrors())
    return alreadyReported();
  std::string text;
  llvm::raw_string_ostream out(text);
  printAst(*tree, out);
  return text;
}

absl::StatusOr<std::string> formatChecked(const SourceFile &file) {
  absl::StatusOr<std::string> before = treeText(file);
  if (!before.ok())
    return before.status();
  const SourceFile result(file.name().str(), formatText(file));
  absl::StatusOr<std::string> after = treeText(result);
  // A defect of ours must not cost anyone a text.
  if (!after.ok() || *before != *after)
    return absl::InternalError(
        absl::StrCat("laid out, `", file.name().str(),
                     "` would mean something else; it is left as it is"));
  return result.text().str();
}

/// The file keeps its permissions, and a link stays one.
absl::Status replaceFile(const std::string &path, llvm::StringRef text) {
  llvm::SmallString<128> target;
  fs::file_status facts;
  std::error_code error = fs::real_path(path, target);
  if (!error)
    error = fs::status(target, facts);
  if (error)
    return absl::UnavailableError(
        absl::StrCat("cannot write `", path, "`: ", error.message()));
  if (absl::Status status = writeFileAtomically(target, {text}); !status.ok())
    return status;
  if ((error = fs::setPermissions(target, facts.permissions())))
    return absl::UnavailableError(absl::StrCat(
        "cannot set the permissions of `", path, "`: ", error.message()));
  return absl::OkStatus();
}

/// False if the text is not laid out, and this was only to be checked.
absl::StatusOr<bool> formatFile(const std::string &path, bool check) {
  absl::StatusOr<std::string> text = readText(path);
  if (!text.ok())
    return text.status();
  const SourceFile file(path == "-" ? "<standard input>" : path, *text);
  absl::StatusOr<std::string> result = formatChecked(file);
  if (!result.ok())
    return result.status();
  if (check) {
    if (*result != *text)
      llvm::outs() << file.name() << "\n";
    return *result == *text;
  }
  if (path == "-")
    llvm::outs() << *result;
  else if (*result != *text)
    if (absl::Status status = replaceFile(path, *result); !status.ok())
      return status;
  return true;
}

/// A file that cannot be laid out does not keep the others from it.
int format(const FmtOptions &options) {
  int exit = 0;
  for (const std::string &path : options.paths) {
    absl::StatusOr<bool> done = formatFile(path, options.check);
    if (!done.ok())
      exit = exitCode(done.status());
    else if (!*done)
      exit = 1;
  }
  return exit;
}

} // namespace

void addFmt(CLI::App &program, int &exit) {
  auto options = std::make_shared<FmtOptions>();
  CLI::App *command = program.add_subcommand(
      "fmt", "Lays model texts out: spaces, indentation, lines; in place");
  command
      ->add_option("files", options->paths,
                   "Model texts; `-` lays standard input out")
      ->required()
      ->type_name("M.sn");
  command->add_flag("--check", options->check,
                    "Change nothing; list the files that are not laid out, "
                    "and exit with 1 if there are any");
  command->footer(R"(
Examples:
  sinter fmt lenet5.sn resnet.sn
  sinter fmt --check *.sn
  sinter fmt - < draft.sn > lenet5.sn)");
  command->callback([options, &exit] { exit = format(*options); });
}

} // namespace sinter
