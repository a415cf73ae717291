import Testing

@testable import Inference

@Suite("Kernels of OpenBLAS")
struct MatrixKernelsTests {
  @Test(
    "Kernels far below the processor come with advice, others with none",
    arguments: [
      ("Prescott", 512, "OPENBLAS_CORETYPE=SkylakeX"), ("Sandybridge", 256, "OPENBLAS_CORETYPE=Haswell"),
      ("Haswell", 512, nil), ("Zen", 256, nil), ("ARMV8", 0, nil), ("Nehalem", 0, nil),
    ] as [(String, Int, String?)])
  func advice(name: String, bits: Int, expected: String?) {
    let advice = MatrixKernels(name: name, registerBits: bits).advice
    #expect((advice != nil) == (expected != nil))
    if let expected { #expect(advice?.contains(expected) == true) }
  }

  @Test("OpenBLAS says which kernels it uses")
  func current() {
    #expect(!MatrixKernels.current.name.isEmpty)
  }
}
