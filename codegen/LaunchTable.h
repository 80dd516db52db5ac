// LaunchTable.h: the launches of an entry as constant data, and the loop that
// runs them.
//
// One loop serves all entries of a model, so that a kernel costs 56 bytes and 8
// for each of its buffers instead of the code that would fill in its arguments.
// Each entry has tables of its own, so that a program which calls one entry is
// linked with no kernel of another:
//
//   launches      { kernel, offset of its name, first buffer, number of
//   buffers,
//                   first border, number of borders, tasks, grain, open,
//                   most chunks, offset of its scratch in the workspace,
//                   scratch of a chunk, both in units of 16 bytes, whether
//                   chunks are whole }
//   buffer_refs   { number of a base, offset from it in units of 16 bytes }
//   borders       { which buffer of the kernel, sinter_border }
//   tables        { launches, buffer_refs, borders, names }
//
// An entry with an open dimension hands on its size n. Tasks and borders of
// open kernels and offsets in the open part of the workspace are multiplied by
// it.
#pragma once

#include "codegen/PlannedModel.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "llvm/ADT/StringSet.h"

namespace sinter {

/// A new module in the LLVM dialect with the function
///
///   i32 run_launches(ptr tables, i64 begin, i64 end, i64 n, ptr bases,
///                    ptr buffers, ptr context)
///
/// It runs the launches from `begin` to `end` - 1 and returns the first status
/// that is not SINTER_OK. `bases` are addresses in the order of
/// BufferRef::Base; `buffers` has room for as many pointers as the launch with
/// the most buffers.
mlir::OwningOpRef<mlir::ModuleOp> emitLaunchLoop(llvm::StringRef text,
                                                 mlir::MLIRContext *context);

/// The name of that function, hidden, which no C identifier can meet.
std::string launchLoopSymbol(llvm::StringRef text);

/// The name of `tables` in the module of an entry.
inline constexpr char kLaunchTables[] = "sinter.tables";

/// Collects the rows of the tables, then adds them to the entry's module.
class LaunchTable {
public:
  explicit LaunchTable(mlir::ModuleOp module);

  /// Rows for `launches`; returns the first.
  size_t add(llvm::ArrayRef<Launch> launches);
  size_t size() const { return rows.size(); }

  /// Declares the kernels and defines the tables.
  void finish();

private:
  void addLaunch(const Launch &launch);
  void addBorder(const BufferBorder &border);
  mlir::IntegerAttr number(int64_t value) {
    return builder.getI32IntegerAttr(value);
  }
  mlir::Type structOf(llvm::ArrayRef<mlir::Type> fields);
  void addGlobal(llvm::StringRef name, mlir::Type type, mlir::Attribute value);
  void addTables();

  mlir::ImplicitLocOpBuilder builder;
  mlir::Type pointer, i32, i64;
  llvm::SmallVector<mlir::Attribute> rows;    ///< arrays of a row's fields
  llvm::SmallVector<mlir::Attribute> borders; ///< likewise
  llvm::SmallVector<int32_t> refs;            ///< pairs
  std::string names;                          ///< each with its zero
  llvm::StringMap<int32_t> nameOffsets;
  llvm::StringSet<> declaredKernels;
};

} // namespace sinter
