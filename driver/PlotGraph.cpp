// PlotGraph.cpp: ops and kernels as boxes, tensors as arrows.
#include "driver/PlotGraph.h"

#include "codegen/WriteFile.h"
#include "driver/HostArray.h"
#include "ir/Functions.h"
#include "ir/Ops.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;

namespace sinter {

namespace {

class Plot {
public:
  explicit Plot(llvm::raw_ostream &out) : out(out) {}

  void draw(func::FuncOp entry);

private:
  void node(StringRef name, ArrayRef<std::string> lines, StringRef shape,
            StringRef colour);
  void drawOp(Operation &op);
  void arrow(Value from, StringRef to);

  llvm::raw_ostream &out;
  DenseMap<Value, std::string> names; ///< the node that makes a value
  unsigned count = 0;
};

/// Text between quotes of Graphviz's language.
std::string escaped(StringRef text) {
  std::string result;
  for (char c : text) {
    if (c == '"' || c == '\\')
      result += '\\';
    result += c;
  }
  return result;
}

std::string typeText(Value value) { return arrayType(value.getType()).str(); }

/// Boxes are coloured by what costs time in them.
StringRef colourOf(Operation *op) {
  return llvm::TypeSwitch<Operation *, StringRef>(op)
      .Case<Conv2dOp, Conv2dTransposeOp, DenseOp, MatmulOp>(
          [](auto) { return "#cfe2f3"; })
      .Case<ReshapeOp, TransposeOp, ConcatOp, SliceOp, PadOp, BroadcastOp,
            GatherOp, GatherElementsOp, RelayoutOp>(
          [](auto) { return "#eeeeee"; })
      .Default([](Operation *other) {
        return !other || isElementwise(other) ? "#fff2cc" : "#d9ead3";
      });
}

void Plot::node(StringRef name, ArrayRef<std::string> lines, StringRef shape,
                StringRef colour) {
  out << "    " << name << " [label=\"";
  llvm::interleave(
      lines, out, [&](const std::string &line) { out << escaped(line); },
      "\\n");
  out << "\", shape=" << shape << ", fillcolor=\"" << colour << "\"];\n";
}

void Plot::arrow(Value from, StringRef to) {
  auto maker = names.find(from);
  if (maker != names.end())
    out << "    " << maker->second << " -> " << to << " [label=\""
        << escaped(typeText(from)) << "\"];\n";
}

void Plot::drawOp(Operation &op) {
  std::string name = "n" + std::to_string(count++);
  SmallVector<std::string> lines;
  Operation *main = &op;
  if (auto kernel = dyn_cast<KernelOp>(op)) {
    main = kernel.getAnchor();
    lines.push_back(kernel.getName().str());
    std::string ops;
    for (Operation &inner : kernel.getBody().front().without_terminator())
      ops += (ops.empty() ? "" : ", ") + inner.getName().stripDialect().str();
    if (!ops.empty() && ops != lines.front())
      lines.push_back(ops);
    if (auto strategy = kernel.getStrategy())
      lines.push_back("(" + strategy->str() + ")");
  } else {
    if (StringRef path = layerPath(op.getLoc()); !path.empty())
      lines.push_back(path.str());
    lines.push_back(op.getName().stripDialect().str());
  }
  node(name, lines, "box", colourOf(main));
  for (Value operand : op.getOperands())
    arrow(operand, name);
  for (Value result : op.getResults())
    names[result] = name;
}

/// What weights alone decide is no part of the picture.
bool dependsOnInput(Operation &op, const DenseMap<Value, std::string> &names) {
  return llvm::any_of(op.getOperands(),
                      [&](Value operand) { return names.contains(operand); });
}

void Plot::draw(func::FuncOp entry) {
  out << "  subgraph \"cluster_" << escaped(entry.getName())
      << "\" {\n    label=\"" << escaped(entry.getName()) << "\";\n";
  for (BlockArgument argument : entry.getArguments()) {
    std::string name = "n" + std::to_string(count++);
    StringAttr given = argumentName(argument);
    node(name, {given ? given.str() : "input"}, "ellipse", "#ffffff");
    names[argument] = name;
  }
  for (Operation &op : entry.front().without_terminator())
    if (dependsOnInput(op, names))
      drawOp(op);
  for (auto [i, value] :
       llvm::enumerate(entry.front().getTerminator()->getOperands())) {
    std::string name = "n" + std::to_string(count++);
    auto given = entry.getResultAttrOfType<StringAttr>(i, kNameAttr);
    node(name, {given ? given.str() : "output"}, "ellipse", "#ffffff");
    arrow(value, name);
  }
  out << "  }\n";
}

} // namespace

std::string graphvizText(ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream out(text);
  out << "digraph model {\n"
         "  node [fontname=\"Helvetica\", fontsize=10, style=filled];\n"
         "  edge [fontname=\"Helvetica\", fontsize=8];\n";
  Plot plot(out);
  for (auto entry : module.getOps<func::FuncOp>())
    if (!entry.isExternal())
      plot.draw(entry);
  out << "}\n";
  return text;
}

absl::Status writePlot(StringRef path, StringRef graph) {
  StringRef format = llvm::sys::path::extension(path).drop_front(
      llvm::sys::path::extension(path).empty() ? 0 : 1);
  if (format == "dot")
    return writeFileAtomically(path, {graph});
  if (format != "svg" && format != "png")
    return absl::InvalidArgumentError(
        "`" + path.str() +
        "` does not say how to draw: name a file that ends in .dot, .svg or "
        ".png");
  auto dot = llvm::sys::findProgramByName("dot");
  if (!dot)
    return absl::NotFoundError(
        "Graphviz's `dot`, which draws ." + format.str() +
        " files, is not on the PATH; install the package `graphviz`, or write "
        "a .dot file");
  llvm::SmallString<128> input, drawn;
  if (llvm::sys::fs::createTemporaryFile("sinter-plot", "dot", input) ||
      llvm::sys::fs::createTemporaryFile("sinter-plot", format, drawn))
    return absl::InternalError("the folder for temporary files is not "
                               "writable; set TMPDIR to one that is");
  llvm::FileRemover removeInput(input), removeDrawn(drawn);
  if (absl::Status status = writeFileAtomically(input, {graph}); !status.ok())
    return status;
  std::string message;
  int code = llvm::sys::ExecuteAndWait(
      *dot, {*dot, "-T" + format.str(), "-o", drawn, input}, std::nullopt, {},
      0, 0, &message);
  if (code != 0)
    return absl::InternalError(
        "`dot` could not draw the graph: " +
        (message.empty() ? "it ended with " + std::to_string(code) : message));
  auto bytes = llvm::MemoryBuffer::getFile(drawn);
  if (!bytes)
    return absl::InternalError("`dot` left no picture");
  return writeFileAtomically(path, {(*bytes)->getBuffer()});
}

} // namespace sinter
