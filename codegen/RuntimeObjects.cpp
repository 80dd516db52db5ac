// RuntimeObjects.cpp: picks runtime objects by the symbols that a model needs.
#include "codegen/RuntimeObjects.h"

#include "RuntimeEmbedded.h"

#include "absl/strings/str_cat.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Object/ELFObjectFile.h"

namespace sinter {

namespace {

struct Symbols {
  llvm::StringSet<> defined, needed;
  bool isPublic = false; ///< defines something that programs may call
};

absl::StatusOr<Symbols> readSymbols(llvm::StringRef name,
                                    llvm::StringRef bytes) {
  auto object = llvm::object::ObjectFile::createELFObjectFile(
      llvm::MemoryBufferRef(bytes, name));
  if (!object)
    return absl::InternalError(
        absl::StrCat("`", name.str(),
                     "` is no object: ", llvm::toString(object.takeError())));
  Symbols symbols;
  for (const llvm::object::ELFSymbolRef symbol :
       llvm::cast<llvm::object::ELFObjectFileBase>(**object).symbols()) {
    llvm::Expected<llvm::StringRef> text = symbol.getName();
    llvm::Expected<uint32_t> flags = symbol.getFlags();
    if (!text || !flags)
      return absl::InternalError(
          absl::StrCat("`", name.str(), "` has a damaged table of symbols"));
    if (*flags & llvm::object::BasicSymbolRef::SF_Undefined)
      symbols.needed.insert(*text);
    else if (*flags & llvm::object::BasicSymbolRef::SF_Global)
      symbols.defined.insert(*text);
    symbols.isPublic |=
        symbol.getBinding() != llvm::ELF::STB_LOCAL &&
        !(*flags & llvm::object::BasicSymbolRef::SF_Undefined) &&
        symbol.getOther() == llvm::ELF::STV_DEFAULT;
  }
  return symbols;
}

struct RuntimeObject {
  const EmbeddedFile &file;
  Symbols symbols;
  bool taken = false;
};

} // namespace

absl::Status addRuntimeObjects(std::vector<ObjectFile> &objects) {
  llvm::StringSet<> needed;
  auto need = [&](const Symbols &symbols) {
    for (const auto &name : symbols.needed)
      needed.insert(name.getKey());
  };
  for (const ObjectFile &object : objects) {
    absl::StatusOr<Symbols> symbols = readSymbols(object.name, object.bytes);
    if (!symbols.ok())
      return symbols.status();
    need(*symbols);
  }
  std::vector<RuntimeObject> runtime;
  for (const EmbeddedFile &file :
       llvm::ArrayRef(sinterRuntimeFiles, sinterRuntimeFileCount)) {
    llvm::StringRef name = file.name;
    if (!name.ends_with(".o"))
      continue;
    absl::StatusOr<Symbols> symbols = readSymbols(
        name,
        llvm::StringRef(reinterpret_cast<const char *>(file.data), file.size));
    if (!symbols.ok())
      return symbols.status();
    runtime.push_back({file, *std::move(symbols)});
  }
  for (bool grown = true; grown;) {
    grown = false;
    for (RuntimeObject &object : runtime) {
      bool wanted = object.symbols.isPublic ||
                    llvm::any_of(object.symbols.defined, [&](auto &name) {
                      return needed.contains(name.getKey());
                    });
      if (object.taken || !wanted)
        continue;
      object.taken = grown = true;
      need(object.symbols);
    }
  }
  for (const RuntimeObject &object : runtime)
    if (object.taken)
      objects.push_back(
          {("sinter_" + llvm::StringRef(object.file.name).drop_back(2)).str(),
           std::string(reinterpret_cast<const char *>(object.file.data),
                       object.file.size)});
  return absl::OkStatus();
}

llvm::StringRef runtimeHeader() {
  for (const EmbeddedFile &file :
       llvm::ArrayRef(sinterRuntimeFiles, sinterRuntimeFileCount))
    if (llvm::StringRef(file.name) == "runtime.h")
      return {reinterpret_cast<const char *>(file.data), file.size};
  llvm_unreachable("the compiler holds the runtime's header");
}

} // namespace sinter
