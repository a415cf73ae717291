import Fields

/// When a field is valid and what was done to it in time, from the codes of either edition.
struct GRIBTime: Sendable, Hashable {
  enum Statistic: Sendable, Hashable { case accumulation, maximum, minimum, mean }

  var initTime: UTCTime
  /// From the initial time to the end of the interval, or to the instant.
  var leadTime: TimeSpan
  /// What the message says was done over `period`; nil for an instant, or for a range whose
  /// processing is in the parameter's definition (`period` is then positive).
  var statistic: Statistic?
  var period: TimeSpan
  /// What looks wrong in the codes.
  var warnings: [String] = []

  /// Reads the codes of a message. Throws a `GRIBUnmapped` that says which of them this package does
  /// not read as a forecast.
  init(_ header: GRIBHeader) throws(GRIBUnmapped) {
    self = header.edition == 1 ? try GRIBTime(edition1: header) : try GRIBTime(edition2: header)
  }

  private init(_ initTime: UTCTime, _ leadTime: TimeSpan, _ statistic: Statistic? = nil, _ period: TimeSpan = .zero) {
    self.initTime = initTime
    self.leadTime = leadTime
    self.statistic = statistic
    self.period = period
  }

  // MARK: - Edition 1

  /// WMO Manual on Codes, FM 92 GRIB edition 1, section 1, code tables 4 and 5.
  private init(edition1 header: GRIBHeader) throws(GRIBUnmapped) {
    func octet(_ n: Int) -> Int { header.number(1, n) ?? 0 }
    // Years count from 1 to 100 within a century.
    let year = (octet(25) - 1) * 100 + octet(13)
    guard let start = UTCTime(year: year, month: octet(14), day: octet(15), hour: octet(16), minute: octet(17))
    else { throw GRIBUnmapped("its reference date and time are no date") }
    let (code, p1, p2, indicator) = (octet(18), octet(19), octet(20), octet(21))
    func span(_ n: Int) throws(GRIBUnmapped) -> TimeSpan {
      guard let unit = Self.secondsPerUnit1[code] else { throw GRIBUnmapped("time unit \(code) is not a fixed length") }
      return .seconds(Int64(n) * unit)
    }
    switch indicator {
    case 0: self.init(start, try span(p1))
    case 1: self.init(start, .zero)
    case 10: self.init(start, try span(p1 * 256 + p2))
    case 2, 3, 4:
      let (from, to) = (try span(p1), try span(p2))
      guard to >= from else { throw GRIBUnmapped("its time range ends before it starts (\(p1) to \(p2))") }
      self.init(start, to, indicator == 2 ? nil : indicator == 3 ? .mean : .accumulation, to - from)
    default:
      throw GRIBUnmapped("time range indicator \(indicator) is not a single forecast")
    }
  }

  private static let secondsPerUnit1: [Int: Int64] = [
    0: 60, 1: 3600, 2: 86_400, 10: 3 * 3600, 11: 6 * 3600, 12: 12 * 3600, 13: 900, 14: 1800, 254: 1,
  ]

  // MARK: - Edition 2

  /// Where section 4 of edition 2 tells the times.
  struct Octets: Sendable {
    /// Of the forecast time, after that of its unit.
    let time: Int
    /// Of the end of the interval, which the description of its statistic follows; nil in a product that
    /// is valid at an instant.
    let interval: Int?

    /// nil where the product's template is none that is known here.
    init?(of header: GRIBHeader) {
      guard let template = header.number(4, 8...9), let known = Octets.known[template] else { return nil }
      (time, interval) = known
    }

    private static let known: [Int: (Int, Int?)] = [
      0: (19, nil), 1: (19, nil), 2: (19, nil), 3: (19, nil), 4: (19, nil), 5: (19, nil), 6: (19, nil), 7: (19, nil),
      8: (19, 35), 9: (19, 48), 10: (19, 36), 11: (19, 38), 12: (19, 37), 13: (19, 69), 14: (19, 65), 15: (19, nil),
      40: (21, nil), 41: (21, nil), 42: (21, 37), 43: (21, 40), 44: (32, nil), 45: (32, nil), 46: (32, 48),
      47: (32, 51), 48: (43, nil), 49: (43, nil), 60: (19, nil), 61: (19, 45),
    ]
  }

  /// WMO Manual on Codes, FM 92 GRIB edition 2, section 1, templates 4.0 to 4.61, code tables 4.4 and 4.10.
  private init(edition2 header: GRIBHeader) throws(GRIBUnmapped) {
    guard let start = Self.date(header, section: 1, from: 13) else {
      throw GRIBUnmapped("its reference date and time are no date")
    }
    guard let octets = Octets(of: header) else {
      throw GRIBUnmapped(
        "product definition template 4.\(header.number(4, 8...9) ?? 65_535) is none that this package reads")
    }
    guard let time = header.signed(4, octets.time...octets.time + 3) else {
      throw GRIBUnmapped("it gives no forecast time")
    }
    let code = header.number(4, octets.time - 1) ?? 255
    guard let unit = Self.secondsPerUnit2[code] else { throw GRIBUnmapped("time unit \(code) is not a fixed length") }
    let begin = TimeSpan.seconds(Int64(time) * unit)
    guard let interval = octets.interval else {
      self.init(start, begin)
      return
    }
    let ranges = header.number(4, interval + 7) ?? 0
    guard ranges == 1 else { throw GRIBUnmapped("it is a statistic of \(ranges) nested time ranges") }
    guard let end = Self.date(header, section: 4, from: interval),
      let length = header.number(4, interval + 15...interval + 18),
      let lengthUnit = Self.secondsPerUnit2[header.number(4, interval + 14) ?? 255]
    else { throw GRIBUnmapped("its time interval can't be read") }
    let statistic: Statistic
    switch header.number(4, interval + 12) ?? 255 {
    case 0: statistic = .mean
    case 1: statistic = .accumulation
    case 2: statistic = .maximum
    case 3: statistic = .minimum
    case let other: throw GRIBUnmapped("statistical processing \(other) is none that this package reads")
    }
    let period = TimeSpan.seconds(Int64(length) * lengthUnit)
    self.init(start, end - start, statistic, period)
    if begin + period != leadTime {
      warnings.append("its interval of \(period) from \(begin) does not end where it says, at \(leadTime)")
    }
  }

  /// A date and time of seven octets.
  private static func date(_ header: GRIBHeader, section: Int, from first: Int) -> UTCTime? {
    guard let year = header.number(section, first...first + 1), let second = header.number(section, first + 6) else {
      return nil
    }
    func octet(_ n: Int) -> Int { header.number(section, first + n) ?? 0 }
    return UTCTime(year: year, month: octet(2), day: octet(3), hour: octet(4), minute: octet(5), second: second)
  }

  private static let secondsPerUnit2: [Int: Int64] = [
    0: 60, 1: 3600, 2: 86_400, 10: 3 * 3600, 11: 6 * 3600, 12: 12 * 3600, 13: 1,
  ]
}

/// Why a sound message is no forecast of a variable this package knows. For people, and without a
/// capital or full stop.
struct GRIBUnmapped: Error, Hashable, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
