// WeightsAhead.h: fetches the weights of the next tile while those of this one
// are used.
//
// A tile of sums goes over the pixels of an image with the weights of its
// channels, then on to the next channels. A core fetches by itself what is read
// in a row, but late and all at once: the first pixels wait for their weights,
// and with the others memory has nothing to do.
#pragma once

#include <Halide.h>

#include <string>
#include <vector>

namespace sinter::kernels {

/// Weights as a kernel reads them, and its loops by the names that Halide gives
/// them.
struct WeightsAhead {
  std::string sums; ///< the function that holds the sums; its reduction runs
                    ///< over a domain called `step`
  std::vector<std::string> reuses; ///< what the loops over all that is done
                                   ///< with the same weights begin with
  std::string weight;              ///< the operand
  int vectors;                     ///< of weights at each step
  int vectorBytes;                 ///< of one, which the next step's follows
  int stride; ///< elements from a vector to the next, of the next tile after
              ///< the last
};

/// A pass over a lowered kernel, for the pipeline that takes it. Each time
/// before the innermost loop of the reduction, the same steps of the next tile
/// are asked for (`prefetchnta`: T0 to T2 measured alike), as many lines of
/// them that all have been when the tile is done. Steps that a row of pixels
/// leaves out it does not ask for, and where lines do not divide evenly, or a
/// row ends with a tail, some are asked for twice. Nothing is asked for where
/// weights are used once, or the reduction is one loop. Behind the last tile
/// lies what is never read; asking does not fault.
Halide::Internal::IRMutator *fetchWeightsAhead(WeightsAhead weights);

} // namespace sinter::kernels
