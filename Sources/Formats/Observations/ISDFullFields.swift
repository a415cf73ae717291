import Fields
import Stations

/// One report of the full Integrated Surface Database on its way to a collector, with the decoders that
/// its fixed-width and its CSV form share.
///
/// Every element comes as digits with a quality code; all nines are missing.
struct ISDReport {
  let station: Int32
  let time: UTCTime
  let line: Int

  /// Decodes signed digits and adds them: value = digits × scale + offset.
  ///
  /// A quality of 3 or 7 (erroneous) is kept as bad, so that its count is known and it is never used.
  func add(
    _ variable: Variable, _ digits: ByteText, _ code: ByteText, scale: Double, offset: Double = 0,
    into collector: inout ObservationCollector
  ) throws {
    guard let raw = digits.integer else {
      return collector.reject(.notANumber, "line \(line): \(variable): '\(digits.excerpt)'")
    }
    if ISDReport.isMissing(digits) { return collector.countMissing() }
    try collector.add(
      station: station, variable: collector.number(of: variable), validTime: time,
      value: Double(raw) * scale + offset, quality: ISDReport.quality(code))
  }

  /// Wind: direction and speed with their codes, and the type of the observation between them. Calm has
  /// a speed of 0 and no direction; nor has a variable wind.
  func addWind(
    direction: ByteText, _ directionCode: ByteText, type: ByteText, speed: ByteText, _ speedCode: ByteText,
    into collector: inout ObservationCollector
  ) throws {
    try add(.windSpeed10m, speed, speedCode, scale: 0.1, into: &collector)
    if type == "C" || type == "V" { return collector.countMissing() }
    try add(.windDirection10m, direction, directionCode, scale: 1, into: &collector)
  }

  /// Precipitation: hours of accumulation, depth in tenths of mm, condition and quality. A trace
  /// (condition 2) is what the depth says, usually 0.
  func addPrecipitation(
    hours: ByteText, depth: ByteText, quality: ByteText, into collector: inout ObservationCollector
  ) throws {
    guard let period = hours.integer else {
      return collector.reject(.malformed, "line \(line): precipitation over '\(hours.excerpt)' hours")
    }
    guard period > 0, period < 99 else { return collector.countMissing() }
    try add(.precipitation(.hours(period)), depth, quality, scale: 0.1, into: &collector)
  }

  /// Total cloud cover: a code of oktas up to 8; 9 (obscured) and more are no amount.
  func addCloud(coverage: ByteText, quality: ByteText, into collector: inout ObservationCollector) throws {
    guard let code = coverage.integer else {
      return collector.reject(.notANumber, "line \(line): total coverage '\(coverage.excerpt)'")
    }
    if code == 99 { return collector.countMissing() }
    guard (0...8).contains(code) else {
      return collector.reject(.unsupportedReport, "line \(line): total coverage \(code) is no number of oktas")
    }
    try add(.cloudCover, coverage, quality, scale: 0.125, into: &collector)
  }

  /// Whether all digits are nines, as in `+9999`.
  static func isMissing(_ digits: ByteText) -> Bool {
    let text = digits.trimmed
    var sawNine = false
    for byte in text.bytes {
      if byte == UInt8(ascii: "9") {
        sawNine = true
      } else if byte != UInt8(ascii: "+") && byte != UInt8(ascii: "-") {
        return false
      }
    }
    return sawNine
  }

  /// ISD's quality codes: 1 and 5 passed all checks, as did what was put right by hand or from another
  /// source (A, C, I, M, P, R, U); 2 and 6 suspect; 3 and 7 erroneous; the others say that no check or
  /// only a gross one was made.
  static func quality(_ code: ByteText) -> Quality {
    switch code.trimmed.bytes.first.map({ Character(UnicodeScalar($0)) }) {
    case "1", "5", "A", "C", "I", "M", "P", "R", "U": .good
    case "2", "6": .suspect
    case "3", "7": .bad
    default: .unchecked
    }
  }

  /// Summaries of a day or a month and bogus reports are no observations of an instant.
  static func isSupported(reportType: ByteText) -> Bool {
    let type = reportType.trimmed
    return !(type == "SOD" || type == "SOM" || type == "BOGUS" || type == "PCP15" || type == "PCP60")
  }
}
