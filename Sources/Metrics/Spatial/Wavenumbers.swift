/// How wavenumbers are gathered, so that spectra stay small: each for itself up to 100, then tens up to 1000, then
/// hundreds.
enum WavenumberBins {
  static func bin(of wavenumber: Int) -> Int {
    if wavenumber <= 100 { return wavenumber }
    return wavenumber <= 1000 ? 100 + (wavenumber - 91) / 10 : 190 + (wavenumber - 901) / 100
  }

  /// The wavenumbers of a bin, both ends included.
  static func wavenumbers(of bin: Int) -> ClosedRange<Int> {
    if bin <= 100 { return bin...bin }
    return bin <= 190
      ? 10 * (bin - 91) + 1...10 * (bin - 90) : 100 * (bin - 181) + 1...100 * (bin - 180)
  }
}

/// A range of zonal wavenumbers, both ends included: `4..20`, or `21..` to the shortest waves of the grid.
public struct WavenumberRange: Hashable, Sendable {
  public let lower: Int
  /// Nil for the shortest waves of the grid.
  public let upper: Int?

  /// Nil where it is empty or begins below 1, or where an end is not one that spectra are kept to: above 100 whole tens,
  /// above 1000 whole hundreds.
  public init?(_ lower: Int, _ upper: Int?) {
    guard lower >= 1, upper ?? lower >= lower, upper ?? lower <= 1_000_000, lower <= 1_000_000,
      WavenumberBins.wavenumbers(of: WavenumberBins.bin(of: lower)).lowerBound == lower,
      upper.map({ WavenumberBins.wavenumbers(of: WavenumberBins.bin(of: $0)).upperBound == $0 }) ?? true
    else { return nil }
    self.lower = lower
    self.upper = upper
  }

  private init(checked lower: Int, _ upper: Int) { (self.lower, self.upper) = (lower, upper) }

  /// 4 to 20: cyclones and what is between them.
  static let synoptic = WavenumberRange(checked: 4, 20)

  /// Its bins among so many; nil where the grid has no such waves.
  func bins(among count: Int) -> Range<Int>? {
    let first = WavenumberBins.bin(of: lower)
    let end = upper.map { WavenumberBins.bin(of: $0) + 1 } ?? count
    return first < end && end <= count ? first..<end : nil
  }
}

extension WavenumberRange: CodedAsText {
  public static var expectedText: String {
    "wavenumbers like '4..20' or '21..', above 100 in whole tens like '101..200', above 1000 in whole hundreds"
  }

  public var description: String { "\(lower)..\(upper.map(String.init) ?? "")" }

  /// Reads `4..20` and `21..`; nil for anything else.
  public init?(_ text: String) {
    guard let dots = text.firstRange(of: ".."), let lower = Int(text[..<dots.lowerBound]) else { return nil }
    let rest = text[dots.upperBound...]
    let upper = Int(rest)
    guard upper != nil || rest.isEmpty else { return nil }
    self.init(lower, upper)
  }
}
