import COpenBLAS

/// The kernels with which OpenBLAS multiplies matrices on this machine.
///
/// OpenBLAS chooses them by the processor's name as it is loaded. One that is younger than OpenBLAS can get those of
/// twenty years ago, with which a step of a model takes several times as long.
public struct MatrixKernels: Sendable, Equatable {
  /// What OpenBLAS calls them: `Zen`, `SkylakeX`, `Prescott`.
  public let name: String
  /// The widest registers of this processor that there are kernels for, in bits; 0 on processors other than x86-64.
  let registerBits: Int

  init(name: String, registerBits: Int) {
    self.name = name
    self.registerBits = registerBits
  }

  /// Those in use.
  public static let current = MatrixKernels(
    name: String(cString: openblas_get_corename()), registerBits: Int(processor_register_bits()))

  /// What to do where the processor can do far more than the kernels; nil where they fit it.
  public var advice: String? {
    let isWide = ["Haswell", "Zen", "Excavator", "SkylakeX", "Cooperlake", "SapphireRapids"].contains(name)
    guard registerBits > 0, !isWide else { return nil }
    return "OpenBLAS does not know this processor and multiplies with kernels for \(name); "
      + "OPENBLAS_CORETYPE=\(registerBits == 512 ? "SkylakeX" : "Haswell") in the environment makes it several times as fast."
  }
}
