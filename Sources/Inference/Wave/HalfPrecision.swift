/// IEEE half precision, without the type that macOS on Intel lacks.
enum HalfPrecision {
  /// The greatest number that it holds.
  static let greatest: Float = 65504

  /// The bits of the nearest half, ties to even; infinity from 65520 on.
  static func bits(of value: Float) -> UInt16 {
    let sign = UInt16(value.bitPattern >> 16) & 0x8000
    let size = value.bitPattern & 0x7FFF_FFFF
    switch size {
    case 0x7F80_0001...: return sign | 0x7E00
    case 0x477F_F000...: return sign | 0x7C00
    case 0x3880_0000...:
      // Normal: another bias of the exponent; what is cut off rounds.
      let rounded = size - (112 << 23) + 0xFFF + (size >> 13 & 1)
      return sign | UInt16(rounded >> 13)
    default:
      // Subnormal: adding a half leaves a fraction in steps of 2^-24, rounded by the sum.
      let sum = Float(bitPattern: size) + 0.5
      return sign | UInt16(sum.bitPattern - Float(0.5).bitPattern)
    }
  }
}
