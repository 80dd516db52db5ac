// Program.cpp: reads a text and, depth first, the texts that it imports.

#include "frontend/Program.h"

#include "frontend/Parser.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <map>

using llvm::StringRef;

namespace sinter {

using namespace ast;

namespace {

class ProgramReader {
public:
  ProgramReader(Program &program, DiagnosticEngine &diagnostics)
      : program(program), diagnostics(diagnostics) {}

  File *read(std::unique_ptr<SourceFile> text, llvm::sys::fs::UniqueID id);

private:
  void readImport(ImportDeclaration &import, const File &importer);
  File *readFile(const ImportDeclaration &import, StringRef path);
  void reportCircle(const ImportDeclaration &import,
                    llvm::sys::fs::UniqueID id);

  struct OpenFile {
    llvm::sys::fs::UniqueID id;
    StringRef name;
  };

  Program &program;
  DiagnosticEngine &diagnostics;
  std::map<llvm::sys::fs::UniqueID, File *> known;
  std::vector<OpenFile> open; ///< those whose imports are being read
};

} // namespace

/// Says which imports lead from the file back to itself.
void ProgramReader::reportCircle(const ImportDeclaration &import,
                                 llvm::sys::fs::UniqueID id) {
  auto first = llvm::find_if(open, [&](auto &file) { return file.id == id; });
  std::string names;
  for (const OpenFile &file : llvm::make_range(first, open.end()))
    names += "`" + file.name.str() + "` imports ";
  names += "`" + first->name.str() + "`";
  diagnostics.report(DiagnosticKind::importCircle, import.pathRange, {names});
}

/// Null after a report.
File *ProgramReader::readFile(const ImportDeclaration &import, StringRef path) {
  auto refuse = [&](StringRef why) {
    diagnostics.report(DiagnosticKind::unreadableImport, import.pathRange,
                       {path, why});
    return nullptr;
  };
  llvm::sys::fs::file_status facts;
  if (std::error_code error = llvm::sys::fs::status(path, facts))
    return refuse(error.message());
  if (facts.type() != llvm::sys::fs::file_type::regular_file)
    return refuse("it is not a file");
  const llvm::sys::fs::UniqueID id = facts.getUniqueID();
  if (auto at = known.find(id); at != known.end())
    return at->second;
  if (llvm::any_of(open, [&](auto &file) { return file.id == id; })) {
    reportCircle(import, id);
    return nullptr;
  }
  if (open.size() > maxImportDepth) {
    diagnostics.report(DiagnosticKind::importsTooDeep, import.pathRange,
                       {maxImportDepth});
    return nullptr;
  }
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer)
    return refuse(buffer.getError().message());
  return read(
      std::make_unique<SourceFile>(path.str(), (*buffer)->getBuffer().str()),
      id);
}

void ProgramReader::readImport(ImportDeclaration &import,
                               const File &importer) {
  llvm::SmallString<128> path = llvm::sys::path::parent_path(open.back().name);
  llvm::sys::path::append(path, import.path);
  if (llvm::sys::path::is_absolute(import.path))
    path = import.path;
  llvm::sys::path::remove_dots(path);
  File *file = readFile(import, path);
  for (const auto &declaration : importer.declarations) {
    auto *earlier = llvm::dyn_cast<ImportDeclaration>(declaration.get());
    if (!file || earlier == &import)
      break;
    if (earlier && earlier->file == file) {
      diagnostics
          .report(DiagnosticKind::importedTwice, import.pathRange,
                  {import.path})
          .note(DiagnosticKind::givenHere, earlier->pathRange, {earlier->path});
      return;
    }
  }
  import.file = file;
}

File *ProgramReader::read(std::unique_ptr<SourceFile> text,
                          llvm::sys::fs::UniqueID id) {
  open.push_back({id, text->name()});
  std::unique_ptr<File> file = parse(*text, diagnostics);
  program.sources.push_back(std::move(text));
  for (const auto &declaration : file->declarations)
    if (auto *import = llvm::dyn_cast<ImportDeclaration>(declaration.get()))
      readImport(*import, *file);
  open.pop_back();
  program.files.push_back(std::move(file));
  return known[id] = program.files.back().get();
}

Program readProgram(std::unique_ptr<SourceFile> text,
                    DiagnosticEngine &diagnostics) {
  Program program;
  llvm::sys::fs::UniqueID id;
  // A text that is no file is equal to none.
  (void)llvm::sys::fs::getUniqueID(text->name(), id);
  ProgramReader(program, diagnostics).read(std::move(text), id);
  return program;
}

} // namespace sinter
