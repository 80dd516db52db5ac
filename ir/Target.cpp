// Target.cpp: the machines that code can be generated for, in rising order.
#include "ir/Dialect.h"

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/TargetParser/Host.h"

using namespace mlir;

namespace sinter {

namespace {

struct KnownTarget {
  StringRef name;
  int64_t vectorBits, vectorRegisters, fmaLatency, l1Bytes, l2Bytes;
  std::initializer_list<StringRef>
      features; ///< what the level before it lacks, as LLVM names it
};

// Caches are what the common machines of a level have at least; latency that of
// Zen 3 and Skylake.
const KnownTarget kTargets[] = {
    {"x86-64-v2",
     128,
     16,
     8,
     32 << 10,
     256 << 10,
     {"sse4.1", "sse4.2", "ssse3", "popcnt"}},
    {"x86-64-v3",
     256,
     16,
     4,
     32 << 10,
     512 << 10,
     {"avx", "avx2", "fma", "f16c", "bmi", "bmi2"}},
    {"x86-64-v4",
     512,
     32,
     4,
     32 << 10,
     1024 << 10,
     {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}},
    {"x86-64-v4-vnni", 512, 32, 4, 32 << 10, 1024 << 10, {"avx512vnni"}},
};

StringRef nativeName() {
  llvm::StringMap<bool> host = llvm::sys::getHostCPUFeatures();
  StringRef best;
  for (const KnownTarget &target : kTargets) {
    if (!llvm::all_of(target.features,
                      [&](StringRef feature) { return host.lookup(feature); }))
      break;
    best = target.name;
  }
  return best;
}

} // namespace

LogicalResult
TargetAttr::verify(llvm::function_ref<InFlightDiagnostic()> emitError,
                   StringRef name, int64_t vectorBits, int64_t vectorRegisters,
                   int64_t fmaLatency, int64_t l1Bytes, int64_t l2Bytes) {
  if (vectorBits < 32 || vectorBits % 32)
    return emitError()
           << "target `" << name
           << "` needs vectors of whole 32-bit lanes, but they have "
           << vectorBits << " bits";
  for (int64_t fact : {vectorRegisters, fmaLatency, l1Bytes, l2Bytes})
    if (fact < 1)
      return emitError() << "target `" << name
                         << "` needs sizes of at least 1, but one is " << fact;
  return success();
}

TargetAttr TargetAttr::lookup(MLIRContext *context, StringRef name) {
  if (name == "native")
    name = nativeName();
  for (const KnownTarget &t : kTargets)
    if (t.name == name)
      return get(context, t.name, t.vectorBits, t.vectorRegisters, t.fmaLatency,
                 t.l1Bytes, t.l2Bytes);
  return {};
}

ArrayRef<StringRef> TargetAttr::getNames() {
  static const SmallVector<StringRef> names = llvm::map_to_vector(
      kTargets, [](const KnownTarget &t) { return t.name; });
  return names;
}

TargetAttr TargetAttr::of(Operation *op) {
  for (; op; op = op->getParentOp())
    if (auto target = op->getAttrOfType<TargetAttr>("sinter.target"))
      return target;
  return {};
}

} // namespace sinter
