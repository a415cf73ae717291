import Fields

/// One member's track on its way from elements of BUFR.
///
/// Elements are taken in the message's order: what a position is of stands before it, and so does the lead time.
struct BUFRTrackSubset {
  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  private(set) var storm = ""
  private(set) var name = ""
  private(set) var initTime: UTCTime
  /// The observed position at the initial time.
  private(set) var reported: Coordinate?
  private(set) var leadTimes: [TimeSpan] = []
  private let number: Int
  private var kind = TrackForecast.Kind.perturbed
  private var points: [TrackPoint] = []

  var member: TrackForecast.Member {
    TrackForecast.Member(number: number, kind: kind, track: Track(storm: storm, name: name, points: points))
  }

  /// What a position is of, in code table 0 08 005.
  private enum Place: Int {
    case centre = 1
    case strongestWind = 3
    case perturbedAnalysis = 4
    case analysis = 5
  }

  /// One fix as far as it was read.
  private struct Fix {
    /// nil where the subset has none, as members without the storm at that time.
    var lead: TimeSpan?
    var position: Coordinate?
    var pressure: Double?
    var wind: Double?
  }

  /// Throws `Problem` where the message has no date, or a position without a lead time.
  init(_ elements: [(element: BUFRMessage.Element, value: BUFRMessage.Value)], number: Int) throws(Problem) {
    var date: [BUFRMessage.Element: Double] = [:]
    var (place, latitude): (Place?, Double?) = (nil, nil)
    var fix = Fix(lead: .zero)
    var fixes: [Fix] = []
    var member = number
    for (element, value) in elements {
      switch (element, value) {
      case (.stormIdentifier, .text(let text)): storm = text
      case (.stormName, .text(let text)): name = text
      case (.memberNumber, .number(let x)): member = Int(x)
      case (.forecastType, .number(let x)): kind = x == 0 ? .highResolution : x == 1 ? .control : .perturbed
      case (.year, .number(let x)), (.month, .number(let x)), (.day, .number(let x)), (.hour, .number(let x)),
        (.minute, .number(let x)):
        if date[element] == nil { date[element] = x }
      case (.positionSignificance, .number(let x)): place = Place(rawValue: Int(x))
      case (.positionSignificance, _): place = nil
      case (.latitude, .number(let x)): latitude = x
      case (.latitude, _): latitude = nil
      case (.longitude, .number(let x)):
        guard let latitude, abs(latitude) <= 90, abs(x) <= 360 else { break }
        let position = Coordinate(
          latitude: hundredthDegrees(latitude), longitude: hundredthDegrees(x))
        switch place {
        case .centre where fix.lead == .zero: reported = position
        case .centre, .analysis, .perturbedAnalysis: fix.position = position
        case .strongestWind, nil: break
        }
      case (.seaLevelPressure, .number(let x)): fix.pressure = x
      case (.windSpeed10m, .number(let x)): fix.wind = hundredthDegrees(x)
      case (.timePeriod, .period(let period)):
        fixes.append(fix)
        fix = Fix(lead: period)
      case (.timePeriod, _):
        fixes.append(fix)
        fix = Fix(lead: nil)
      default: break
      }
    }
    fixes.append(fix)
    guard let year = date[.year], let month = date[.month], let day = date[.day], let hour = date[.hour],
      let initTime = UTCTime(
        year: Int(year), month: Int(month), day: Int(day), hour: Int(hour), minute: Int(date[.minute] ?? 0))
    else { throw Problem(description: "subset \(number) has no initial time") }
    self.initTime = initTime
    self.number = member
    leadTimes = fixes.compactMap(\.lead)
    guard fixes.allSatisfy({ $0.lead != nil || $0.position == nil }) else {
      throw Problem(description: "subset \(number) has a position without a lead time")
    }
    points = fixes.compactMap { fix in
      guard let lead = fix.lead, let position = fix.position else { return nil }
      return TrackPoint(
        time: initTime + lead, position: position, minimumPressure: fix.pressure, maximumWind: fix.wind,
        averaging: fix.wind == nil ? nil : .model)
    }
  }
}

/// Without the noise that scaling leaves: positions have two decimals at most, winds one.
private func hundredthDegrees(_ x: Double) -> Double { (x * 100).rounded() / 100 }
