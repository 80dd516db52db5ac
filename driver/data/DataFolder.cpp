// DataFolder.cpp: what lies under the path that `--data` names.
#include "driver/data/DataFolder.h"

#include "driver/Image.h"
#include "driver/Npy.h"
#include "driver/data/Csv.h"
#include "driver/data/Idx.h"
#include "driver/data/Npz.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <algorithm>

namespace sinter {

namespace {

/// The names in a folder, sorted, so that the same files in another order of
/// the file system are the same data. Hidden ones are passed over.
struct Listing {
  std::string path;
  std::vector<std::string> files, folders;

  bool has(llvm::StringRef file) const {
    return llvm::is_contained(files, file);
  }
  std::string at(llvm::StringRef name) const {
    llvm::SmallString<128> joined(path);
    llvm::sys::path::append(joined, name);
    return joined.str().str();
  }
};

absl::StatusOr<Listing> listFolder(llvm::StringRef path) {
  Listing listing{path.str(), {}, {}};
  std::error_code error;
  for (llvm::sys::fs::directory_iterator entry(path, error), end;
       !error && entry != end; entry.increment(error)) {
    llvm::StringRef name = llvm::sys::path::filename(entry->path());
    if (name.starts_with("."))
      continue;
    const bool isFolder = llvm::sys::fs::is_directory(entry->path());
    (isFolder ? listing.folders : listing.files).push_back(name.str());
  }
  if (error)
    return absl::NotFoundError(absl::StrCat(
        "cannot read the folder `", path.str(), "`: ", error.message()));
  llvm::sort(listing.files);
  llvm::sort(listing.folders);
  return listing;
}

//===-- MNIST's files -----------------------------------------------------===//

/// `train-images-idx3-ubyte`, as it is or with gzip around it, and with the dot
/// that some archives put in the place of the last but one dash.
std::optional<std::string> idxFile(const Listing &folder, llvm::StringRef part,
                                   llvm::StringRef what) {
  for (llvm::StringRef file : folder.files) {
    llvm::StringRef rest = file;
    rest.consume_back(".gz");
    if (rest.consume_front(part) && rest.consume_front("-") &&
        rest.consume_front(what) &&
        (rest.starts_with("-idx") || rest.starts_with(".idx")) &&
        rest.ends_with("-ubyte"))
      return folder.at(file);
  }
  return std::nullopt;
}

absl::StatusOr<DataPart> readIdxPart(const Listing &folder,
                                     llvm::StringRef part) {
  DataPart result;
  result.path = folder.path;
  using Role = DataColumn::Role;
  for (auto [what, role] :
       {std::pair("images", Role::Example), std::pair("labels", Role::Label)}) {
    std::optional<std::string> path = idxFile(folder, part, what);
    if (!path && role == Role::Label)
      continue; // a model without labels needs none
    if (!path)
      return absl::NotFoundError(absl::StrCat(
          "`", folder.path, "` has `", part.str(),
          "-labels-idx1-ubyte`, but no `", part.str(), "-images-idx3-ubyte`"));
    absl::StatusOr<HostArray> array = readIdx(*path);
    if (!array.ok())
      return array.status();
    result.columns.push_back(ownedColumn(what, *path, std::move(*array), role));
  }
  return result;
}

bool hasIdxPart(const Listing &folder, llvm::StringRef part) {
  return idxFile(folder, part, "images") || idxFile(folder, part, "labels");
}

//===-- One part of any other kind ----------------------------------------===//

/// What the parts are read with.
struct Reading {
  llvm::ArrayRef<Port> inputs;
  llvm::StringRef label;
  /// Those of the part to learn from, when another is read.
  llvm::ArrayRef<std::string> classes;
};

absl::StatusOr<DataPart> readNpyFolder(const Listing &folder) {
  DataPart part;
  part.path = folder.path;
  for (llvm::StringRef file : folder.files) {
    llvm::StringRef name = file;
    if (!name.consume_back(".npy"))
      continue;
    const std::string path = folder.at(file);
    absl::StatusOr<HostArray> array = readNpy(path);
    if (!array.ok())
      return array.status();
    part.columns.push_back(ownedColumn(name.str(), path, std::move(*array),
                                       DataColumn::Role::Named));
  }
  return part;
}

absl::StatusOr<size_t> classOf(llvm::StringRef name, llvm::StringRef folder,
                               llvm::ArrayRef<std::string> classes) {
  const auto *found = llvm::find(classes, name);
  if (found == classes.end())
    return absl::InvalidArgumentError(
        absl::StrCat("`", folder.str(), "` has a class `", name.str(),
                     "`, but the classes to learn are `",
                     absl::StrJoin(classes, "`, `"), "`"));
  return found - classes.begin();
}

/// Pictures in `folder` itself, or in a folder for each class.
absl::StatusOr<DataPart> readPictureFolder(const Listing &folder,
                                           const Reading &reading) {
  DataPart part;
  part.path = folder.path;
  for (llvm::StringRef file : folder.files)
    if (isImagePath(file))
      part.pictures.push_back(folder.at(file));
  if (!part.pictures.empty())
    return part;
  std::vector<int32_t> labels;
  part.classes =
      reading.classes.empty() ? folder.folders : reading.classes.vec();
  for (const std::string &name : folder.folders) {
    absl::StatusOr<Listing> files = listFolder(folder.at(name));
    if (!files.ok())
      return files.status();
    auto label = classOf(name, folder.path, part.classes);
    if (!label.ok())
      return label.status();
    for (llvm::StringRef file : files->files)
      if (isImagePath(file)) {
        part.pictures.push_back(files->at(file));
        labels.push_back(static_cast<int32_t>(*label));
      }
  }
  HostArray array(
      ArrayType{ElementType::i32, {static_cast<int64_t>(labels.size())}});
  std::copy_n(reinterpret_cast<const char *>(labels.data()), array.bytes.size(),
              array.bytes.begin());
  part.columns.push_back(ownedColumn("class", folder.path, std::move(array),
                                     DataColumn::Role::Label));
  return part;
}

absl::StatusOr<DataPart> readFilePart(llvm::StringRef path,
                                      const Reading &reading) {
  if (path.ends_with(".csv"))
    return readCsv(path, reading.inputs, reading.label, reading.classes);
  if (!path.ends_with(".npz"))
    return absl::InvalidArgumentError(
        absl::StrCat("`", path.str(),
                     "` is no data that can be read: give a .npz or .csv file, "
                     "or a folder"));
  auto columns = readNpz(path);
  if (!columns.ok())
    return columns.status();
  DataPart part;
  part.path = path.str();
  part.columns = std::move(*columns);
  return part;
}

absl::StatusOr<DataPart> readPart(llvm::StringRef path,
                                  const Reading &reading) {
  if (!llvm::sys::fs::is_directory(path))
    return readFilePart(path, reading);
  absl::StatusOr<Listing> folder = listFolder(path);
  if (!folder.ok())
    return folder.status();
  if (llvm::any_of(folder->files,
                   [](llvm::StringRef file) { return file.ends_with(".npy"); }))
    return readNpyFolder(*folder);
  absl::StatusOr<DataPart> pictures = readPictureFolder(*folder, reading);
  if (pictures.ok() && pictures->pictures.empty())
    return absl::NotFoundError(absl::StrCat(
        "`", path.str(),
        "` has no data: neither `train-images-idx3-ubyte`, nor .npy files, nor "
        "PNG or JPEG files, in it or in folders named after their classes"));
  return pictures;
}

/// The folder or file of a part, by one of its names.
std::optional<std::string> partPath(const Listing &folder,
                                    llvm::ArrayRef<llvm::StringRef> names) {
  for (llvm::StringRef name : names) {
    if (llvm::is_contained(folder.folders, name))
      return folder.at(name);
    for (llvm::StringRef end : {".npz", ".csv"})
      if (folder.has((name + end).str()))
        return folder.at((name + end).str());
  }
  return std::nullopt;
}

absl::StatusOr<DataParts> readParts(llvm::StringRef path,
                                    const Reading &reading) {
  if (!llvm::sys::fs::is_directory(path)) {
    auto train = readPart(path, reading);
    if (!train.ok())
      return train.status();
    return DataParts{std::move(*train), std::nullopt};
  }
  absl::StatusOr<Listing> folder = listFolder(path);
  if (!folder.ok())
    return folder.status();
  const bool isIdx =
      hasIdxPart(*folder, "train") || hasIdxPart(*folder, "t10k");
  const auto trainPath = partPath(*folder, {"train"});
  const auto testPath =
      partPath(*folder, {"test", "val", "validation", "valid"});
  auto train = isIdx ? readIdxPart(*folder, "train")
                     : readPart(trainPath.value_or(path.str()), reading);
  if (!train.ok())
    return train.status();
  const bool hasTest = isIdx ? hasIdxPart(*folder, "t10k")
                             : trainPath.has_value() && testPath.has_value();
  DataParts parts{std::move(*train), std::nullopt};
  if (!hasTest)
    return parts;
  auto test = isIdx ? readIdxPart(*folder, "t10k")
                    : readPart(*testPath, {reading.inputs, reading.label,
                                           parts.train.classes});
  if (!test.ok())
    return test.status();
  parts.test = std::move(*test);
  return parts;
}

} // namespace

absl::StatusOr<DataParts> readDataFolder(llvm::StringRef path,
                                         llvm::ArrayRef<Port> inputs,
                                         llvm::StringRef label) {
  if (!llvm::sys::fs::exists(path))
    return absl::NotFoundError(absl::StrCat(
        "cannot read `", path.str(), "`: there is no such file or folder"));
  return readParts(path, {inputs, label, {}});
}

} // namespace sinter
