// EmitHeader.cpp: writes the C header of a model.
#include "codegen/EmitHeader.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"

using namespace mlir;

namespace sinter {

namespace {

struct ElementName {
  StringRef inText, inC;
};

ElementName elementName(Type type) {
  if (type.isF32())
    return {"f32", "float"};
  if (type.isF16())
    return {"f16", "uint16_t"};
  if (type.isBF16())
    return {"bf16", "uint16_t"};
  if (type.isInteger(1))
    return {"bool", "uint8_t"};
  if (type.isUnsignedInteger(8))
    return {"u8", "uint8_t"};
  if (type.isInteger(8))
    return {"i8", "int8_t"};
  return type.isInteger(32) ? ElementName{"i32", "int32_t"}
                            : ElementName{"i64", "int64_t"};
}

/// `12,345,678`.
std::string grouped(uint64_t number) {
  std::string text = absl::StrCat(number);
  for (int at = static_cast<int>(text.size()) - 3; at > 0; at -= 3)
    text.insert(at, ",");
  return text;
}

/// Text from the model inside a C comment, which it must not end.
std::string inComment(StringRef text) {
  return absl::StrReplaceAll(text.str(), {{"*/", "* /"}, {"\n", " "}});
}

/// The words of `text` in lines of a comment of at most 80 columns. The first
/// line begins with `opening`, as wide as ` *`.
void writeWrapped(llvm::raw_ostream &os, StringRef opening, StringRef text) {
  os << opening;
  size_t column = opening.size();
  SmallVector<StringRef> words;
  text.split(words, ' ', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  for (StringRef word : words) {
    if (column + 1 + word.size() > 80) {
      os << "\n *";
      column = 2;
    }
    os << ' ' << word;
    column += 1 + word.size();
  }
  os << '\n';
}

/// `[1, 28, 28, 1]`, or `[n, 28, 28, 1]` where axis 0 is open.
std::string shapeInHeader(const PlannedEntry &entry,
                          const EntryArgument &argument) {
  if (argument.openRows == 0)
    return shapeText(argument.type.getShape());
  std::string text = "[" + entry.open->cName;
  if (argument.openRows > 1)
    absl::StrAppend(&text, " * ", argument.openRows);
  for (int64_t size : argument.type.getShape().drop_front())
    absl::StrAppend(&text, ", ", size);
  return text + "]";
}

/// The input that multiplies the learning rates of the text.
constexpr StringRef kRateFactor = "rate_factor";

/// `f32[1, 28, 28, 1], row-major, 3,136 bytes`.
std::string describe(const PlannedEntry &entry, const EntryArgument &argument) {
  if (argument.byValue && argument.name == kRateFactor)
    return "multiplies the learning rates of the text; 1 keeps them";
  Type element = argument.type.getElementType();
  ArrayRef<int64_t> shape = argument.type.getShape();
  std::string text = elementName(element).inText.str();
  if (!shape.empty())
    text += shapeInHeader(entry, argument);
  if (shape.size() > 1)
    text += ", row-major";
  int64_t bytes = elementCount(shape) * elementBytes(element);
  if (argument.byValue)
    text += ", by value";
  else if (argument.openRows > 0)
    absl::StrAppend(&text, ", ", entry.open->cName, " * ",
                    grouped(bytes / entry.open->most), " bytes");
  else
    absl::StrAppend(&text, ", ", grouped(bytes),
                    bytes == 1 ? " byte" : " bytes");
  if (element.isInteger(1))
    text += ", each 0 or 1";
  if (!argument.name.empty() && argument.name != argument.cName)
    text += "; `" + inComment(argument.name) + "` in the text";
  return text;
}

/// `x86-64-v4`, or `the best of x86-64-v4, x86-64-v3 that the processor has`.
std::string targetList(const PlannedModel &model) {
  auto names = llvm::map_range(
      model.targets, [](TargetAttr target) { return target.getName(); });
  std::string list = llvm::join(names, ", ");
  return model.targets.size() == 1
             ? list
             : "the best of " + list + " that the processor has";
}

/// `a`, `b` and `c`.
std::string listed(ArrayRef<std::string> names) {
  std::string text;
  for (auto [index, name] : llvm::enumerate(names)) {
    StringRef before = index == 0                  ? ""
                       : index + 1 == names.size() ? " and "
                                                   : ", ";
    absl::StrAppend(&text, before.str(), "`", name, "`");
  }
  return text;
}

/// The struct of an entry's reported outputs.
std::string reportType(const PlannedEntry &entry) {
  return entry.symbol + "_report";
}

/// The loss that `grad` differentiates, where it is one of several.
std::string lossName(const PlannedEntry &entry) {
  StringRef gradients =
      llvm::find_if(entry.arguments, [](const auto &argument) {
        return argument.output;
      })->name;
  return gradients.consume_front("gradients_") ? "loss_" + gradients.str() : "";
}

/// What `grad` does.
std::string gradientPurpose(const PlannedEntry &entry) {
  const std::string model = inComment(entry.model), loss = lossName(entry);
  const bool isLater = !loss.empty() && loss != "loss_1";
  return absl::StrCat(
      "Computes the gradients ",
      loss.empty() ? "of all parameters of " + model + " that are trained"
                   : "by `" + loss + "` of all parameters of " + model +
                         " that it trains",
      ", one behind the other",
      isLater ? ", when those by the losses before have moved them. " : ". ",
      "Where the loss is a mean over the examples, the mean over several "
      "programs is that of the joined batch",
      entry.asksContext() ? ": `process`, `processes` and `sum` of their "
                            "contexts give them its "
                            "statistics and random numbers."
                          : ".");
}

/// What an entry does.
std::string purpose(const PlannedEntry &entry) {
  const std::string model = inComment(entry.model);
  if (entry.kind == "train_step")
    return "Takes one step of training " + model + ".";
  if (entry.kind == "evaluate")
    return "Computes what a step of training " + model +
           " reports, and changes nothing.";
  if (entry.kind == "grad")
    return gradientPurpose(entry);
  if (entry.kind == "apply")
    return "Takes the step of training " + model + " that gradients give.";
  return absl::StrCat("Runs ", model, " ",
                      entry.open ? "for a size that each call chooses" : "once",
                      ".");
}

/// What an entry reads and writes, as sentences.
std::string sentence(const PlannedEntry &entry) {
  const std::string handle = entry.readsState ? "training" : "weights";
  std::vector<std::string> reads, writes, parts;
  if (!entry.writesState)
    reads.push_back(handle);
  for (const EntryArgument &argument : entry.arguments)
    if (!argument.reportOffset)
      (argument.output ? writes : reads).push_back(argument.cName);
  if (entry.reportBytes > 0)
    writes.push_back(entry.reportName);
  if (!reads.empty())
    parts.push_back("reads " + listed(reads));
  if (entry.writesState)
    parts.push_back("changes `" + handle + "`");
  if (!writes.empty())
    parts.push_back("writes " + listed(writes));
  parts.push_back("uses `workspace`; keeps no pointer.");
  parts.front().front() = llvm::toUpper(parts.front().front());
  return purpose(entry) + " " + llvm::join(parts, ", ");
}

/// The table of an entry's arguments.
void writeArguments(llvm::raw_ostream &os, const PlannedEntry &entry) {
  size_t width = StringRef("workspace").size();
  for (const EntryArgument &argument : entry.arguments)
    width = std::max(width, argument.cName.size());
  if (entry.reportBytes > 0)
    width = std::max(width, entry.reportName.size());
  auto line = [&](StringRef name, const std::string &what) {
    os << " *   " << llvm::left_justify(name, width + 2) << what << "\n";
  };
  if (entry.open) {
    std::string text = absl::StrCat(
        "`", inComment(entry.open->name), "` in the text, from ",
        grouped(entry.open->least), " to ", grouped(entry.open->most));
    line(entry.open->cName, text);
  }
  for (const EntryArgument &argument : entry.arguments)
    if (!argument.reportOffset)
      line(argument.cName, describe(entry, argument));
  if (entry.reportBytes > 0)
    line(entry.reportName, "the struct above");
  if (!entry.needsWorkspace()) {
    line("workspace", "not used, may be null");
  } else {
    line("workspace", absl::StrCat(entry.symbol, "_workspace_size(",
                                   entry.open ? entry.open->cName : "",
                                   ") bytes, 64-byte aligned,"));
    line("", "the caller's before and after");
  }
  line("context", "null for one thread");
}

/// What an entry returns, and when.
std::string contract(const PlannedEntry &entry) {
  if (entry.readsState)
    return absl::StrCat(
        "Returns SINTER_OK, or SINTER_NULL_ARGUMENT, SINTER_MISALIGNED or, "
        "where `training` is another model's, SINTER_WEIGHTS_MISMATCH and "
        "writes nothing. Calls may run at the same time if their workspaces",
        entry.writesState
            ? ", outputs and training states differ."
            : " and outputs differ and none changes their training state.");
  return absl::StrCat(
      "Returns SINTER_OK, or SINTER_NULL_ARGUMENT, SINTER_MISALIGNED",
      entry.open
          ? absl::StrCat(", SINTER_OUT_OF_RANGE (`", entry.open->cName, "`)")
          : "",
      " or, where `weights` are another model's, SINTER_WEIGHTS_MISMATCH and "
      "writes nothing. Calls may run at the same time if their workspaces and "
      "outputs differ.",
      entry.open ? " Each row of a result is what a call with that row alone "
                   "gives, bit for bit."
                 : "");
}

/// Bytes or multiply-adds, of which `each` come with each 1 of the open
/// dimension: `1,024`, `n * 64` or `1,024 + n * 64`.
std::string amount(const PlannedEntry &entry, uint64_t fixed, uint64_t each) {
  if (!entry.open || each == 0)
    return grouped(fixed);
  return absl::StrCat(fixed ? grouped(fixed) + " + " : "", entry.open->cName,
                      " * ", grouped(each));
}

/// The struct of what an entry reports.
void writeReport(llvm::raw_ostream &os, const PlannedEntry &entry) {
  writeWrapped(os, "/*",
               absl::StrCat("What ", entry.symbol, " reports",
                            entry.kind == "train_step"
                                ? ", of the parameters before the step. */"
                                : ". */"));
  os << "typedef struct " << reportType(entry) << " {\n";
  for (const EntryArgument &argument : entry.arguments) {
    if (!argument.reportOffset)
      continue;
    os << "  " << elementName(argument.type.getElementType()).inC << ' '
       << argument.cName;
    if (argument.type.getRank() > 0)
      os << '[' << argument.type.getNumElements() << ']';
    os << "; /* " << describe(entry, argument) << " */\n";
  }
  os << "} " << reportType(entry) << ";\n\n";
}

void writeEntry(llvm::raw_ostream &os, const PlannedEntry &entry,
                StringRef text) {
  const OpenArgument open = entry.open.value_or(OpenArgument{});
  os << "/* Bytes of workspace that " << entry.symbol
     << " needs, the peak of its memory:\n * "
     << amount(entry, entry.workspaceBytes, open.workspaceBytes)
     << (entry.open ? ", and 0 where " + open.cName + " is out of its range"
                    : "")
     << ". */\n"
     << "size_t " << entry.symbol << "_workspace_size("
     << (entry.open ? "size_t " + open.cName : "void") << ");\n\n";

  if (entry.reportBytes > 0)
    writeReport(os, entry);
  writeWrapped(os, "/*", sentence(entry));
  os << " *\n";
  writeArguments(os, entry);
  os << " *\n";
  writeWrapped(os, " *",
               absl::StrCat(amount(entry, entry.macs, open.macs),
                            " multiply-adds in ", entry.launches.front().size(),
                            entry.launches.front().size() == 1 ? " kernel. "
                                                               : " kernels. ",
                            contract(entry)));
  os << " */\n";

  os << "sinter_status " << entry.symbol << "(const " << text
     << (entry.readsState ? "_training *training" : "_weights *weights");
  if (entry.open)
    os << ", size_t " << open.cName;
  for (const EntryArgument &argument : entry.arguments) {
    if (argument.reportOffset)
      continue;
    os << ",\n    " << (argument.output || argument.byValue ? "" : "const ")
       << elementName(argument.type.getElementType()).inC << ' '
       << argument.cName;
    if (argument.byValue)
      continue;
    os << '[';
    if (argument.openRows == 0) // how many there are says the comment
      os << elementCount(argument.type.getShape());
    os << ']';
  }
  if (entry.reportBytes > 0)
    os << ",\n    " << reportType(entry) << " *" << entry.reportName;
  os << ",\n    void *workspace, const sinter_context *context);\n\n";
}

constexpr StringRef kWeights =
    R"(/* The packed weights: zero until a function below has filled it. */
typedef sinter_weights TEXT_weights;

)";

constexpr StringRef kEmbedded =
    R"(/* Fills `out` with the weights inside the library; they need no unmapping.
 * Returns SINTER_OK, or SINTER_NULL_ARGUMENT or SINTER_UNSUPPORTED_CPU, which
 * leaves `out` zero. */
sinter_status TEXT_weights_embedded(TEXT_weights *out);

)";

constexpr StringRef kMapped =
    R"(/* Maps the file of weights at `path` read-only and checks that it fits this
 * library: it comes from the same text, target and version of the compiler,
 * though its values may be others. `out` holds the mapping until
 * TEXT_weights_unmap, and the file must not be changed before.
 * Returns SINTER_OK, or SINTER_NULL_ARGUMENT, SINTER_UNSUPPORTED_CPU,
 * SINTER_FILE_NOT_READABLE, SINTER_WEIGHTS_MALFORMED or
 * SINTER_WEIGHTS_MISMATCH, which leave `out` zero. */
sinter_status TEXT_weights_map(const char *path, TEXT_weights *out);

/* Ends what TEXT_weights_map began and zeroes `weights`. No call may be using
 * them. Null and embedded weights are fine. */
void TEXT_weights_unmap(TEXT_weights *weights);

)";

constexpr StringRef kHandle =
    R"(/* What training changes: parameters, optimizer state, running statistics, the
 * number of steps and the seed. Zero until TEXT_training_init. */
typedef sinter_training TEXT_training;

)";

constexpr StringRef kTraining =
    R"(/* Bytes of a training state: STATE_BYTES. */
size_t TEXT_training_size(void);

/* Starts training in `memory`, which is 64-byte aligned, has the size above and
 * belongs to the state until it is used no more: parameters get the first values
 * of the text, at random under `seed`, as will be all that a step draws.
 * Returns SINTER_OK, or SINTER_NULL_ARGUMENT, SINTER_MISALIGNED or
 * SINTER_UNSUPPORTED_CPU, which leave `out` zero. */
sinter_status TEXT_training_init(TEXT_training *out, void *memory,
    uint64_t seed);

/* Steps that a state, which has been started, has taken. */
int64_t TEXT_training_steps(const TEXT_training *training);

/* Writes the state, a safetensors file with the parameters under their paths and
 * the rest under `sinter.`, to the file at `path`; from there training goes on
 * as if it had never stopped. Whenever the program or the machine stops, `path`
 * is the old file or the new one, and there may be a `path`.partial that the
 * next call replaces. One call at a time for each path.
 * Returns SINTER_OK, or SINTER_NULL_ARGUMENT, SINTER_WEIGHTS_MISMATCH or
 * SINTER_FILE_NOT_WRITTEN: `path` is then the old file, or, where the folder
 * did not reach the disk, the new one that a power cut may take back. */
sinter_status TEXT_training_save(const TEXT_training *training,
    const char *path);

/* Reads the file at `path` into a state that has been started. It holds all that
 * the function above writes, or the parameters alone, as PyTorch saves them:
 * then the rest starts anew, under the seed of the state.
 * Returns SINTER_OK, or SINTER_NULL_ARGUMENT, SINTER_FILE_NOT_READABLE,
 * SINTER_WEIGHTS_MALFORMED or, where a name, type or shape is another,
 * SINTER_WEIGHTS_MISMATCH, which leave the state as it was. */
sinter_status TEXT_training_load(TEXT_training *training,
    const char *path);

)";

/// What the library is for, where its weights are, what training takes.
std::string title(const PlannedModel &model, StringRef text, bool embedded) {
  std::vector<std::string> models;
  for (const PlannedEntry &entry : model.entries)
    if (!llvm::is_contained(models, inComment(entry.model)))
      models.push_back(inComment(entry.model));
  std::string line = absl::StrCat(
      text.str(), ".h: ", llvm::join(models, ", "),
      " as a C library, compiled by Sinter " SINTER_VERSION " for ",
      targetList(model));
  if (model.infers())
    absl::StrAppend(
        &line, ", with ", grouped(model.weights.bytes), " bytes of weights ",
        embedded ? "inside the library" : "in " + text.str() + ".weights");
  if (model.trains())
    absl::StrAppend(&line, ", with a training state of ",
                    grouped(model.stateBytes), " bytes");
  return line + ".";
}

/// What holds for all functions.
std::string conventions(const PlannedModel &model) {
  std::string holders;
  if (model.infers())
    holders = "a mapped file of weights, which has a function that ends it";
  if (model.trains())
    holders += (holders.empty() ? "" : ", and ") +
               std::string("a training state in memory of the caller's");
  return absl::StrCat(
      "The caller owns all memory: no function allocates, and none keeps a "
      "pointer after it returns but ",
      holders,
      ". Structures are plain, handles of weights are read-only and may be "
      "shared. Anything but SINTER_OK says what was wrong (sinter_status_text) "
      "before an output was written. There is no global state; a null context "
      "means one thread, and results are bitwise equal for every number of "
      "threads. Workspaces are aligned to 64 bytes, inputs and outputs to "
      "their elements. sinter/runtime.h has the rest: threads, the profile, "
      "texts of statuses. */");
}

} // namespace

std::string emitHeader(const PlannedModel &model, StringRef text,
                       bool embedded) {
  std::string header;
  llvm::raw_string_ostream os(header);
  std::string guard = "SINTER_MODEL_" + text.upper() + "_H";
  writeWrapped(os, "/*", title(model, text, embedded));
  os << " *\n";
  writeWrapped(os, " *", conventions(model));
  os << "#ifndef " << guard << "\n#define " << guard << "\n\n"
     << "#include \"sinter/runtime.h\"\n\n"
     << "#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n";
  std::string functions;
  if (model.infers())
    functions += kWeights.str() + (embedded ? kEmbedded : StringRef()).str() +
                 kMapped.str();
  if (model.trains())
    functions += kHandle.str() + kTraining.str();
  os << absl::StrReplaceAll(
      functions,
      {{"TEXT", text.str()}, {"STATE_BYTES", grouped(model.stateBytes)}});
  for (const PlannedEntry &entry : model.entries)
    writeEntry(os, entry, text);
  os << "#ifdef __cplusplus\n}\n#endif\n\n#endif /* " << guard << " */\n";
  return header;
}

} // namespace sinter
