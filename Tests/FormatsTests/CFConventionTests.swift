import Fields
import Testing

@testable import Formats

/// What files mean by their times, levels and numbers, each convention by itself.
@Suite("Conventions of CF files")
struct CFConventionTests {
  private static let hours = ["units": "hours since 2020-01-01"]

  /// A temperature at 2 m on two rows and columns behind some dimensions, numbered through.
  private func dataset(_ dimensions: [(String, Int)], _ texts: [String: String] = [:], name: String = "t2m")
    -> CFMemoryDataset
  {
    var dataset = CFMemoryDataset.withGrid()
    let all = dimensions + [("lat", 2), ("lon", 2)]
    let count = all.reduce(1) { $0 * $1.1 }
    dataset.add(name, all, (0..<count).map(Double.init), ["units": "K"].merging(texts) { $1 })
    return dataset
  }

  private func keys(_ dataset: CFMemoryDataset, initTime: UTCTime? = nil) async throws -> [String] {
    let source = try CFSource([try CFFile(dataset, initTime: initTime)], options: SourceOptions(name: "x"))
    return try await source.contents().map {
      "\($0.variable) \($0.initTime.description.prefix(13)) +\($0.leadTime)"
    }
  }

  // MARK: - Times

  @Test("Valid times with lead times beside them give their initial times") func leadBesideTime() async throws {
    var data = dataset([("time", 2)])
    data.add("time", [("time", 2)], [12, 18], Self.hours)
    data.add("forecast_period", [("time", 2)], [12, 6], ["units": "hours", "standard_name": "forecast_period"])
    #expect(try await keys(data) == ["t2m 2020-01-01T00 +12h", "t2m 2020-01-01T12 +6h"])
  }

  @Test("Initial times beside valid times give the lead times") func initBesideTime() async throws {
    var data = dataset([("time", 2)])
    data.add("time", [("time", 2)], [12, 18], Self.hours)
    data.add(
      "forecast_reference_time", [("time", 2)], [0, 12],
      ["units": "hours since 2020-01-01", "standard_name": "forecast_reference_time"])
    #expect(try await keys(data) == ["t2m 2020-01-01T00 +12h", "t2m 2020-01-01T12 +6h"])
  }

  @Test("Initial and valid times as two dimensions leave out what lies before the start") func initTimesValid()
    async throws
  {
    var data = dataset([("init_time", 2), ("time", 2)])
    data.add("init_time", [("init_time", 2)], [0, 12], Self.hours)
    data.add("time", [("time", 2)], [6, 12], Self.hours)
    #expect(try await keys(data) == ["t2m 2020-01-01T00 +6h", "t2m 2020-01-01T00 +12h", "t2m 2020-01-01T12 +0h"])
  }

  @Test("Lead times alone need an initial time") func leadsAlone() async throws {
    var data = dataset([("lead_time", 2)])
    data.add("lead_time", [("lead_time", 2)], [0, 1], ["units": "days"])
    let text = await message { _ = try await keys(data) }
    #expect(text?.contains("give the source an initial time") == true)
    #expect(
      try await keys(data, initTime: UTCTime("2020-05-01")) == ["t2m 2020-05-01T00 +0h", "t2m 2020-05-01T00 +24h"])
  }

  @Test("A scalar time beside lead times is the initial time") func scalarTime() async throws {
    var data = dataset([("prediction_timedelta", 2)])
    data.add("time", [], [6], Self.hours)
    data.add("prediction_timedelta", [("prediction_timedelta", 2)], [0, 12], ["dtype": "timedelta64[h]"])
    #expect(try await keys(data) == ["t2m 2020-01-01T06 +0h", "t2m 2020-01-01T06 +12h"])
  }

  @Test("A dimension that nothing explains is named") func unknownDimension() async {
    var data = dataset([("month", 2)])
    data.add("time", [], [6], Self.hours)
    let text = await message { _ = try await keys(data) }
    #expect(text?.contains("its dimension 'month' of 2") == true)
  }

  @Test("A time that is missing is an error") func missingTime() async {
    var data = dataset([("time", 2)])
    data.add("time", [("time", 2)], [0, .nan], Self.hours)
    let text = await message { _ = try await keys(data) }
    #expect(text?.contains("which is missing") == true)
  }

  // MARK: - Processing

  @Test("An extreme takes its period from the bounds of its times") func extremes() async throws {
    var data = dataset(
      [("time", 2)], ["standard_name": "air_temperature", "cell_methods": "time: maximum (interval: 1 hour)"])
    data.add("time", [("time", 2)], [6, 12], ["units": "hours since 2020-01-01", "bounds": "time_bnds"])
    data.add("time_bnds", [("time", 2), ("nv", 2)], [0, 6, 6, 12])
    #expect(try await keys(data) == ["t2m_max6h 2020-01-01T06 +0h", "t2m_max6h 2020-01-01T12 +0h"])
  }

  @Test("An amount without a period is not offered, and inspection says why") func unstatedPeriod() async throws {
    var data = dataset([("time", 1)], ["units": "mm", "standard_name": "precipitation_amount"], name: "pr")
    data.add("time", [("time", 1)], [6], Self.hours)
    #expect(try await keys(data) == [])
    let entry = try #require(try CFFile(data, initTime: nil).inspection.entries.first)
    #expect(entry.variable == nil && entry.warnings.contains { $0.contains("over a period that neither") })
  }

  @Test("An amount since the start has its lead time for a period, and none at the start") func sinceStart()
    async throws
  {
    var data = dataset([("step", 2)], ["units": "m"], name: "tp")
    data.add("time", [], [0], Self.hours)
    data.add("step", [("step", 2)], [0, 6], ["units": "hours"])
    #expect(try await keys(data) == ["tp6h 2020-01-01T00 +6h"])
  }

  // MARK: - Levels

  @Test(
    "Levels are read in their units",
    arguments: [
      ("plev", ["units": "Pa", "standard_name": "air_pressure"], [85_000.0, 50_000], "t500 t850"),
      ("plev", [:], [85_000, 50_000], "t500 t850"), ("level", [:], [850, 500], "t500 t850"),
      ("isobaricInhPa", ["units": "hPa"], [850, 500], "t500 t850"),
      ("lev", ["units": "millibars"], [10, 0.5], "t0.5 t10"),
      ("height", ["units": "m", "standard_name": "height"], [10, 100], "t100m t10m"),
      ("height", ["units": "km"], [0.01, 0.1], "t100m t10m"), ("hybrid", [:], [1, 137], "t_ml1 t_ml137"),
      ("level", ["long_name": "model level number"], [136, 137], "t_ml136 t_ml137"),
    ])
  func levels(_ name: String, _ attributes: [String: String], _ values: [Double], _ expected: String) async throws {
    var data = dataset([(name, 2)], ["standard_name": "air_temperature"], name: "t")
    data.add("time", [], [0], Self.hours)
    data.add(name, [(name, 2)], values, attributes)
    #expect(try await keys(data).map { $0.split(separator: " ")[0] }.joined(separator: " ") == expected)
  }

  @Test("A level in another unit than its kind is an error") func wrongLevelUnit() async {
    var data = dataset([("plev", 1)], ["standard_name": "air_temperature"], name: "t")
    data.add("time", [], [0], Self.hours)
    data.add("plev", [("plev", 1)], [1], ["units": "furlong"])
    data.add("t850", [("plev", 1), ("lat", 2), ("lon", 2)], [0, 0, 0, 0], ["units": "K"])
    let text = await message { _ = try await keys(data) }
    #expect(text?.contains("'furlong', which is no unit of pressure") == true)
  }

  @Test("A temperature without a level is refused when it is asked for") func noLevel() async throws {
    var data = dataset([("time", 1)], ["standard_name": "air_temperature"], name: "temp")
    data.add("time", [("time", 1)], [0], Self.hours)
    data.add("msl", [("time", 1), ("lat", 2), ("lon", 2)], [1e5, 1e5, 1e5, 1e5], ["units": "Pa"])
    let source = try CFSource([try CFFile(data, initTime: nil)], options: SourceOptions(name: "x"))
    let start = try #require(UTCTime("2020-01-01"))
    let text = await message { _ = try await source.forecast(.temperature2m, from: start, at: .zero) }
    #expect(
      text?.contains("variable temp: it can't be read as t2m: it is temperature, and nothing tells at which level")
        == true)
  }

  // MARK: - Numbers

  @Test("Missing values, valid ranges, unsigned bytes and packing come together") func packing() {
    var data = CFMemoryDataset()
    data.add(
      "a", [("x", 7)], [-1, -2, 0, 10, 100, 101, 127], ["_Unsigned": "true"],
      numbers: [
        "_FillValue": [-1], "missing_value": [10], "valid_range": [0, -2], "scale_factor": [0.5], "add_offset": [100],
      ], element: .signed(bits: 8))
    // 254 is the greatest valid number once it is unsigned: 254 × 0.5 + 100.
    expectEqual(
      CFPacking(data.arrays[0]).unpack(.double([-1, -2, 0, 10, 100, 101, 127])),
      [nil, 227, 100, nil, 150, 150.5, 163.5])
  }

  @Test("A missing value written with more digits than single precision keeps is found") func singleMissing() {
    var data = CFMemoryDataset()
    data.add("a", [("x", 1)], [], [:], numbers: ["missing_value": [-999.9]], element: .float(bits: 32))
    expectEqual(CFPacking(data.arrays[0]).unpack(.single([-999.9, 1])), [nil, 1])
  }

  @Test("A block of members behind the columns becomes one plane a member") func memberLast() async throws {
    var data = CFMemoryDataset.withGrid()
    data.add("time", [], [0], Self.hours)
    data.add("t2m", [("lon", 2), ("lat", 2), ("number", 2)], [0, 1, 2, 3, 4, 5, 6, 7], ["units": "K"])
    let source = try CFSource([try CFFile(data, initTime: nil)], options: SourceOptions(name: "x"))
    let start = try #require(UTCTime("2020-01-01"))
    let forecast = try #require(try await source.forecast(.temperature2m, from: start, at: .zero))
    guard case .fields(let members) = forecast.values else { return }
    // Stored [longitude][latitude][member]; planes are [latitude][longitude].
    #expect(members.map(\.values) == [[0, 4, 2, 6], [1, 5, 3, 7]])
  }
}
