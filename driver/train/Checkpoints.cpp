// Checkpoints.cpp: the folder that a training run leaves.
#include "driver/train/Checkpoints.h"

#include "codegen/WriteFile.h"
#include "driver/FileBytes.h"
#include "driver/train/Curves.h"
#include "ir/Ops.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace sinter {

namespace {

/// What differs between the run in the folder and the one that is to go on.
std::string difference(const RunFacts &saved, const RunFacts &now) {
  std::string text;
  auto compare = [&](const char *what, auto before, auto after) {
    if (before != after)
      absl::StrAppend(&text, "\n  ", what, " ", before, ", now ", after);
  };
  compare("it had seed", saved.seed, now.seed);
  compare("a batch had examples:", saved.batch, now.batch);
  compare("processes were", saved.ranks, now.ranks);
  compare("examples to learn from were", saved.trainExamples,
          now.trainExamples);
  compare("examples to validate were", saved.validationExamples,
          now.validationExamples);
  if (saved.quantities != now.quantities)
    text += "\n  its losses and reports were others";
  return text;
}

} // namespace

std::string Checkpoints::at(llvm::StringRef name) const {
  llvm::SmallString<128> path(folder);
  llvm::sys::path::append(path, name);
  return path.str().str();
}

absl::Status Checkpoints::start(const RunFacts &facts) {
  if (std::error_code error = llvm::sys::fs::create_directories(
          folder, /*IgnoreExisting=*/true, llvm::sys::fs::all_all))
    return absl::UnavailableError(absl::StrCat("cannot make the folder `",
                                               folder, "`: ", error.message()));
  // A run that ended while it saved for the first time has a record only.
  if (llvm::sys::fs::exists(at("last.safetensors")))
    return absl::AlreadyExistsError(
        absl::StrCat("`", folder,
                     "` holds a training run; go on with it by `--resume`, "
                     "or choose another folder with `--output`"));
  file.facts = facts;
  return absl::OkStatus();
}

absl::StatusOr<int64_t> Checkpoints::stepOfState() const {
  const StateTensor *tensor = program.findTensor(kStepParameter);
  if (!tensor)
    return absl::InternalError("the training state counts no steps");
  return static_cast<int64_t>(program.state().value(*tensor).at(0));
}

absl::StatusOr<RunFile> Checkpoints::resume(const RunFacts &facts) {
  if (!llvm::sys::fs::exists(at("last.safetensors")))
    return absl::NotFoundError(
        absl::StrCat("there is no training run to resume in `", folder,
                     "`: it has no `last.safetensors`"));
  const std::string path = at("run.json");
  auto buffer = readFile(path);
  if (!buffer.ok())
    return buffer.status();
  auto parsed = RunFile::parse((*buffer)->getBuffer(), path);
  if (!parsed.ok())
    return parsed.status();
  if (const std::string text = difference(parsed->facts, facts); !text.empty())
    return absl::InvalidArgumentError(
        absl::StrCat("the run in `", folder, "` is another one:", text));
  const std::string state = at("last.safetensors");
  if (absl::Status status = program.state().load(state); !status.ok())
    return absl::Status(
        status.code(),
        absl::StrCat(status.message(),
                     "\n  where the text has other parameters or another "
                     "optimizer than the run, begin a new one from its "
                     "weights: `--weights ",
                     state, " --output DIR`"));
  absl::StatusOr<int64_t> step = stepOfState();
  if (!step.ok())
    return step.status();
  for (const RunRecord &record : parsed->records)
    if (record.step == *step) {
      file = {facts, {record}};
      return RunFile{parsed->facts, {record}};
    }
  return absl::InvalidArgumentError(
      absl::StrCat("`", path, "` has no record of step ", *step,
                   ", which `last.safetensors` is at; the two are not of one "
                   "run"));
}

absl::Status Checkpoints::saveLast(const RunRecord &record) {
  // The record of the state that is there stays until the new state is.
  llvm::erase_if(file.records,
                 [&](const RunRecord &old) { return old.step == record.step; });
  if (file.records.size() > 1)
    file.records.erase(file.records.begin());
  file.records.push_back(record);
  if (absl::Status status =
          writeFileDurably(at("run.json"), {llvm::StringRef(file.json())});
      !status.ok())
    return status;
  if (absl::Status status = program.state().save(at("last.safetensors"));
      !status.ok())
    return status;
  for (const auto &[name, text] :
       {std::pair("curves.csv",
                  curvesCsv(record.history, file.facts.quantities)),
        std::pair("curves.svg",
                  curvesSvg(record.history, file.facts.quantities))})
    if (absl::Status status =
            writeFileAtomically(at(name), {llvm::StringRef(text)});
        !status.ok())
      return status;
  return absl::OkStatus();
}

absl::Status Checkpoints::saveBest() {
  return program.state().save(at("best.safetensors"));
}

absl::Status Checkpoints::loadBest() {
  return program.state().load(at("best.safetensors"));
}

} // namespace sinter
