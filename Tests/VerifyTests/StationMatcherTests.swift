import Fields
import Metrics
import Stations
import Testing

@testable import Verify

@Suite("Matching of fields and tables with stations")
struct StationMatcherTests {
  let initTime: UTCTime
  let register = StationRegister()

  init() throws { initTime = try time("2018-11-18T12") }

  private func match(
    _ field: Field..., at stations: [Station], matching: Matching = Matching(), orography: Field? = nil,
    landFraction: Field? = nil, correction: HeightCorrection? = nil
  ) throws -> Match {
    let candidates = Candidates(
      variable: .temperature2m, validTime: initTime + .hours(6), stations: stations,
      values: stations.map { _ in 0 }, register: register)
    let matcher = StationMatcher(
      system: "toy", matching: matching, correction: correction, orography: orography, landFraction: landFraction)
    let forecast = Forecast(
      .temperature2m, initTime: initTime, leadTime: .hours(6), values: .fields(field), origin: "toy")
    return try matcher.match(forecast, with: candidates)
  }

  @Test func bilinearWeighsTheFourCellsAround() throws {
    // A quarter down from row 0 to row 1, half across from column 1 to 2: 0.25 · 10 + 1.5.
    let match = try match(toyField(), at: [station("1", 61.75, 11.5)])
    #expect(match.pairs.forecasts == [4.0])
    #expect(match.fates == [nil])
  }

  @Test func nearestTakesTheClosestCell() throws {
    let match = try match(toyField(), at: [station("1", 61.4, 11.6)], matching: Matching(method: .nearest))
    #expect(match.pairs.forecasts == [12])
  }

  @Test func aStationOutsideIsOffTheGridAndNothingIsExtrapolated() throws {
    let match = try match(toyField(), at: [station("in", 61, 11), station("out", 61, 13.01), station("far", 5, 11)])
    #expect(match.fates == [nil, .offGrid, .offGrid])
    #expect(match.pairs.forecasts == [11])
  }

  @Test func aStationBetweenTheLastAndFirstMeridianIsInsideAGlobalGrid() throws {
    let grid = try RectilinearGrid(latitudes: [10, 0, -10], longitudes: [0, 90, 180, 270])
    let field = Field(values: (0..<12).map { Float($0 % 4) }, grid: grid)
    // Between 270° (3) and 0° (0), two thirds of the way, in both conventions.
    let match = try match(field, at: [station("1", 0, 330), station("2", 0, -30)])
    #expect(match.fates == [nil, nil])
    for value in match.pairs.forecasts { #expect(abs(value - 1) < 1e-12) }
  }

  @Test func aMissingCellWithWeightIsAMaskAndOneWithoutIsNot() throws {
    let field = try toyField { $0 == 1 ? .nan : 5 }
    let match = try match(field, at: [station("beside", 61.5, 11.5), station("on the next cell", 62, 12)])
    #expect(match.fates == [.mask, nil])
    #expect(match.pairs.forecasts == [5])
  }

  @Test func theMeanOfAnEnsembleLeavesMissingMembersOut() throws {
    let match = try match(toyField { _ in 1 }, toyField { _ in 4 }, toyField { _ in .nan }, at: [station("1", 61, 11)])
    #expect(match.pairs.forecasts == [2.5])
    #expect(match.pairs.memberCount == 3)
    #expect(Array(match.pairs.members.prefix(2)) == [1, 4])
    #expect(match.pairs.members[2].isNaN)
  }

  @Test func bilinearOnAGridWithoutRowsIsAnErrorThatSaysWhatToTake() throws {
    let grid = try UnstructuredGrid(coordinates: [
      Coordinate(latitude: 60, longitude: 10), Coordinate(latitude: 61, longitude: 11),
    ])
    let field = Field(values: [1, 2], grid: grid)
    let error = #expect(throws: VerifyError.self) { try match(field, at: [station("1", 60, 10)]) }
    #expect(error?.description.contains("inverse-distance") == true)
    let nearest = try match(field, at: [station("1", 60, 10)], matching: Matching(method: .nearest))
    #expect(nearest.pairs.forecasts == [1])
  }

  // MARK: - Height

  @Test func aStationBelowTheModelsGroundIsWarmer() throws {
    // Model at 1000 m, station at 600 m: 400 m · 0.0065 K m-1 = 2.6 K.
    let match = try match(
      toyField { _ in 270 }, at: [station("1", 61, 11, 600)], orography: toyField { _ in 1000 },
      correction: HeightCorrection())
    #expect(abs(match.pairs.forecasts[0] - 272.6) < 1e-9)
  }

  @Test func anUnknownHeightIsRejectedAndNotCorrected() throws {
    let places = [station("known", 61, 11, 600), station("unknown", 61, 12)]
    let corrected = try match(
      toyField { _ in 270 }, at: places, orography: toyField { _ in 1000 }, correction: HeightCorrection())
    #expect(corrected.fates == [nil, .height])
    let withoutOrography = try match(toyField { _ in 270 }, at: places, correction: HeightCorrection())
    #expect(withoutOrography.fates == [.height, .height])
  }

  // MARK: - Land

  @Test func nearestLandTakesTheClosestLandCell() throws {
    // Land in columns 2 and 3 alone; the station is closest to column 1 of row 1.
    let land = try toyField { $0 % 4 >= 2 ? 1 : 0.49 }
    let match = try match(
      toyField(), at: [station("1", 61, 11.2)], matching: Matching(method: .nearestLand), landFraction: land)
    #expect(match.pairs.forecasts == [12])
  }

  @Test func withoutLandNearbyTheReasonIsTheMask() throws {
    let match = try match(
      toyField(), at: [station("1", 61, 11.2)], matching: Matching(method: .nearestLand),
      landFraction: toyField { _ in 0 })
    #expect(match.fates == [.mask])
  }

  @Test func nearestLandWithoutAMaskIsAnErrorThatSaysWhatToGive() throws {
    let field = try toyField()
    let error = #expect(throws: VerifyError.self) {
      try match(field, at: [station("1", 61, 11.2)], matching: Matching(method: .nearestLand))
    }
    #expect(error?.description.contains("land-mask") == true)
  }

  // MARK: - Tables

  @Test func aStationTwiceInATableCountsOnceIfBothRowsAgreeAndNotAtAllOtherwise() throws {
    let here = Coordinate(latitude: 60, longitude: 10)
    let far = Coordinate(latitude: 70, longitude: 10)
    // 1 agrees, 2 differs, 3 differs only where it lies elsewhere, 4 is missing in both rows.
    let table = StationValues(
      identifiers: ["1001", "01001", "2", "2", "3", "3", "4", "4"],
      coordinates: [here, here, here, here, far, here, here, here],
      elevations: [Double?](repeating: nil, count: 8), members: [[7, 7, 8, 9, 1, 3, .nan, .nan]])
    let match = try matchTable(
      table,
      [station("01001", 60, 10), station("00002", 60, 10), station("00003", 60, 10), station("00004", 60, 10)])
    #expect(match.fates == [nil, .duplicate, nil, .mask])
    #expect(match.pairs.forecasts == [7, 3])
  }

  private func matchTable(_ table: StationValues, _ stations: [Station], correction: HeightCorrection? = nil) throws
    -> Match
  {
    let candidates = Candidates(
      variable: .temperature2m, validTime: initTime + .hours(6), stations: stations,
      values: stations.map { _ in 0 }, register: register)
    let forecast = Forecast(
      .temperature2m, initTime: initTime, leadTime: .hours(6), values: .stations(table), origin: "table")
    return try StationMatcher(system: "toy", matching: Matching(), correction: correction)
      .match(forecast, with: candidates)
  }

  @Test func aTableIsMatchedByTheStationHoweverItIsWritten() throws {
    let table = StationValues(
      identifiers: ["1001", "1002"], coordinates: [nil, nil], elevations: [nil, nil], members: [[270, .nan]])
    let match = try matchTable(
      table, [station("01001", 60, 10), station("0-20000-0-01002", 60, 11), station("01003", 60, 12)])
    #expect(match.fates == [nil, .mask, .unknownStation])
    #expect(match.pairs.forecasts == [270])
  }

  @Test func aTablesStationThatIsElsewhereIsAnotherStation() throws {
    // 0.04° of latitude are 4.4 km, 0.05° are 5.6 km.
    let table = StationValues(
      identifiers: ["1", "2"],
      coordinates: [Coordinate(latitude: 60.04, longitude: 10), Coordinate(latitude: 60.05, longitude: 10)],
      elevations: [nil, nil], members: [[1, 2]])
    let match = try matchTable(table, [station("00001", 60, 10), station("00002", 60, 10)])
    #expect(match.fates == [nil, .position])
  }

  @Test func aTablesOwnHeightsServeTheCorrection() throws {
    let table = StationValues(
      identifiers: ["1", "2"], coordinates: [nil, nil], elevations: [200, nil], members: [[280, 280]])
    let match = try matchTable(
      table, [station("00001", 60, 10, 100), station("00002", 60, 10, 100)],
      correction: HeightCorrection(lapseRate: 0.01))
    #expect(match.fates == [nil, .height])
    #expect(match.pairs.forecasts == [281])
  }
}
