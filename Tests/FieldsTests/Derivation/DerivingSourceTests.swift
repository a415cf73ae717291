import Fields
import Testing

@Suite struct DerivingSourceTests {
  let start = Forecast.start

  @Test func windComesFromComponentsOfEveryMember() async throws {
    let source = DerivingSource(
      StoredSource([
        try .grid(.eastwardWind10m, at: 6, [[3, 0, -5, 0], [0, .nan, 6, 1]]),
        try .grid(.northwardWind10m, at: 6, [[-4, 0, 0, 2], [1, 1, 8, 0]]),
      ]))
    let speed = try #require(try await source.forecast(.windSpeed10m, from: start, at: .hours(6)))
    #expect(speed.fieldValues[0] == [5, 0, 5, 2])
    #expect(speed.fieldValues[1][0] == 1 && speed.fieldValues[1][1].isNaN && speed.fieldValues[1][2] == 10)
    let direction = try #require(try await source.forecast(.windDirection10m, from: start, at: .hours(6)))
    #expect(direction.fieldValues[0][1].isNaN)
    #expect(direction.fieldValues[0][2] == 90 && direction.fieldValues[0][3] == 180)
    #expect(speed.origin == "ws10m from u10m (file u10m 6), v10m (file v10m 6)")
    #expect(try await source.forecast(.windSpeed10m, from: start, at: .hours(12)) == nil)
    #expect(try await source.forecast(Variable(.windSpeed, .pressure(500)), from: start, at: .hours(6)) == nil)
  }

  @Test func whatIsHeldIsPassedThrough() async throws {
    let source = DerivingSource(
      StoredSource([
        try .grid(.eastwardWind10m, at: 6, [[3, 3]]), try .grid(.northwardWind10m, at: 6, [[4, 4]]),
        try .grid(.windSpeed10m, at: 6, [[7, 7]]),
      ]))
    #expect(try await source.forecast(.windSpeed10m, from: start, at: .hours(6))?.fieldValues == [[7, 7]])
    #expect(source.name == "stored")
  }

  @Test func humidityAndDewPointComeFromEachOtherAtStations() async throws {
    let source = DerivingSource(
      StoredSource([
        .stations(.temperature2m, at: 3, ["A", "B", "C"], [[293.15, 280, 285]]),
        // Other stations in another order: C is absent.
        .stations(.dewPoint2m, at: 3, ["B", "X", "A"], [[280, 1, 283.15]]),
        .stations(.relativeHumidity2m, at: 6, ["A"], [[100]]), .stations(.temperature2m, at: 6, ["A"], [[290]]),
      ]))
    let humidity = try #require(try await source.forecast(.relativeHumidity2m, from: start, at: .hours(3)))
    #expect(abs(humidity.stationValues[0][0] - 52.541) < 0.01)
    #expect(abs(humidity.stationValues[0][1] - 100) < 1e-9)
    #expect(humidity.stationValues[0][2].isNaN)
    let dewPoint = try #require(try await source.forecast(.dewPoint2m, from: start, at: .hours(6)))
    #expect(abs(dewPoint.stationValues[0][0] - 290) < 1e-9)
  }

  @Test func pressureLevelsKnowTheirPressure() async throws {
    let level = Level.pressure(1000)
    let source = DerivingSource(
      StoredSource([
        try .grid(Variable(.airTemperature, level), at: 0, [[293.15, 293.15]]),
        try .grid(Variable(.specificHumidity, level), at: 0, [[0.007_660_8, 0]]),
        try .grid(Variable(.geopotential, .pressure(500)), at: 0, [[9806.65, 0]]),
      ]))
    let humidity = try #require(
      try await source.forecast(Variable(.relativeHumidity, level), from: start, at: .zero))
    #expect(abs(humidity.fieldValues[0][0] - 52.54) < 0.03 && humidity.fieldValues[0][1] == 0)
    let dewPoint = try #require(try await source.forecast(Variable(.dewPoint, level), from: start, at: .zero))
    #expect(abs(dewPoint.fieldValues[0][0] - 283.15) < 0.01 && dewPoint.fieldValues[0][1].isNaN)
    let height = try #require(
      try await source.forecast(Variable(.geopotentialHeight, .pressure(500)), from: start, at: .zero))
    #expect(abs(height.fieldValues[0][0] - 1000) < 1e-3 && height.fieldValues[0][1] == 0)
  }

  @Test func accumulationsSinceTheStartAreSubtracted() async throws {
    let source = DerivingSource(
      StoredSource([
        try .grid(.precipitation(.hours(24)), at: 24, [[1, 2, 3, 4]]),
        try .grid(.precipitation(.hours(30)), at: 30, [[1.5, 1.95, 2, .nan]]),
      ]))
    let found = try #require(try await source.forecast(.precipitation(.hours(6)), from: start, at: .hours(30)))
    let values = try #require(found.fieldValues.first)
    // A little below zero is packing noise; a millimetre is not.
    #expect(values[0] == 0.5 && values[1] == 0 && values[2].isNaN && values[3].isNaN)
    #expect(
      found.origin
        == "tp6h = tp30h at 30h (file tp30h 30) - tp24h at 24h (file tp24h 24); 1 values below -0.1 kg m-2 taken as missing"
    )
    #expect(found.variable == .precipitation(.hours(6)) && found.leadTime == .hours(30))
    #expect(try await source.forecast(.precipitation(.hours(7)), from: start, at: .hours(30)) == nil)
  }

  @Test func consecutiveAccumulationsAreAdded() async throws {
    let source = DerivingSource(
      StoredSource(try [6, 12, 18, 24, 30].map { try .grid(.precipitation(.hours(6)), at: $0, [[Float($0), 1]]) }))
    let day = try #require(try await source.forecast(.precipitation(.hours(24)), from: start, at: .hours(30)))
    #expect(day.fieldValues == [[12 + 18 + 24 + 30, 4]])
    #expect(try await source.forecast(.precipitation(.hours(24)), from: start, at: .hours(18)) == nil)
    let keys = try await source.contents()
    #expect(keys.contains(ForecastKey(.precipitation(.hours(24)), initTime: start, leadTime: .hours(30))))
    #expect(keys.contains(ForecastKey(.precipitation(.hours(12)), initTime: start, leadTime: .hours(12))))
    #expect(!keys.contains(ForecastKey(.precipitation(.hours(24)), initTime: start, leadTime: .hours(18))))
    #expect(keys == keys.sorted() && Set(keys).count == keys.count)
  }

  /// A model that begins a new amount every six hours and gives it at three and six.
  @Test func bucketsThatAreResetAreTakenApartAndJoined() async throws {
    let source = DerivingSource(
      StoredSource([
        try .grid(.precipitation(.hours(3)), at: 3, [[1, 1]]), try .grid(.precipitation(.hours(6)), at: 6, [[3, 1]]),
        try .grid(.precipitation(.hours(3)), at: 9, [[4, 1]]), try .grid(.precipitation(.hours(6)), at: 12, [[9, 2]]),
      ]))
    let three = try #require(try await source.forecast(.precipitation(.hours(3)), from: start, at: .hours(6)))
    #expect(three.fieldValues == [[2, 0]])
    let across = try #require(try await source.forecast(.precipitation(.hours(6)), from: start, at: .hours(9)))
    #expect(across.fieldValues == [[2 + 4, 1]])
    let twelve = try #require(try await source.forecast(.precipitation(.hours(12)), from: start, at: .hours(12)))
    #expect(twelve.fieldValues == [[12, 3]])
  }

  /// Ten days of hourly amounts since the start, from four initial times.
  @Test(.timeLimit(.minutes(1))) func contentsOfLongForecastsAreListedAtOnce() async throws {
    let source = DerivingSource(ListingSource(initTimes: 4, leads: 240))
    let keys = try await source.contents()
    // 1, 3, 6, 12, 24 and 48 h end at all leads from their own length on, one each held already.
    let derived = [1, 3, 6, 12, 24, 48].reduce(0) { $0 + 240 - $1 }
    #expect(keys.count == 4 * (240 + derived))
  }

  @Test func surfaceAltitudeComesFromGeopotential() async throws {
    let source = DerivingSource(ListingSource(initTimes: 1, leads: 1))
    let altitude = try #require(try await source.invariant(.surfaceAltitude))
    #expect(altitude.values == [100])
    #expect(try await source.invariant(.landFraction) == nil)
  }

  @Test func contentsNameWhatFollows() async throws {
    let source = DerivingSource(
      StoredSource([
        try .grid(.eastwardWind10m, at: 6, [[3, 3]]), try .grid(.northwardWind10m, at: 6, [[4, 4]]),
        try .grid(.eastwardWind10m, at: 12, [[3, 3]]), try .grid(.temperature2m, at: 12, [[3, 3]]),
      ]))
    let names = try await source.contents().map { "\($0.variable) \($0.leadTime)" }
    #expect(names == ["u10m 6h", "v10m 6h", "wd10m 6h", "ws10m 6h", "t2m 12h", "u10m 12h"])
  }

  @Test func inputsAreReadOnceForAllThatNeedThem() async throws {
    let stored = StoredSource([
      try .grid(.eastwardWind10m, at: 6, [[3, 3]]), try .grid(.northwardWind10m, at: 6, [[4, 4]]),
      try .grid(.temperature2m, at: 6, [[280, 281]]),
    ])
    let source = DerivingSource(stored)
    let wanted: [Variable] = [.windDirection10m, .temperature2m, .visibility, .windSpeed10m, .eastwardWind10m]
    let found = try await source.forecasts(wanted, from: start, at: .hours(6))
    #expect(found.map(\.variable) == [.windDirection10m, .temperature2m, .windSpeed10m, .eastwardWind10m])
    let batches = await stored.batches
    #expect(batches.count == 1)
    #expect(batches.first?.variables.map(\.description) == ["t2m", "u10m", "v10m", "vis"])
  }

  @Test func inputsThatDoNotGoTogetherAreErrors() async throws {
    let grids = DerivingSource(
      StoredSource([
        try .grid(.eastwardWind10m, at: 6, [[3, 3]]),
        try .grid(.northwardWind10m, at: 6, [[4, 4]], latitudes: [50.5, 51.5]),
      ]))
    let members = DerivingSource(
      StoredSource([
        try .grid(.eastwardWind10m, at: 6, [[3, 3], [4, 4]]), try .grid(.northwardWind10m, at: 6, [[4, 4]]),
      ]))
    let kinds = DerivingSource(
      StoredSource([
        try .grid(.eastwardWind10m, at: 6, [[3, 3]]), .stations(.northwardWind10m, at: 6, ["A"], [[4]]),
      ]))
    for source in [grids, members, kinds] {
      await #expect(throws: FieldError.self) {
        try await source.forecast(.windSpeed10m, from: Forecast.start, at: .hours(6))
      }
    }
    do {
      _ = try await members.forecast(.windSpeed10m, from: start, at: .hours(6))
    } catch let error as FieldError {
      #expect(
        error.description == "ws10m can't be derived: u10m (file u10m 6) has 2 members and v10m (file v10m 6) has 1")
    }
  }
}
