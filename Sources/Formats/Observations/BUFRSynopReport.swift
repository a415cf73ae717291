import Fields
import Stations

/// One SYNOP report on its way from elements to observations.
///
/// Elements are taken in the message's order, since a sensor's height and a time period hold for what
/// comes after them.
struct BUFRSynopReport {
  /// A value in the variable's canonical unit.
  struct Reading {
    var variable: Variable
    var value: Double
  }

  private(set) var readings: [Reading] = []
  private(set) var missing = 0
  /// What has a value and is no variable of ours, or lacks what makes it one.
  private(set) var strangers: [String] = []
  /// What repeats a variable of the report with another value; the first is kept.
  private(set) var repeats: [String] = []
  private(set) var coordinate: Coordinate?
  private(set) var elevation: Double?

  private var block: Double?
  private var number: Double?
  private var wigos: [Double?] = [nil, nil, nil]
  private var wigosLocal: String?
  /// Year, month, day, hour, minute.
  private var date: [Double?] = [nil, nil, nil, nil, nil]
  private var latitude: Double?
  private var sensorHeight: Double?
  /// The last two time periods, the newer one last.
  private var periods: [TimeSpan?] = [nil, nil]
  private var seen: Set<Variable> = []

  init(_ elements: [(element: BUFRMessage.Element, value: BUFRMessage.Value)]) {
    for (element, value) in elements { take(element, value) }
  }

  /// WMO block and station number (`01001`); else the WIGOS identifier, of which the series that
  /// repeats those numbers (`0-20000-0-01001`) is written as they are; else the position.
  var identifier: String? {
    if let block, let number, let id = StationIdentifier.wmo(Int(block) * 1000 + Int(number)) { return id }
    if let wigosLocal, let series = wigos[0], let issuer = wigos[1], let issue = wigos[2] {
      return StationIdentifier.wmo("\(Int(series))-\(Int(issuer))-\(Int(issue))-\(wigosLocal)")
    }
    return coordinate.map { Station.positionalID($0) }
  }

  /// The time of observation; nil where it is no date.
  var validTime: UTCTime? {
    guard let year = date[0], let month = date[1], let day = date[2], let hour = date[3] else { return nil }
    return UTCTime(
      year: Int(year), month: Int(month), day: Int(day), hour: Int(hour), minute: Int(date[4] ?? 0))
  }

  // MARK: - Elements

  private mutating func take(_ element: BUFRMessage.Element, _ value: BUFRMessage.Value) {
    switch value {
    case .period(let period): periods = [periods[1], period]
    case .text(let text): if wigosLocal == nil { wigosLocal = text }
    case .missing: takeMissing(element)
    case .number(let x): if !takeFrame(element, x) { takeMeasurement(element, x) }
    }
  }

  private mutating func takeMissing(_ element: BUFRMessage.Element) {
    switch element {
    case .timePeriod: periods = [periods[1], nil]
    case .sensorHeight: sensorHeight = nil
    case .block, .station, .wigosSeries, .wigosIssuer, .wigosIssue, .wigosLocal, .year, .month, .day, .hour, .minute,
      .latitude, .longitude, .stationHeight:
      break
    default: missing += 1
    }
  }

  /// Place and time: the first of each counts, since later ones belong to parts of the report.
  private mutating func takeFrame(_ element: BUFRMessage.Element, _ x: Double) -> Bool {
    func first(_ old: Double?) -> Double { old ?? x }
    switch element {
    case .block: block = first(block)
    case .station: number = first(number)
    case .wigosSeries: wigos[0] = first(wigos[0])
    case .wigosIssuer: wigos[1] = first(wigos[1])
    case .wigosIssue: wigos[2] = first(wigos[2])
    case .year: date[0] = first(date[0])
    case .month: date[1] = first(date[1])
    case .day: date[2] = first(date[2])
    case .hour: date[3] = first(date[3])
    case .minute: date[4] = first(date[4])
    case .latitude: latitude = first(latitude)
    case .longitude:
      if coordinate == nil, let latitude {
        coordinate = Coordinate(latitude: hundredThousandths(latitude), longitude: hundredThousandths(x))
      }
    case .stationHeight: elevation = first(elevation)
    case .sensorHeight: sensorHeight = x
    default: return false
    }
    return true
  }

  private mutating func takeMeasurement(_ element: BUFRMessage.Element, _ x: Double) {
    switch element {
    case .temperature2m: add(.temperature2m, x)
    case .dewPoint2m: add(.dewPoint2m, x)
    case .temperature: addScreen(.temperature2m, x)
    case .dewPoint: addScreen(.dewPoint2m, x)
    case .relativeHumidity: addScreen(.relativeHumidity2m, x)
    case .windSpeed10m: add(.windSpeed10m, x)
    // 0 is a calm or a variable wind, north is 360: WMO-No. 306, B/C 25.
    case .windDirection10m: if x == 0 { missing += 1 } else { add(.windDirection10m, x) }
    case .windSpeed: addMast(.windSpeed10m, x)
    case .windDirection: if x == 0 { missing += 1 } else { addMast(.windDirection10m, x) }
    case .gust: addOverPeriod("gust", x) { Variable(.windGust, .height(10), .maximum($0)) }
    case .seaLevelPressure: add(.seaLevelPressure, x)
    case .stationPressure: add(.surfacePressure, x)
    case .precipitation: addOverPeriod("precipitation", amount(x)) { .precipitation($0) }
    case .precipitationPast(let hours): add(.precipitation(.hours(hours)), amount(x))
    case .maximumTemperature: addExtreme("maximum temperature", x, Processing.maximum)
    case .minimumTemperature: addExtreme("minimum temperature", x, Processing.minimum)
    // 113 % is a sky that can't be seen.
    case .cloudCover: if x > 100 { missing += 1 } else { add(.cloudCover, x / 100) }
    case .visibility: add(.visibility, x)
    // -0.01 is a trace, -0.02 a broken cover that has no depth.
    case .snowDepth: if x < -0.015 { missing += 1 } else { add(Variable(.snowDepth, .surface), max(0, x)) }
    default: break
    }
  }

  /// The finest step of positions in BUFR, without what arithmetic has added to it.
  private func hundredThousandths(_ degrees: Double) -> Double { (degrees * 1e5).rounded() / 1e5 }

  /// -0.1 is a trace of precipitation.
  private func amount(_ x: Double) -> Double { x < 0 && x >= -0.15 ? 0 : x }

  // MARK: - Variables

  private mutating func add(_ variable: Variable, _ x: Double) {
    if seen.insert(variable).inserted {
      readings.append(Reading(variable: variable, value: x))
    } else if let first = readings.first(where: { $0.variable == variable }), first.value != x {
      repeats.append("a second \(variable), \(x) after \(first.value)")
    }
  }

  /// From a screen, 1 to 3 m above the ground.
  private mutating func addScreen(_ variable: Variable, _ x: Double) {
    if let height = sensorHeight, !(1...3).contains(height) {
      strangers.append("\(variable.quantity.title) at \(height) m")
    } else {
      add(variable, x)
    }
  }

  /// From a mast about 10 m high.
  private mutating func addMast(_ variable: Variable, _ x: Double) {
    if let height = sensorHeight, !(5...15).contains(height) {
      strangers.append("\(variable.quantity.title) at \(height) m")
    } else {
      add(variable, x)
    }
  }

  private mutating func addOverPeriod(_ what: String, _ x: Double, _ variable: (TimeSpan) -> Variable) {
    guard let period = periods[1], period < .zero else {
      strangers.append("\(what) without a period")
      return
    }
    // Single minutes come ten in a row, each for another minute.
    guard period.magnitude >= .minutes(10) else {
      strangers.append("\(what) in \(period.magnitude)")
      return
    }
    add(variable(period.magnitude), x)
  }

  /// Over the period between the last two, which has to end now.
  private mutating func addExtreme(_ what: String, _ x: Double, _ processing: (TimeSpan) -> Processing) {
    guard let begin = periods[0], periods[1] == .zero, begin < .zero else {
      strangers.append("\(what) of a period that does not end now")
      return
    }
    if let height = sensorHeight, !(1...3).contains(height) {
      strangers.append("\(what) at \(height) m")
    } else {
      add(Variable(.airTemperature, .height(2), processing(begin.magnitude)), x)
    }
  }
}
