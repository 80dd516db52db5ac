// ElaborateFiles.cpp: what can be named in each file: its own declarations and
// those of its imports.

#include "frontend/ElaboratorRules.h"

using llvm::StringRef;

namespace sinter {

using namespace ast;

/// That of the library for what is not the user's.
FileScope &Elaboration::scopeOfFile(SourceRange range) {
  auto at = fileScopes.find(range.file);
  return at == fileScopes.end() ? libraryScope : at->second;
}

void Elaboration::declareFunction(const FunctionDeclaration &function) {
  if (function.name.empty())
    return;
  if (function.role == FunctionDeclaration::Role::Train)
    return declareTrain(function);
  auto [at, isNew] = here->functions.try_emplace(function.name.text, &function);
  if (!isNew) {
    report(DiagnosticKind::redeclared, function.name.range,
           {function.name.text})
        .note(DiagnosticKind::declaredHere, at->second->name.range,
              {function.name.text});
    return;
  }
  if (function.role == FunctionDeclaration::Role::Model &&
      function.range.file == file.source)
    models.push_back(&function);
}

/// A `train` block goes by the name of its model, and cannot be called.
void Elaboration::declareTrain(const FunctionDeclaration &train) {
  if (train.range.file != file.source)
    return;
  if (const FunctionDeclaration *known = trainNamed(train.name.text))
    report(DiagnosticKind::redeclared, train.name.range, {train.name.text})
        .note(DiagnosticKind::declaredHere, known->name.range,
              {train.name.text});
  else
    trains.push_back(&train);
}

/// What the imported file declares itself. A name has one meaning in a file.
void Elaboration::declareImported(const ImportDeclaration &import) {
  FileScope &from = fileScopes[import.file->source];
  auto isTaken = [&](StringRef name, SourceRange range) {
    const FunctionDeclaration *function = here->functions.lookup(name);
    auto value = here->names.names.find(name);
    bool isValue = value != here->names.names.end();
    if (!function && !isValue)
      return false;
    report(DiagnosticKind::importedNameTaken, import.pathRange, {name})
        .note(DiagnosticKind::declaredHere, range, {name})
        .note(DiagnosticKind::declaredHere,
              isValue ? value->second.range : function->name.range, {name});
    return true;
  };
  for (const auto &declaration : import.file->declarations) {
    if (auto *function = llvm::dyn_cast<FunctionDeclaration>(declaration.get()))
      if (from.functions.lookup(function->name.text) == function &&
          !isTaken(function->name.text, function->name.range))
        here->functions[function->name.text] = function;
    if (auto *let = llvm::dyn_cast<LetDeclaration>(declaration.get()))
      for (const Name &name : let->names)
        if (auto at = from.names.names.find(name.text);
            at != from.names.names.end() && !isTaken(name.text, name.range))
          here->names.names[name.text] = at->second;
  }
}

void Elaboration::declareLets(const File &file) {
  for (const auto &declaration : file.declarations) {
    auto *let = llvm::dyn_cast<LetDeclaration>(declaration.get());
    if (!let)
      continue;
    bool isTaken = false;
    for (const Name &name : let->names)
      if (auto *function = here->functions.lookup(name.text)) {
        isTaken = true;
        report(DiagnosticKind::redeclared, name.range, {name.text})
            .note(DiagnosticKind::declaredHere, function->name.range,
                  {name.text});
      }
    if (!isTaken)
      declareLet(let->names, *let->value, /*isVar=*/false);
  }
}

/// Its imports are declared already.
void Elaboration::declareFile(const File &file) {
  here = &fileScopes[file.source];
  environment = &here->names;
  for (const auto &declaration : file.declarations)
    if (auto *function = llvm::dyn_cast<FunctionDeclaration>(declaration.get()))
      declareFunction(*function);
  for (const auto &declaration : file.declarations)
    if (auto *import = llvm::dyn_cast<ImportDeclaration>(declaration.get())) {
      if (import->file)
        declareImported(*import);
      else
        here->lacksImport = true;
    }
  declareLets(file);
}

} // namespace sinter
