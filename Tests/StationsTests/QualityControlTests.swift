import Fields
import Foundation
import Testing

@testable import Stations

@Suite struct QualityControlTests {
  private static let start = UTCTime(secondsSince1970: 1_550_361_600)  // 2019-02-17T00

  /// Hourly reports of one station; nil where an hour has none.
  private func series(
    _ variable: Variable, _ values: [Double?], station: String = "A", latitude: Double = 60, elevation: Double? = 0
  ) -> Reports {
    var reports = Reports(
      variable: variable,
      stations: [
        Station(
          id: station, coordinate: Coordinate(latitude: latitude, longitude: 10), elevation: elevation)
      ], sources: ["test"])
    for (hour, value) in values.enumerated() {
      guard let value else { continue }
      add(value, at: 0, QualityControlTests.start + .hours(hour), to: &reports)
    }
    return reports
  }

  private func add(_ value: Double, at station: Int32, _ time: UTCTime, to reports: inout Reports) {
    reports.stationIndex.append(station)
    reports.validTimes.append(time)
    reports.values.append(value)
    reports.qualities.append(.unchecked)
    reports.sourceIndex.append(0)
  }

  private func hours(_ findings: [QualityFinding]) -> [Int] {
    findings.map { Int(($0.validTime - QualityControlTests.start).hours) }
  }

  @Test func grossLimitsAreTighterThanWhatIsPlausible() {
    for quantity in Quantity.all {
      let level: Level = quantity == .seaLevelPressure ? .meanSeaLevel : .surface
      guard let limits = GrossLimits.limits(of: Variable(quantity, level)) else { continue }
      #expect(limits.lowerBound >= quantity.plausible.lowerBound)
      #expect(limits.upperBound <= quantity.plausible.upperBound)
    }
    let found = GrossLimits().findings(in: CheckedReports([series(.temperature2m, [290, 340, 331, 175])]))
    #expect(hours(found) == [1, 3])
    #expect(found.map(\.quality) == [.bad, .bad])
    #expect(found.first?.reason == "66.85 °C is outside -93.15...57.85")
  }

  @Test func grossLimitsLeaveTheUpperAirAlone() {
    #expect(GrossLimits.limits(of: Variable(.airTemperature, .pressure(10))) == nil)
  }

  @Test func aDewPointAboveTheTemperatureDoubtsBoth() {
    let set = CheckedReports([
      series(.temperature2m, [280, 280, 280, nil]), series(.dewPoint2m, [280.9, 281.5, 284, 290]),
    ])
    let found = DewPointAboveTemperature().findings(in: set)
    #expect(hours(found) == [1, 1, 2, 2])
    #expect(found.map(\.quality) == [.suspect, .suspect, .bad, .bad])
    #expect(found.map(\.variable) == [.dewPoint2m, .temperature2m, .dewPoint2m, .temperature2m])
    #expect(found.first?.reason == "the dew point is 1.5 K above the temperature")
  }

  @Test func aSpikeIsOneValueFarFromBothSides() {
    let found = Spike().findings(
      in: CheckedReports([series(.temperature2m, [280, 280, 290, 281, 281, 300, 281, 270, 260, 259])]))
    // 290 by 9 K, 300 by 19 K; the fall to 259 is weather.
    #expect(hours(found) == [2, 5])
    #expect(found.map(\.quality) == [.suspect, .bad])
    #expect(found.first?.reason == "16.85 between 6.85 and 7.85 °C")
  }

  @Test func aSpikeNeedsNeighboursNearInTime() {
    let values: [Double?] = [280, nil, nil, nil, 300, 280]
    #expect(Spike().findings(in: CheckedReports([series(.temperature2m, values)])).isEmpty)
  }

  @Test func aDayOfTheSameValueIsAStuckSensor() {
    let stuck = [Double](repeating: 281.3, count: 25) + [281.4]
    let found = Persistence().findings(in: CheckedReports([series(.temperature2m, stuck)]))
    #expect(hours(found) == Array(0...24))
    #expect(found.first?.reason == "8.15 °C in all 25 reports of 24 h")
    #expect(Persistence().findings(in: CheckedReports([series(.temperature2m, Array(stuck[1...]))])).isEmpty)
  }

  @Test func calmWindAndSaturatedAirMayStandStill() {
    let day = { (value: Double) in [Double?](repeating: value, count: 30) }
    let set = CheckedReports([
      series(.windSpeed10m, day(0)), series(.relativeHumidity2m, day(100)), series(.visibility, day(10_000)),
    ])
    #expect(Persistence().findings(in: set).isEmpty)
    #expect(Persistence().findings(in: CheckedReports([series(.windSpeed10m, day(4))])).count == 30)
  }

  @Test func anEmptySetHasNoFindings() throws {
    let set = CheckedReports([Reports(variable: .temperature2m), Reports(variable: .windSpeed10m)])
    for check in QualityCatalogue.checks { #expect(check.init().findings(in: set).isEmpty) }
    #expect(try QualityControl().findings(in: [Reports]()).isEmpty)
  }

  /// Stations 0.1° apart on a meridian, all at one time.
  private func network(_ variable: Variable, _ values: [(value: Double, elevation: Double?)]) -> CheckedReports {
    var reports = Reports(variable: variable, sources: ["test"])
    for (i, entry) in values.enumerated() {
      reports.stations.append(
        Station(
          id: "S\(i)", coordinate: Coordinate(latitude: 60 + 0.1 * Double(i), longitude: 10),
          elevation: entry.elevation))
      add(entry.value, at: Int32(i), QualityControlTests.start, to: &reports)
    }
    return CheckedReports([reports])
  }

  @Test func aValueThatItsNeighboursDoNotBearOutIsFound() {
    let winds: [(Double, Double?)] = [(4, 0), (5, 0), (44, 0), (6, 0), (5, 0), (4, 0), (5, 0)]
    let found = Buddies().findings(in: network(.windSpeed10m, winds))
    #expect(found.map(\.station) == ["S2"])
    #expect(found.first?.quality == .bad)
    #expect(found.first?.reason == "44 m s-1 where 6 stations around have a median of 5")
  }

  @Test func aFellThatIsWindyHourAfterHourIsNoError() {
    var windy = network(.windSpeed10m, [(4, 0), (5, 0), (44, 0), (6, 0), (5, 0), (4, 0), (5, 0)]).reports[.windSpeed10m]
    if var reports = windy {
      add(42, at: 2, QualityControlTests.start + .hours(1), to: &reports)
      windy = reports
    }
    let set = CheckedReports([windy].compactMap { $0 })
    #expect(Buddies().findings(in: set).isEmpty)
  }

  /// Six stations around with 5 m/s for a day, and one whose hours 10 to 13 are as given and 5 m/s else.
  private func outburst(_ values: [Double], around: Double = 5, elevation: Double = 0) -> CheckedReports {
    var reports = Reports(variable: .windSpeed10m, sources: ["test"])
    for i in 0..<7 {
      reports.stations.append(
        Station(
          id: "S\(i)", coordinate: Coordinate(latitude: 60 + 0.1 * Double(i), longitude: 10),
          elevation: i == 3 ? elevation : 0))
    }
    for i in 0..<7 {
      for hour in 0..<24 {
        let isOdd = i == 3 && (10..<10 + values.count).contains(hour)
        add(
          isOdd ? values[hour - 10] : i == 3 ? 5 : around, at: Int32(i), QualityControlTests.start + .hours(hour),
          to: &reports)
      }
    }
    return CheckedReports([reports])
  }

  @Test func anOutburstOfSomeHoursThatNobodyAroundKnowsIsFound() {
    let found = LoneOutburst().findings(in: outburst([25, 39, 43, 21]))
    #expect(hours(found) == [10, 11, 12, 13])
    #expect(found.map(\.quality) == [.suspect, .bad, .bad, .suspect])
    #expect(Set(found.map(\.station)) == ["S3"])
    #expect(Spike().findings(in: outburst([25, 39, 43, 21])).isEmpty)
  }

  @Test func reportsBesideAnOutburstAreOfIt() {
    // 13 m/s around: 22 is no more than 9 beyond it, and 17 beyond the station's other hours.
    let found = LoneOutburst().findings(in: outburst([22, 39, 43, 15], around: 13))
    #expect(hours(found) == [10, 11, 12])
    #expect(found.map(\.quality) == [.suspect, .bad, .bad])
    #expect(found.first?.reason == "22 m s-1 beside an outburst, where the hours around have a median of 5")
  }

  @Test func oneThatTheStationsAroundKnowOrThatLastsIsWeather() {
    #expect(LoneOutburst().findings(in: outburst([25, 39, 43, 21], around: 34)).isEmpty)
    #expect(LoneOutburst().findings(in: outburst([Double](repeating: 40, count: 14))).isEmpty)
    // All around lie more than 500 m lower.
    #expect(LoneOutburst().findings(in: outburst([25, 39, 43, 21], elevation: 900)).isEmpty)
  }

  @Test func fourNeighboursAreTooFewToJudge() {
    #expect(Buddies().findings(in: network(.windSpeed10m, [(4, 0), (5, 0), (44, 0), (6, 0), (5, 0)])).isEmpty)
  }

  @Test func temperaturesAreComparedAtOneHeight() {
    // 400 m higher is 2.6 K colder; 9 K colder is not told apart by its height, 11.6 K is beyond the floor.
    let valley: [(Double, Double?)] = (0..<6).map { _ in (280, 100) }
    #expect(Buddies().findings(in: network(.temperature2m, valley + [(270, 500)])).isEmpty)
    #expect(Buddies().findings(in: network(.temperature2m, valley + [(268.4, 500)])).map(\.station) == ["S6"])
    // A peak far above them all is not judged.
    #expect(Buddies().findings(in: network(.temperature2m, valley + [(260, 1500)])).isEmpty)
    #expect(Buddies().findings(in: network(.temperature2m, valley + [(260, nil)])).isEmpty)
  }

  @Test func checksDoNotLeanOnWhatWasFoundBadBefore() throws {
    // Six stations with a broken unit would outvote five good ones, were they not screened first.
    let values: [(Double, Double?)] =
      (0..<6).map { _ in (95, 0) } + (0..<6).map { (5 + Double($0) / 10, 0) }
    let set = network(.windSpeed10m, values)
    let reports = try #require(set.reports[.windSpeed10m])
    let found = try QualityControl().findings(in: [reports])
    #expect(Set(found.map(\.check)) == [GrossLimits.name])
    #expect(found.count == 6)
  }

  @Test func anUnknownCheckIsAnErrorThatNamesIt() throws {
    let error = try #require(throws: StationsError.self) { try QualityControl(checks: ["smell"]) }
    #expect(error.description.contains("smell"))
    #expect(error.description.contains("gross-limits"))
  }

  @Test func everyFileWithACheckIsInTheCatalogue() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Stations/QualityControl")
    let declared = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .map { try String(contentsOf: $0, encoding: .utf8) }
      .count { $0.contains(": QualityCheck {") }
    #expect(declared == QualityCatalogue.checks.count)
    #expect(Set(QualityCatalogue.checks.map { $0.name }).count == declared)
  }
}

@Suite struct FlagTests {
  private static let line = "01492 59.94 10.72 94 2019-02-17T00"

  private func store() throws -> Workshop {
    let workshop = try Workshop()
    try workshop.load("a", "\(Self.line) t2m 280\n\(Self.line) td2m 284\n\(Self.line) ws10m 3")
    return workshop
  }

  private func qualities(_ store: ObservationStore) throws -> [String: Quality] {
    var result: [String: Quality] = [:]
    try store.forEachObservation { observation, _ in
      result[observation.variable.description] = observation.quality
      return true
    }
    return result
  }

  @Test func findingsAreMarkedOnceHoweverOften() throws {
    let store = try store().store
    let findings = try QualityControl().findings(in: store)
    #expect(findings.count == 2)
    #expect(try qualities(store)["t2m"] == .unchecked)
    for _ in 0..<2 {
      #expect(try store.apply(findings) == 2)
      #expect(try qualities(store) == ["t2m": .bad, "td2m": .bad, "ws10m": .unchecked])
      #expect(try QualityControl().findings(in: store) == findings)
    }
    let reports = try store.competingReports(
      station: "01492", variable: .temperature2m, around: #require(UTCTime("2019-02-17T00")))
    #expect(reports.first?.flags.map(\.check) == ["dew-point"])
    #expect(reports.first?.flags.map(\.reason) == ["the dew point is 4 K above the temperature"])
  }

  @Test func marksThatNoLongerHoldAreTakenBack() throws {
    let store = try store().store
    try store.apply(QualityControl().findings(in: store))
    #expect(try store.apply([]) == 0)
    #expect(try qualities(store) == ["t2m": .unchecked, "td2m": .unchecked, "ws10m": .unchecked])
  }

  @Test func marksOutsideTheWindowStay() throws {
    let store = try store().store
    try store.apply(QualityControl().findings(in: store))
    let later = try #require(UTCTime("2019-02-18T00"))
    #expect(try store.apply([], from: later) == 2)
    #expect(try qualities(store)["t2m"] == .bad)
  }

  @Test func aValueThatIsReplacedLosesItsMark() throws {
    let workshop = try store()
    try workshop.store.apply(QualityControl().findings(in: workshop.store))
    try workshop.load("b", "\(Self.line) td2m 279")
    #expect(try qualities(workshop.store)["td2m"] == .unchecked)
    try workshop.store.apply(QualityControl().findings(in: workshop.store))
    #expect(try qualities(workshop.store) == ["t2m": .unchecked, "td2m": .unchecked, "ws10m": .unchecked])
  }

  @Test func stationsListedTwiceOrInTwoPlacesAreFound() throws {
    let workshop = try Workshop()
    try workshop.load(
      "a",
      """
      A 60 10 5 2019-02-17T00 t2m 280
      B 60.0001 10 5 2019-02-17T00 t2m 280
      C 60 11 5 2019-02-17T00 t2m 280
      C 61 11 5 2019-02-17T01 t2m 280
      """)
    let conflicts = StationConflicts(try workshop.store.stations())
    #expect(conflicts.samePosition == [["A", "B"]])
    #expect(conflicts.farApart.map(\.station) == ["C"])
    // A degree of latitude on a sphere of radius 6371.0088 km.
    #expect(conflicts.farApart.map(\.kilometres) == [111])
  }
}
