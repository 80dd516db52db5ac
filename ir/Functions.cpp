// Functions.cpp: what passes and others that rewrite functions share.
#include "ir/Functions.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace sinter {

StringAttr argumentName(BlockArgument argument) {
  auto function = cast<func::FuncOp>(argument.getOwner()->getParentOp());
  return function.getArgAttrOfType<StringAttr>(argument.getArgNumber(),
                                               kNameAttr);
}

void eraseUnused(func::FuncOp function) {
  for (Operation &op :
       llvm::make_early_inc_range(llvm::reverse(function.front())))
    if (isOpTriviallyDead(&op))
      op.erase();
}

void setResults(func::FuncOp function, ArrayRef<Value> values,
                ArrayRef<Attribute> attributes) {
  Builder builder(function.getContext());
  function.front().getTerminator()->setOperands(values);
  function.setType(builder.getFunctionType(function.getArgumentTypes(),
                                           ValueRange(values).getTypes()));
  function.setAllResultAttrs(attributes);
  eraseUnused(function);
}

} // namespace sinter
