// ElaborateSlices.cpp: `list[1:]`, and `x[:, 0:2, ..., -1]` of a tensor, which
// is one slice and, where an index drops an axis, a reshape.

#include "frontend/ElaboratorRules.h"

#include "llvm/ADT/STLExtras.h"

using llvm::ArrayRef;

namespace sinter {

using namespace ast;

/// As in Python: what is negative counts from the end, what lies beyond an end
/// is that end, and a negative step goes backwards. Nothing after a report.
std::optional<Slice> Elaboration::spanOf(const IndexItem &item, int64_t size) {
  const Expr *written[3] = {item.begin.get(), item.end.get(), item.step.get()};
  std::optional<int64_t> given[3];
  for (int i : {0, 1, 2}) {
    if (!written[i])
      continue;
    Value value = valueOf(*written[i]);
    if (value.isPoison())
      return std::nullopt;
    if (!value.integer()) {
      report(DiagnosticKind::indexNotInteger, written[i]->range,
             {describe(value)});
      return std::nullopt;
    }
    given[i] = *value.integer();
  }
  int64_t step = std::clamp(given[2].value_or(1), -(size + 1), size + 1);
  if (step == 0) {
    report(DiagnosticKind::stepOfZero, item.step->range);
    return std::nullopt;
  }
  int64_t low = step > 0 ? 0 : -1, high = step > 0 ? size : size - 1;
  auto bound = [&](std::optional<int64_t> at, int64_t missing) {
    return !at ? missing : std::clamp(*at < 0 ? *at + size : *at, low, high);
  };
  int64_t begin = bound(given[0], step > 0 ? low : high);
  int64_t end = bound(given[1], step > 0 ? high : low);
  int64_t length = step > 0 ? end - begin : begin - end;
  int64_t stride = std::abs(step);
  return Slice{begin, length > 0 ? (length + stride - 1) / stride : 0, step};
}

Value Elaboration::sliceOf(const Sequence &sequence, const IndexItem &item,
                           SourceRange range) {
  std::optional<Slice> span = spanOf(item, sequence.elements.size());
  if (!span)
    return {};
  std::vector<Value> elements;
  for (int64_t i = 0; i < span->count; ++i)
    elements.push_back(sequence.elements[span->start + i * span->step]);
  return makeSequence(std::move(elements), sequence.isTuple, range);
}

/// One more axis. False after a report.
bool Elaboration::addIndex(const IndexItem &item, int64_t size,
                           TensorSlice &slice) {
  Slice span{0, size, 1};
  if (item.kind == IndexItem::Kind::Value) {
    std::optional<int64_t> index = indexOf(item, size);
    if (!index)
      return false;
    span = {*index, 1, 1};
  } else if (item.kind == IndexItem::Kind::Slice) {
    std::optional<Slice> written = spanOf(item, size);
    if (!written)
      return false;
    span = *written;
    if (span.count == 0) {
      report(DiagnosticKind::emptySlice, item.range, {size});
      return false;
    }
  }
  slice.starts.push_back(span.start);
  slice.sizes.push_back(span.count);
  slice.strides.push_back(span.step);
  slice.takesAll &= span.count == size && span.step == 1;
  if (item.kind != IndexItem::Kind::Value)
    slice.shape.push_back(span.count);
  return true;
}

/// `...` takes the axes that the others leave, as does the end of the index.
Value Elaboration::sliceTensor(const IndexExpr &expr, mlir::Value tensor) {
  ArrayRef<int64_t> shape =
      mlir::cast<mlir::RankedTensorType>(tensor.getType()).getShape();
  auto isEllipsis = [](const IndexItem &item) {
    return item.kind == IndexItem::Kind::Ellipsis;
  };
  size_t ellipses = llvm::count_if(expr.items, isEllipsis);
  size_t named = expr.items.size() - ellipses;
  if (ellipses > 1) {
    report(DiagnosticKind::twoEllipses, expr.range);
    return {};
  }
  if (named > shape.size()) {
    report(DiagnosticKind::tooManyIndices, expr.range,
           {describe(Value(tensor)), shape.size(), named});
    return {};
  }
  IndexItem all;
  all.kind = IndexItem::Kind::Ellipsis;
  TensorSlice slice;
  for (const IndexItem &item : expr.items) {
    size_t axes = isEllipsis(item) ? shape.size() - named : 1;
    for (size_t i = 0; i < axes; ++i)
      if (!addIndex(item, shape[slice.starts.size()], slice))
        return {};
  }
  while (slice.starts.size() < shape.size())
    addIndex(all, shape[slice.starts.size()], slice);
  auto attribute = [&](llvm::StringRef name, ArrayRef<int64_t> values) {
    return builder.getNamedAttr(name, builder.getDenseI64ArrayAttr(values));
  };
  Value sliced = slice.takesAll ? Value(tensor)
                                : buildOp("slice", tensor,
                                          {attribute("starts", slice.starts),
                                           attribute("sizes", slice.sizes),
                                           attribute("strides", slice.strides)},
                                          expr.range);
  if (slice.shape.size() == shape.size() || sliced.isPoison())
    return sliced;
  return buildOp("reshape", sliced.tensor(), attribute("shape", slice.shape),
                 expr.range);
}

} // namespace sinter
