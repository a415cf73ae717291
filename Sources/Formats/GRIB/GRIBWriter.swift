import CEccodes
public import Fields
public import Foundation

/// Writes deterministic forecasts on latitude-longitude grids as GRIB 2 messages with simple packing.
public enum GRIBWriter {
  /// Writes one file of one message a forecast, in the order given, replacing any file that is there.
  ///
  /// The grid is global or regional with equal steps; its rows may run either way. Missing values are
  /// marked by a bitmap.
  ///
  /// - bitsPerValue: 1...24; 16 keeps five digits of most fields.
  ///
  /// Throws where a forecast is not of one regular field, its variable has no code here, or the file
  /// can't be written. The file appears whole or not at all.
  public static func write(_ forecasts: [Forecast], to url: URL, bitsPerValue: Int = 16) throws(FormatError) {
    var bytes: [UInt8] = []
    for forecast in forecasts {
      let place = "\(forecast.variable), \(forecast.leadTime)"
      guard case .fields(let members) = forecast.values, members.count == 1,
        let grid = members[0].grid as? RectilinearGrid
      else {
        throw FormatError(url, place: place, "can't be written: expected one field on a latitude-longitude grid")
      }
      guard let code = Code(forecast.variable) else {
        throw FormatError(url, place: place, "can't be written: no GRIB 2 code is known for it")
      }
      do {
        bytes += try ECCodes.withSample("GRIB2") { handle in
          try handle.assign(grid)
          try handle.assign(code, forecast)
          try handle.assign(members[0].values, bitsPerValue: bitsPerValue)
          return try handle.bytes()
        }
      } catch {
        throw FormatError(url, place: place, "can't be written: \(error)")
      }
    }
    do {
      try Data(bytes).write(to: url, options: .atomic)
    } catch {
      throw FormatError(url, "can't be written: \(error.localizedDescription)")
    }
  }

  /// Discipline 0 of code table 4.2, and the level of code table 4.5.
  fileprivate struct Code {
    let category: Int
    let number: Int
    let surface: Int
    let level: Double

    init?(_ variable: Variable) {
      let codes: [(Quantity, Int, Int)] = [
        (.airTemperature, 0, 0), (.dewPoint, 0, 6), (.specificHumidity, 1, 0), (.relativeHumidity, 1, 1),
        (.precipitation, 1, 8), (.windSpeed, 2, 1), (.eastwardWind, 2, 2), (.northwardWind, 2, 3),
        (.seaLevelPressure, 3, 0), (.surfacePressure, 3, 0), (.surfaceAltitude, 3, 5),
      ]
      guard let code = codes.first(where: { $0.0 == variable.quantity }) else { return nil }
      (category, number) = (code.1, code.2)
      switch variable.level {
      case .surface: (surface, level) = (1, 0)
      case .meanSeaLevel: (surface, level) = (101, 0)
      case .height(let metres): (surface, level) = (103, metres)
      case .pressure(let hectopascals): (surface, level) = (100, hectopascals * 100)
      case .column, .model: return nil
      }
    }
  }
}

extension ECCodesHandle {
  private func assign(_ values: KeyValuePairs<String, Int>) throws(ECCodesError) {
    for (key, value) in values {
      guard set(key, to: value) else { throw ECCodesError("ecCodes can't set '\(key)' to \(value)") }
    }
  }

  /// Rows and columns of equal steps, in microdegrees.
  fileprivate func assign(_ grid: RectilinearGrid) throws(ECCodesError) {
    let (first, last) = (grid.coordinate(of: 0), grid.coordinate(of: grid.count - 1))
    func micro(_ degrees: Double) -> Int { Int((degrees * 1e6).rounded()) }
    let turn = Coordinate(latitude: 0, longitude: last.longitude - first.longitude).longitude360
    let columnStep = grid.columns > 1 ? turn / Double(grid.columns - 1) : 0
    let rowStep = grid.rows > 1 ? abs(last.latitude - first.latitude) / Double(grid.rows - 1) : 0
    try assign([
      "Ni": grid.columns, "Nj": grid.rows, "latitudeOfFirstGridPoint": micro(first.latitude),
      "latitudeOfLastGridPoint": micro(last.latitude), "longitudeOfFirstGridPoint": micro(first.longitude360),
      "longitudeOfLastGridPoint": micro(last.longitude360), "iDirectionIncrement": micro(columnStep),
      "jDirectionIncrement": micro(rowStep), "iScansNegatively": 0,
      "jScansPositively": last.latitude > first.latitude ? 1 : 0,
    ])
  }

  fileprivate func assign(_ code: GRIBWriter.Code, _ forecast: Forecast) throws(ECCodesError) {
    let time = forecast.initTime.components
    let period = forecast.variable.processing.period
    try assign([
      "centre": 255, "dataDate": time.year * 10_000 + time.month * 100 + time.day,
      "dataTime": time.hour * 100 + time.minute, "productDefinitionTemplateNumber": period > .zero ? 8 : 0,
      "parameterCategory": code.category, "parameterNumber": code.number, "typeOfFirstFixedSurface": code.surface,
      "scaleFactorOfFirstFixedSurface": 0, "scaledValueOfFirstFixedSurface": Int(code.level.rounded()),
    ])
    let minutes = { (span: TimeSpan) in Int(span.seconds / 60) }
    if period > .zero {
      let process =
        switch forecast.variable.processing {
        case .mean: 0
        case .accumulation, .instantaneous: 1
        case .maximum: 2
        case .minimum: 3
        }
      let end = forecast.validTime.components
      try assign([
        "indicatorOfUnitOfTimeRange": 0, "forecastTime": minutes(forecast.leadTime - period),
        "typeOfStatisticalProcessing": process, "indicatorOfUnitForTimeRange": 0,
        "lengthOfTimeRange": minutes(period), "yearOfEndOfOverallTimeInterval": end.year,
        "monthOfEndOfOverallTimeInterval": end.month, "dayOfEndOfOverallTimeInterval": end.day,
        "hourOfEndOfOverallTimeInterval": end.hour, "minuteOfEndOfOverallTimeInterval": end.minute,
        "secondOfEndOfOverallTimeInterval": 0,
      ])
    } else {
      try assign(["indicatorOfUnitOfTimeRange": 0, "forecastTime": minutes(forecast.leadTime)])
    }
  }

  fileprivate func assign(_ values: [Float], bitsPerValue: Int) throws(ECCodesError) {
    let missing = 9.999e20
    let hasGaps = values.contains { $0.isNaN }
    guard set("missingValue", to: missing) else { throw ECCodesError("ecCodes can't set 'missingValue'") }
    try assign(["bitmapPresent": hasGaps ? 1 : 0, "bitsPerValue": bitsPerValue])
    let doubles = values.map { $0.isNaN ? missing : Double($0) }
    let status = codes_set_double_array(pointer, "values", doubles, doubles.count)
    guard status == 0 else { throw ECCodesError(status: status, key: "values") }
  }

  /// The message as it stands in a file.
  fileprivate func bytes() throws(ECCodesError) -> [UInt8] {
    var start: UnsafeRawPointer?
    var count = 0
    let status = codes_get_message(pointer, &start, &count)
    guard status == 0, let start else { throw ECCodesError(status: status, key: "the message") }
    return Array(UnsafeRawBufferPointer(start: start, count: count))
  }
}
