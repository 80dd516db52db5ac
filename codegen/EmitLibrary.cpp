// EmitLibrary.cpp: writes header, library and weights of a model.
//
// A static archive needs nothing but LLVM. A shared library and a relocatable
// object are the archive put through the system's linker; the linker keeps
// hidden symbols (kernels, packed weights, the runtime's inner functions) out
// of a shared library, and in an object they are made local afterwards, so that
// two such models link into one program.
#include "codegen/EmitLibrary.h"

#include "codegen/RuntimeObjects.h"
#include "codegen/WriteFile.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "llvm/ObjCopy/ConfigManager.h"
#include "llvm/ObjCopy/ObjCopy.h"
#include "llvm/Object/ArchiveWriter.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"

using llvm::StringRef;

namespace sinter {

namespace {

absl::StatusOr<std::string> makeArchive(const EmittedModel &model) {
  std::vector<std::string> names;
  for (const ObjectFile &object : model.objects)
    names.push_back(object.name + ".o");
  std::vector<llvm::NewArchiveMember> members;
  for (auto [name, object] : llvm::zip_equal(names, model.objects))
    members.emplace_back(llvm::MemoryBufferRef(object.bytes, name));
  llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>> archive =
      llvm::writeArchiveToBuffer(members, llvm::SymtabWritingMode::NormalSymtab,
                                 llvm::object::Archive::K_GNU,
                                 /*Deterministic=*/true, /*Thin=*/false);
  if (!archive)
    return absl::InternalError(absl::StrCat(
        "the objects of `", model.textName,
        "` make no archive: ", llvm::toString(archive.takeError())));
  return (*archive)->getBuffer().str();
}

absl::StatusOr<std::string> readBack(StringRef path) {
  auto file = llvm::MemoryBuffer::getFile(path, /*IsText=*/false,
                                          /*RequiresNullTerminator=*/false);
  if (!file)
    return absl::UnavailableError(absl::StrCat(
        "cannot read `", path.str(), "`: ", file.getError().message()));
  return (*file)->getBuffer().str();
}

/// Starts a program of the system, without a shell, to make `output`.
absl::Status runLinker(StringRef name, llvm::ArrayRef<StringRef> arguments,
                       StringRef output, const StagedFiles &files) {
  llvm::ErrorOr<std::string> program = llvm::sys::findProgramByName(name);
  if (!program)
    return absl::NotFoundError(absl::StrCat(
        "`", output.str(), "` needs the linker `", name.str(),
        "`, which is not on the PATH; install binutils and gcc, or write a "
        "static library"));
  std::string log = files.stagedPath("linker.log"), reason;
  llvm::SmallVector<StringRef> words = {name};
  llvm::append_range(words, arguments);
  int code = llvm::sys::ExecuteAndWait(
      *program, words, std::nullopt,
      {StringRef(""), StringRef(log), StringRef(log)},
      /*SecondsToWait=*/0, /*MemoryLimit=*/0, &reason);
  if (code == 0)
    return absl::OkStatus();
  if (absl::StatusOr<std::string> text = readBack(log);
      text.ok() && !text->empty())
    reason = StringRef(*text).rtrim().str();
  if (reason.empty())
    reason = absl::StrCat("it ended with status ", code);
  return absl::InternalError(absl::StrCat("`", name.str(), "` cannot make `",
                                          output.str(), "`: ", reason));
}

absl::StatusOr<std::string> makeShared(const EmittedModel &model,
                                       StringRef archive,
                                       const StagedFiles &files) {
  std::string name = absl::StrCat("lib", model.textName, ".so");
  std::string linked = files.stagedPath("linked.so");
  std::string soname = "-Wl,-soname," + name;
  // The model starts and ends nothing, so the compiler's start files stay out.
  absl::Status status =
      runLinker("cc",
                {"-shared", "-nostartfiles", "-o", linked, soname,
                 "-Wl,--build-id=none", "-Wl,--gc-sections", "-Wl,-z,defs",
                 "-Wl,-z,noexecstack", "-Wl,--whole-archive", archive,
                 "-Wl,--no-whole-archive", "-lm", "-lpthread"},
                name, files);
  if (!status.ok())
    return status;
  return readBack(linked);
}

/// `object` with hidden symbols made local.
absl::StatusOr<std::string> localizeHidden(StringRef object, StringRef name) {
  auto binary = llvm::object::ObjectFile::createObjectFile(
      llvm::MemoryBufferRef(object, name));
  llvm::SmallString<0> bytes;
  llvm::raw_svector_ostream stream(bytes);
  llvm::objcopy::ConfigManager config;
  config.ELF.LocalizeHidden = true;
  llvm::Error error =
      binary ? llvm::objcopy::executeObjcopyOnBinary(config, **binary, stream)
             : binary.takeError();
  if (error)
    return absl::InternalError(absl::StrCat(
        "cannot make `", name.str(), "`: ", llvm::toString(std::move(error))));
  return bytes.str().str();
}

absl::StatusOr<std::string> makeObject(const EmittedModel &model,
                                       StringRef archive,
                                       const StagedFiles &files) {
  std::string name = model.textName + ".o";
  std::string linked = files.stagedPath("linked.o");
  absl::Status status = runLinker(
      "ld", {"-r", "-o", linked, "--whole-archive", archive}, name, files);
  if (!status.ok())
    return status;
  absl::StatusOr<std::string> object = readBack(linked);
  if (!object.ok())
    return object;
  return localizeHidden(*object, name);
}

absl::Status writeLibrary(const EmittedModel &model, LibraryKind kind,
                          StagedFiles &files) {
  absl::StatusOr<std::string> archive = makeArchive(model);
  if (!archive.ok())
    return archive.status();
  std::string name = absl::StrCat("lib", model.textName, ".a");
  if (kind == LibraryKind::Archive)
    return files.write(name, {*archive});

  std::string path = files.stagedPath("objects.a");
  if (absl::Status status = writeFileAtomically(path, {*archive}); !status.ok())
    return status;
  bool shared = kind == LibraryKind::Shared;
  absl::StatusOr<std::string> linked =
      shared ? makeShared(model, path, files) : makeObject(model, path, files);
  if (!linked.ok())
    return linked.status();
  return files.write(shared ? absl::StrCat("lib", model.textName, ".so")
                            : model.textName + ".o",
                     {*linked});
}

absl::Status writeWeights(const EmittedModel &model, StagedFiles &files) {
  char length[8];
  llvm::support::endian::write64le(length, model.weightsHeader.size());
  const char zeros[64] = {};
  std::vector<StringRef> pieces = {StringRef(length, sizeof(length)),
                                   model.weightsHeader};
  uint64_t at = 0;
  auto fillTo = [&](uint64_t offset) {
    for (; at < offset; at += pieces.back().size())
      pieces.emplace_back(zeros,
                          std::min<uint64_t>(offset - at, sizeof(zeros)));
  };
  for (auto [offset, bytes] : model.weightsPieces) {
    fillTo(offset);
    pieces.emplace_back(bytes.data(), bytes.size());
    at += bytes.size();
  }
  fillTo(model.weightsBytes);
  return files.write(model.textName + ".weights", pieces);
}

} // namespace

absl::Status writeModel(const EmittedModel &model, StringRef folder,
                        LibraryKind kind) {
  StagedFiles files(folder.empty() ? "." : folder);
  absl::Status status = files.open();
  if (status.ok())
    status = files.write(model.textName + ".h", {StringRef(model.header)});
  if (status.ok())
    status = files.write("sinter/runtime.h", {runtimeHeader()});
  if (status.ok())
    status = writeLibrary(model, kind, files);
  if (status.ok() && !model.embedded)
    status = writeWeights(model, files);
  if (status.ok())
    status = files.publish();
  return status;
}

} // namespace sinter
