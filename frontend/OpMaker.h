// OpMaker.h: makes an op from its name, operands and attributes, or says why it
// cannot be. What the op's definition in ir/ checks is checked; what MLIR says
// of it is caught.
#ifndef SINTER_FRONTEND_OPMAKER_H
#define SINTER_FRONTEND_OPMAKER_H

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Operation.h"

#include <string>

namespace sinter {

class OpMaker {
public:
  OpMaker(mlir::OperationName name, mlir::Location location,
          mlir::ValueRange operands,
          llvm::ArrayRef<mlir::NamedAttribute> attributes);

  /// An op outside of every block, or null: then `reason` says why.
  mlir::Operation *make();
  std::string reason() const;
  /// The type that elements of an operand could have, if it is about them.
  std::string wantedElements() const;

private:
  std::string genericStart() const;
  mlir::Operation *create(mlir::TypeRange resultTypes);
  void addDefaults();
  bool checkDefinition();
  bool concernsDefinition() const;
  bool widenAttribute();
  bool inferTypes();

  mlir::OperationName name;
  mlir::Location location;
  mlir::ValueRange operands;
  llvm::SmallVector<mlir::NamedAttribute> attributes;
  llvm::SmallVector<mlir::Type> types;
  std::string message; ///< the first that was caught
  mlir::ScopedDiagnosticHandler handler;
};

} // namespace sinter

#endif // SINTER_FRONTEND_OPMAKER_H
