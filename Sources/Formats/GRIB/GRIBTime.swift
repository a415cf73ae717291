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
  init(_ handle: borrowing ECCodesHandle, edition: Int) throws(GRIBUnmapped) {
    guard let date = handle.integer("dataDate"), let hhmm = handle.integer("dataTime"),
      let start = UTCTime(
        year: date / 10_000, month: date / 100 % 100, day: date % 100, hour: hhmm / 100, minute: hhmm % 100,
        second: edition == 2 ? handle.integer("second") ?? 0 : 0)
    else { throw GRIBUnmapped("its reference date and time are no date") }
    if edition == 1 {
      self = try GRIBTime(edition1: handle, from: start)
    } else {
      self = try GRIBTime(edition2: handle, from: start)
    }
  }

  private init(_ initTime: UTCTime, _ leadTime: TimeSpan, _ statistic: Statistic? = nil, _ period: TimeSpan = .zero) {
    self.initTime = initTime
    self.leadTime = leadTime
    self.statistic = statistic
    self.period = period
  }

  // MARK: - Edition 1

  /// WMO Manual on Codes, FM 92 GRIB edition 1, code tables 4 and 5.
  private init(edition1 handle: borrowing ECCodesHandle, from start: UTCTime) throws(GRIBUnmapped) {
    guard let indicator = handle.integer("timeRangeIndicator"), let code = handle.integer("indicatorOfUnitOfTimeRange"),
      let p1 = handle.integer("P1"), let p2 = handle.integer("P2")
    else { throw GRIBUnmapped("its time range can't be read") }
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

  /// WMO Manual on Codes, FM 92 GRIB edition 2, templates 4.0 to 4.61, code tables 4.4 and 4.10.
  private init(edition2 handle: borrowing ECCodesHandle, from start: UTCTime) throws(GRIBUnmapped) {
    guard let time = handle.integer("forecastTime") else { throw GRIBUnmapped("it gives no forecast time") }
    let code = handle.integer("indicatorOfUnitOfTimeRange") ?? 255
    guard let unit = Self.secondsPerUnit2[code] else { throw GRIBUnmapped("time unit \(code) is not a fixed length") }
    let begin = TimeSpan.seconds(Int64(time) * unit)
    guard let ranges = handle.integer("numberOfTimeRange") else {
      self.init(start, begin)
      return
    }
    guard ranges == 1 else { throw GRIBUnmapped("it is a statistic of \(ranges) nested time ranges") }
    guard let year = handle.integer("yearOfEndOfOverallTimeInterval"),
      let month = handle.integer("monthOfEndOfOverallTimeInterval"),
      let day = handle.integer("dayOfEndOfOverallTimeInterval"),
      let hour = handle.integer("hourOfEndOfOverallTimeInterval"),
      let end = UTCTime(
        year: year, month: month, day: day, hour: hour, minute: handle.integer("minuteOfEndOfOverallTimeInterval") ?? 0,
        second: handle.integer("secondOfEndOfOverallTimeInterval") ?? 0),
      let length = handle.integer("lengthOfTimeRange"),
      let lengthUnit = Self.secondsPerUnit2[handle.integer("indicatorOfUnitForTimeRange") ?? 255]
    else { throw GRIBUnmapped("its time interval can't be read") }
    let statistic: Statistic
    switch handle.integer("typeOfStatisticalProcessing") ?? 255 {
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
