// Gives its parameters back: each is added to a zero, so that the sum is the parameter.
module {
  sinter.parameter @normal : tensor<50x40xf32> = #sinter.initializer<"normal", [0.5, 2.0]>
  sinter.parameter @uniform : tensor<50x40xf32> = #sinter.initializer<"uniform", [-1.0, 3.0]>
  sinter.parameter @henorm : tensor<20x10x3x3xf32> = #sinter.initializer<"he_normal", []>
  sinter.parameter @heuni : tensor<20x10x3x3xf32> = #sinter.initializer<"he_uniform", []>
  sinter.parameter @glonorm : tensor<20x10x3x3xf32> = #sinter.initializer<"glorot_normal", []>
  sinter.parameter @glouni : tensor<20x10x3x3xf32> = #sinter.initializer<"glorot_uniform", []>
  sinter.parameter @truncnor : tensor<50x40xf32> = #sinter.initializer<"truncated_normal", [0.5, 2.0]>
  sinter.parameter @orthrows : tensor<20x6x5xf32> = #sinter.initializer<"orthogonal", [1.5]>
  sinter.parameter @orthcols : tensor<30x20xf32> = #sinter.initializer<"orthogonal", [1.0]>
  sinter.parameter @constant : tensor<3xf32> = #sinter.initializer<"constant", [7.0]>
  sinter.parameter @ones : tensor<3xf32> = #sinter.initializer<"ones", []>
  sinter.parameter @zeros : tensor<3xf32> = #sinter.initializer<"zeros", []>

  func.func @random(%zero: tensor<1xf32> {sinter.name = "zero"}) -> (
      tensor<50x40xf32> {sinter.name = "normal"}, tensor<50x40xf32> {sinter.name = "uniform"},
      tensor<20x10x3x3xf32> {sinter.name = "henorm"}, tensor<20x10x3x3xf32> {sinter.name = "heuni"},
      tensor<20x10x3x3xf32> {sinter.name = "glonorm"}, tensor<20x10x3x3xf32> {sinter.name = "glouni"})
      attributes {sinter.entry = "infer", sinter.model = "Parameters"} {
    %normal = sinter.read @normal : tensor<50x40xf32>
    %uniform = sinter.read @uniform : tensor<50x40xf32>
    %henorm = sinter.read @henorm : tensor<20x10x3x3xf32>
    %heuni = sinter.read @heuni : tensor<20x10x3x3xf32>
    %glonorm = sinter.read @glonorm : tensor<20x10x3x3xf32>
    %glouni = sinter.read @glouni : tensor<20x10x3x3xf32>
    %0 = sinter.add %normal, %zero : tensor<50x40xf32>, tensor<1xf32> -> tensor<50x40xf32>
    %1 = sinter.add %uniform, %zero : tensor<50x40xf32>, tensor<1xf32> -> tensor<50x40xf32>
    %2 = sinter.add %henorm, %zero : tensor<20x10x3x3xf32>, tensor<1xf32> -> tensor<20x10x3x3xf32>
    %3 = sinter.add %heuni, %zero : tensor<20x10x3x3xf32>, tensor<1xf32> -> tensor<20x10x3x3xf32>
    %4 = sinter.add %glonorm, %zero : tensor<20x10x3x3xf32>, tensor<1xf32> -> tensor<20x10x3x3xf32>
    %5 = sinter.add %glouni, %zero : tensor<20x10x3x3xf32>, tensor<1xf32> -> tensor<20x10x3x3xf32>
    return %0, %1, %2, %3, %4, %5 : tensor<50x40xf32>, tensor<50x40xf32>, tensor<20x10x3x3xf32>, tensor<20x10x3x3xf32>, tensor<20x10x3x3xf32>, tensor<20x10x3x3xf32>
  }

  func.func @shaped(%zero: tensor<1xf32> {sinter.name = "zero"}) -> (
      tensor<50x40xf32> {sinter.name = "truncnor"}, tensor<20x6x5xf32> {sinter.name = "orthrows"}, tensor<30x20xf32> {sinter.name = "orthcols"})
      attributes {sinter.entry = "infer", sinter.model = "Parameters"} {
    %truncnor = sinter.read @truncnor : tensor<50x40xf32>
    %orthrows = sinter.read @orthrows : tensor<20x6x5xf32>
    %orthcols = sinter.read @orthcols : tensor<30x20xf32>
    %0 = sinter.add %truncnor, %zero : tensor<50x40xf32>, tensor<1xf32> -> tensor<50x40xf32>
    %1 = sinter.add %orthrows, %zero : tensor<20x6x5xf32>, tensor<1xf32> -> tensor<20x6x5xf32>
    %2 = sinter.add %orthcols, %zero : tensor<30x20xf32>, tensor<1xf32> -> tensor<30x20xf32>
    return %0, %1, %2 : tensor<50x40xf32>, tensor<20x6x5xf32>, tensor<30x20xf32>
  }

  func.func @fixed(%zero: tensor<1xf32> {sinter.name = "zero"}) -> (
      tensor<3xf32> {sinter.name = "constant"}, tensor<3xf32> {sinter.name = "ones"}, tensor<3xf32> {sinter.name = "zeros"})
      attributes {sinter.entry = "infer", sinter.model = "Parameters"} {
    %constant = sinter.read @constant : tensor<3xf32>
    %ones = sinter.read @ones : tensor<3xf32>
    %zeros = sinter.read @zeros : tensor<3xf32>
    %0 = sinter.add %constant, %zero : tensor<3xf32>, tensor<1xf32> -> tensor<3xf32>
    %1 = sinter.add %ones, %zero : tensor<3xf32>, tensor<1xf32> -> tensor<3xf32>
    %2 = sinter.add %zeros, %zero : tensor<3xf32>, tensor<1xf32> -> tensor<3xf32>
    return %0, %1, %2 : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
  }
}
