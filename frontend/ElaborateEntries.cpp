// ElaborateEntries.cpp: which models and entries a compilation is about, the
// sizes of their dimensions, and what is set aside.

#include "frontend/ElaboratorRules.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using llvm::ArrayRef;
using llvm::StringRef;

namespace sinter {

using namespace ast;

const FunctionDeclaration *Elaboration::modelNamed(StringRef name) const {
  auto at = llvm::find_if(
      models, [&](auto *model) { return model->name.text == name; });
  return at == models.end() ? nullptr : *at;
}

const FunctionDeclaration *Elaboration::trainNamed(StringRef name) const {
  auto at = llvm::find_if(
      trains, [&](auto *train) { return train->name.text == name; });
  return at == trains.end() ? nullptr : *at;
}

static llvm::SmallVector<StringRef>
namesOf(ArrayRef<const FunctionDeclaration *> functions) {
  return llvm::map_to_vector(
      functions, [](auto *function) { return function->name.text; });
}

/// "`A`, `B`"
static std::string listed(ArrayRef<StringRef> names) {
  return "`" + llvm::join(names, "`, `") + "`";
}

void Elaboration::reportUnknownModel(const Name &name) {
  if (auto *imported = here->functions.lookup(name.text);
      imported && imported->role == FunctionDeclaration::Role::Model) {
    report(DiagnosticKind::importedModel, name.range, {name.text})
        .note(DiagnosticKind::declaredHere, imported->name.range, {name.text});
    return;
  }
  suggest(report(DiagnosticKind::unknownModel, name.range, {name.text}),
          name.text, namesOf(models));
}

void Elaboration::checkQuantized() {
  for (const auto &declaration : file.declarations)
    if (auto *quantize = llvm::dyn_cast<QuantizeDeclaration>(declaration.get());
        quantize && !quantize->name.empty() && !modelNamed(quantize->name.text))
      reportUnknownModel(quantize->name);
}

/// The model of a text that exports none, or the one asked for.
const FunctionDeclaration *Elaboration::onlyModel() {
  llvm::SmallVector<StringRef> names = namesOf(models);
  if (models.empty()) {
    if (!diagnostics.hasErrors()) // one may have been meant to be a model
      report(DiagnosticKind::noModel, {});
    return nullptr;
  }
  if (!options.model.empty()) {
    const FunctionDeclaration *model = modelNamed(options.model);
    if (!model)
      suggest(report(DiagnosticKind::unknownModelAsked, {},
                     {options.model, listed(names)}),
              options.model, names);
    return model;
  }
  if (models.size() > 1) {
    report(DiagnosticKind::severalModels, models[1]->name.range,
           {listed(names), models[0]->name.text});
    return nullptr;
  }
  return models[0];
}

std::vector<Entry> Elaboration::chooseEntries() {
  std::vector<Entry> entries;
  for (const std::string &word : options.entries)
    chooseAsked(word, entries);
  if (!options.entries.empty()) {
    addCompanions(entries);
    return entries;
  }
  if (options.trainers > 0)
    entries = chooseTraining();
  if (!entries.empty())
    return entries;
  bool isExported =
      llvm::any_of(file.declarations, [&](const auto &declaration) {
        auto *exported = llvm::dyn_cast<ExportDeclaration>(declaration.get());
        return exported &&
               (options.model.empty() || exported->name.text == options.model);
      });
  if (isExported) {
    chooseExported(entries);
    return entries;
  }
  const FunctionDeclaration *model = onlyModel();
  if (!model)
    return entries;
  Entry entry{
      EntryKind::Infer, model, model->name.text.lower() + "_infer", {}, {}};
  if (bindDimensions(entry, nullptr))
    entries.push_back(std::move(entry));
  return entries;
}

//===----------------------------------------------------------------------===//
// Exports
//===----------------------------------------------------------------------===//

void Elaboration::chooseExported(std::vector<Entry> &entries) {
  const ExportDeclaration *first = nullptr;
  unsigned errorsBefore = diagnostics.errorCount();
  for (const auto &declaration : file.declarations) {
    auto *exported = llvm::dyn_cast<ExportDeclaration>(declaration.get());
    if (!exported || exported->name.empty())
      continue;
    if (!modelNamed(exported->name.text) && !trainNamed(exported->name.text)) {
      reportUnknownModel(exported->name);
      continue;
    }
    if (!options.model.empty() && exported->name.text != options.model)
      continue;
    first = first ? first : exported;
    for (const ExportEntry &entry : exported->entries)
      chooseExportedEntry(*exported, entry, entries);
  }
  addCompanions(entries);
  if (entries.empty() && first && diagnostics.errorCount() == errorsBefore)
    report(DiagnosticKind::nothingToCompile, first->name.range,
           {first->name.text})
        .note(DiagnosticKind::whatCompiles, {});
}

namespace {

/// A word of `export`.
struct EntryWord {
  StringRef word;
  EntryKind kind;
  bool isOfModel; ///< else of a `train` block
};

} // namespace

static constexpr EntryWord entryWords[] = {
    {"infer", EntryKind::Infer, true},
    {"predict", EntryKind::Predict, true},
    {"train_step", EntryKind::TrainStep, false},
    {"evaluate", EntryKind::Evaluate, false},
    {"grad", EntryKind::Grad, false},
};

/// Null where it is none.
static const EntryWord *entryWord(StringRef word) {
  auto known = llvm::find_if(
      entryWords, [&](const EntryWord &each) { return each.word == word; });
  return known == std::end(entryWords) ? nullptr : known;
}

bool isEntryKind(StringRef word) { return entryWord(word) != nullptr; }

void Elaboration::chooseExportedEntry(const ExportDeclaration &exported,
                                      const ExportEntry &entry,
                                      std::vector<Entry> &entries) {
  const EntryWord *known = entryWord(entry.name.text);
  if (!known) {
    suggest(report(DiagnosticKind::unknownEntry, entry.name.range,
                   {entry.name.text}),
            entry.name.text,
            llvm::map_to_vector(
                entryWords, [](const EntryWord &each) { return each.word; }));
    return;
  }
  StringRef owner = exported.name.text;
  const FunctionDeclaration *function =
      known->isOfModel ? modelNamed(owner) : trainNamed(owner);
  if (!function) {
    report(DiagnosticKind::entryOfOther, entry.name.range,
           {entry.name.text, known->isOfModel ? "model" : "train", owner});
    return;
  }
  const Name &name = entry.alias.empty() ? entry.name : entry.alias;
  Entry chosen{known->kind,
               function,
               owner.lower() + "_" + name.text.str(),
               {},
               name.range};
  for (const Entry &earlier : entries)
    if (earlier.symbol == chosen.symbol) {
      report(DiagnosticKind::repeatedEntry, name.range, {chosen.symbol})
          .note(DiagnosticKind::declaredHere, earlier.range, {name.text});
      return;
    }
  if (bindDimensions(chosen, &entry))
    entries.push_back(std::move(chosen));
}

/// What the text exports under this word, of `owner` or where that is empty of
/// all.
llvm::SmallVector<std::pair<const ExportDeclaration *, const ExportEntry *>>
Elaboration::exportedAs(StringRef word, StringRef owner) const {
  llvm::SmallVector<std::pair<const ExportDeclaration *, const ExportEntry *>>
      found;
  for (const auto &declaration : file.declarations) {
    auto *exported = llvm::dyn_cast<ExportDeclaration>(declaration.get());
    if (!exported || (!owner.empty() && exported->name.text != owner))
      continue;
    for (const ExportEntry &entry : exported->entries)
      if (entry.name.text == word)
        found.emplace_back(exported, &entry);
  }
  return found;
}

/// An entry of the command line: as the text exports it, else as it would.
void Elaboration::chooseAsked(StringRef word, std::vector<Entry> &entries) {
  const EntryWord *known = entryWord(word);
  if (!known) {
    report(DiagnosticKind::unknownEntryAsked, {}, {word});
    return;
  }
  auto written = exportedAs(word, options.model);
  for (auto [exported, entry] : written)
    chooseExportedEntry(*exported, *entry, entries);
  if (!written.empty())
    return;
  llvm::SmallVector<const FunctionDeclaration *> owners;
  if (known->isOfModel) {
    if (const FunctionDeclaration *model = onlyModel())
      owners.push_back(model);
  } else {
    for (const FunctionDeclaration *train : trains)
      if (options.model.empty() || train->name.text == options.model)
        owners.push_back(train);
    if (owners.empty())
      report(DiagnosticKind::noTrainAsked, {}, {word});
  }
  for (const FunctionDeclaration *owner : owners) {
    Entry entry{known->kind,
                owner,
                owner->name.text.lower() + "_" + word.str(),
                {},
                {}};
    if (bindDimensions(entry, nullptr))
      entries.push_back(std::move(entry));
  }
}

/// The first that the text exports under this word for a block, if it does.
bool Elaboration::chooseTrainingEntry(const FunctionDeclaration &block,
                                      StringRef word,
                                      std::vector<Entry> &entries) {
  const size_t before = entries.size();
  for (auto [exported, entry] : exportedAs(word, block.name.text))
    if (entries.size() == before)
      chooseExportedEntry(*exported, *entry, entries);
  return entries.size() > before;
}

bool Elaboration::isBound(StringRef dimension) const {
  return llvm::any_of(options.bindings, [&](const auto &binding) {
    return binding.first == dimension;
  });
}

/// Each process has all rows of a batch whose size is a number of the text.
void Elaboration::warnOfWholeBatch(const Entry &step) {
  const Parameter *input = batchInput(step);
  if (!input || options.evaluatedRows > 0)
    return;
  if (auto *rows = llvm::dyn_cast<IntegerExpr>(
          inputType(step, *input)->terms[0].dimensions[0].get()))
    report(DiagnosticKind::unsharedBatch, rows->range,
           {input->name.text, options.trainers, rows->value,
            rows->value * options.trainers});
}

/// Makes of a training step what one of several processes does. All take
/// equally much of the batch, of which something may be left.
void Elaboration::shareStep(Entry &step) {
  step.kind = EntryKind::Grad;
  const StringRef rows = batchDimension(step);
  auto batch = step.dimensions.find(rows);
  if (batch == step.dimensions.end()) {
    warnOfWholeBatch(step);
    return;
  }
  const int64_t all = batch->second, processes = options.trainers,
                share = std::max<int64_t>(1, all / processes),
                joined = share * processes;
  batch->second = share;
  const bool isAsked = step.range || isBound(rows);
  if (joined != all && isAsked)
    report(DiagnosticKind::unevenShares,
           isBound(rows) ? SourceRange() : step.range,
           {rows, all, processes, share, joined, joined + processes});
}

/// Of each `train` block what it is trained and evaluated with. Several
/// processes share the batch of the training step, unless the text says what
/// each takes.
std::vector<Entry> Elaboration::chooseTraining() {
  constexpr int64_t defaultBatch = 32;
  std::vector<Entry> entries;
  for (const FunctionDeclaration *block : trains) {
    if (!options.model.empty() && block->name.text != options.model)
      continue;
    const bool isShared = options.trainers > 1;
    const StringRef owner = block->name.text;
    const bool isWritten =
        (isShared && chooseTrainingEntry(*block, "grad", entries)) ||
        chooseTrainingEntry(*block, "train_step", entries);
    if (!isWritten) {
      Entry entry{EntryKind::TrainStep, block, "", {}, {}};
      if (!bindDimensions(entry, nullptr))
        continue;
      if (!isBound("N"))
        entry.dimensions["N"] = defaultBatch;
      entries.push_back(std::move(entry));
    }
    Entry &step = entries.back();
    const StringRef rows = batchDimension(step);
    if (isShared && step.kind == EntryKind::TrainStep)
      shareStep(step);
    step.symbol = (owner.lower() + (isShared ? "_grad" : "_train_step"));
    Entry evaluate = step;
    evaluate.kind = EntryKind::Evaluate;
    evaluate.symbol = owner.lower() + "_evaluate";
    if (auto batch = evaluate.dimensions.find(rows);
        options.evaluatedRows > 0 && batch != evaluate.dimensions.end())
      batch->second = options.evaluatedRows;
    entries.push_back(std::move(evaluate));
  }
  addCompanions(entries);
  return entries;
}

void Elaboration::doubleShares(std::vector<Entry> &entries) {
  for (Entry &entry : entries)
    if (auto batch = entry.dimensions.find(batchDimension(entry));
        entry.kind == EntryKind::Grad && batch != entry.dimensions.end())
      batch->second *= 2;
}

/// A training step brings the evaluation of its `train` block with it, and
/// gradients what applies them.
void Elaboration::addCompanions(std::vector<Entry> &entries) {
  for (size_t i = 0, count = entries.size(); i < count; ++i) {
    Entry companion = entries[i];
    std::string owner = companion.model->name.text.lower();
    if (companion.kind == EntryKind::TrainStep) {
      companion.kind = EntryKind::Evaluate;
      companion.symbol = owner + "_evaluate";
    } else if (companion.kind == EntryKind::Grad) {
      companion.kind = EntryKind::Apply;
      companion.symbol = owner + "_apply";
    } else {
      continue;
    }
    if (llvm::none_of(entries, [&](const Entry &entry) {
          return entry.symbol == companion.symbol;
        }))
      entries.push_back(std::move(companion));
  }
}

//===----------------------------------------------------------------------===//
// Dimensions
//===----------------------------------------------------------------------===//

static void collectDimensions(const Expr &expr,
                              llvm::StringMap<SourceRange> &found) {
  if (auto *name = llvm::dyn_cast<NameExpr>(&expr)) {
    if (isDimensionName(name->name))
      found.try_emplace(name->name, name->range);
  } else if (auto *binary = llvm::dyn_cast<BinaryExpr>(&expr)) {
    collectDimensions(*binary->lhs, found);
    collectDimensions(*binary->rhs, found);
  }
}

/// The names of the dimensions of an entry's inputs.
llvm::StringMap<SourceRange>
Elaboration::dimensionsOf(const Entry &entry) const {
  llvm::StringMap<SourceRange> found;
  for (const Parameter &parameter : entry.model->parameters)
    if (const Type *type = inputType(entry, parameter))
      for (const TypeTerm &term : type->terms)
        for (const ExprPtr &dimension : term.dimensions)
          collectDimensions(*dimension, found);
  return found;
}

/// One size, or the least and the most of a range, whose ends both belong to
/// it.
std::optional<DimensionSize> Elaboration::sizeOf(const Expr &expr,
                                                 StringRef name) {
  auto integerOf = [&](const Expr &end) -> std::optional<int64_t> {
    std::optional<Value> size = dimensionOf(end, name);
    return size ? std::optional(*size->integer()) : std::nullopt;
  };
  auto *range = llvm::dyn_cast<RangeExpr>(&expr);
  std::optional<int64_t> least = integerOf(range ? *range->begin : expr);
  std::optional<int64_t> most = range ? integerOf(*range->end) : least;
  if (!least || !most)
    return std::nullopt;
  if (*least <= *most)
    return DimensionSize{*least, *most};
  report(DiagnosticKind::emptyRangeOfSizes, expr.range, {name, *least, *most});
  return std::nullopt;
}

/// At most one dimension of an entry is open.
bool Elaboration::bindDimension(Entry &entry, StringRef name,
                                DimensionSize size, SourceRange range) {
  entry.dimensions[name] = size.most;
  if (size.least == size.most)
    return true;
  if (entry.model->role == FunctionDeclaration::Role::Train) {
    report(DiagnosticKind::openInTraining, range, {name});
    return false;
  }
  if (entry.kind == EntryKind::Predict) {
    report(DiagnosticKind::openInPredict, range, {name});
    return false;
  }
  if (!entry.open.empty()) {
    report(DiagnosticKind::secondOpenDimension, range, {name, entry.open});
    return false;
  }
  entry.open = name.str();
  entry.openLeast = size.least;
  return true;
}

/// Gives the entry's dimensions their sizes: the command line's over the
/// text's. False if the entry is set aside, or wrong.
bool Elaboration::bindDimensions(Entry &entry, const ExportEntry *written) {
  if (entry.model->invalid)
    return false;
  llvm::StringMap<SourceRange> known = dimensionsOf(entry);
  llvm::SmallVector<StringRef> names = llvm::to_vector(known.keys());
  bool isGood = true;
  for (const auto &[name, size] : options.bindings)
    if (known.contains(name))
      isGood &= bindDimension(entry, name, size, {});
  if (!written) {
    if (known.contains("N"))
      entry.dimensions.try_emplace("N", 1);
    return isGood;
  }
  for (const auto &binding : written->bindings) {
    StringRef name = binding.dimension.text;
    if (!known.contains(name)) {
      suggest(report(DiagnosticKind::unknownDimension, binding.dimension.range,
                     {name, entry.model->name.text}),
              name, names);
      isGood = false;
      continue;
    }
    if (entry.dimensions.contains(name))
      continue;
    std::optional<DimensionSize> size = sizeOf(*binding.value, name);
    isGood &= size && bindDimension(entry, name, *size, binding.range);
  }
  return isGood;
}

void Elaboration::checkCommandLineBindings(ArrayRef<Entry> entries) {
  if (entries.empty())
    return;
  for (const auto &[name, size] : options.bindings) {
    bool isKnown = llvm::any_of(entries, [&](const Entry &entry) {
      return entry.dimensions.contains(name);
    });
    if (!isKnown)
      report(DiagnosticKind::unknownDimensionAsked, {},
             {name, entries[0].model->name.text});
  }
}

//===----------------------------------------------------------------------===//
// Set aside
//===----------------------------------------------------------------------===//

/// Says what of the text this compilation passes over, where it belongs to
/// what is compiled.
void Elaboration::noteWhatIsSetAside(ArrayRef<Entry> entries) {
  auto isRelevant = [&](StringRef name) {
    return (options.model.empty() && !modelNamed(name)) ||
           llvm::any_of(entries, [&](const Entry &entry) {
             return entry.model->name.text == name;
           });
  };
  for (const auto &declaration : file.declarations) {
    if (auto *quantize = llvm::dyn_cast<QuantizeDeclaration>(declaration.get()))
      if (isRelevant(quantize->name.text))
        report(DiagnosticKind::setAside, quantize->name.range,
               {"quantize " + quantize->name.text.str()});
    auto *function = llvm::dyn_cast<FunctionDeclaration>(declaration.get());
    if (function && function->role == FunctionDeclaration::Role::Op &&
        !usedOps.contains(function->name.text))
      report(DiagnosticKind::setAside, function->name.range,
             {"op " + function->name.text.str()});
  }
}

} // namespace sinter
