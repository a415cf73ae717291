import Fields
import Metrics

/// VL1L2 lines of wind vectors.
///
/// The sums of a vector's errors do not hold the winds themselves. They are taken from the eastward and the northward
/// wind of the same evaluation, where these are of the same pairs: as many, with the same squared error of the vector.
/// The mean speeds are those of the wind speed under the same condition, and unknown where it is not met, as where
/// speeds were interpolated by themselves.
struct METWinds {
  private struct Key: Hashable {
    let system: String
    let variable: Variable
    let stratum: String
    let leadTime: TimeSpan
    let initTimes: ClosedRange<UTCTime>

    init(_ part: PartialSums, _ quantity: Quantity) {
      system = part.system
      variable = Variable(quantity, part.variable.level, part.variable.processing)
      stratum = part.stratum
      leadTime = part.leadTime
      initTimes = part.initTimes
    }
  }

  /// Sums of the same pairs differ by less of their size: speeds of fields have the digits of Float32.
  private static let tolerance = 1e-6

  private let errors: [Key: ErrorSums]

  init(_ sums: [PartialSums]) {
    let quantities: Set<Quantity> = [.eastwardWind, .northwardWind, .windSpeed]
    errors = Dictionary(
      sums.compactMap { part in
        guard quantities.contains(part.variable.quantity), let errors = try? ErrorMoments().result(in: part.sums)
        else { return nil }
        return (Key(part, part.variable.quantity), errors)
      }
    ) { first, _ in first }
  }

  /// The columns of a wind vector; nil where its components are not known of the same pairs.
  func columns(_ part: PartialSums, _ sums: VectorSums) -> [METColumn]? {
    guard let u = errors[Key(part, .eastwardWind)], let v = errors[Key(part, .northwardWind)], u.n == sums.n,
      v.n == sums.n,
      METWinds.areEqual(u.sumSquare + v.sumSquare, sums.sumVectorSquare, of: u.sumSquare + v.sumSquare)
    else { return nil }
    let speed = errors[Key(part, .windSpeed)].flatMap { speed in
      speed.n == sums.n && METWinds.areEqual(speed.sumError, sums.sumSpeedError, of: speed.sumAbsolute)
        && METWinds.areEqual(speed.sumSquare, sums.sumSpeedSquare, of: speed.sumSquare) ? speed : nil
    }
    return [
      .plain("TOTAL", Double(sums.n)), .plain("UFBAR", u.meanF), .plain("VFBAR", v.meanF), .plain("UOBAR", u.meanO),
      .plain("VOBAR", v.meanO), .plain("UVFOBAR", u.meanProduct + v.meanProduct),
      .plain("UVFFBAR", u.meanSquareF + v.meanSquareF), .plain("UVOOBAR", u.meanSquareO + v.meanSquareO),
      .plain("F_SPEED_BAR", speed?.meanF), .plain("O_SPEED_BAR", speed?.meanO),
    ]
  }

  private static func areEqual(_ a: Double, _ b: Double, of scale: Double) -> Bool {
    abs(a - b) <= tolerance * abs(scale)
  }
}
