/// Forecasts that are taken together, value by value: several inputs of one result.
struct Combination {
  let result: Variable
  let inputs: [Forecast]

  /// One forecast from all inputs by a formula of the values at one cell or station of one member.
  ///
  /// Throws `FieldError.mismatch` where the inputs differ in grid, member count or kind. Tables of
  /// stations are joined by identifier in the first one's order; a station that another lacks is missing.
  func forecast(
    initTime: UTCTime, leadTime: TimeSpan, origin: String, _ formula: ([Double]) -> Double
  ) throws(FieldError) -> Forecast {
    guard let first = inputs.first else { throw .mismatch(result, reason: "there is nothing to derive it from") }
    for other in inputs.dropFirst() where other.memberCount != first.memberCount {
      throw .mismatch(
        result,
        reason: "\(first.variable) (\(first.origin)) has \(first.memberCount) members and "
          + "\(other.variable) (\(other.origin)) has \(other.memberCount)")
    }
    let values: Forecast.Values =
      switch first.values {
      case .fields(let fields): .fields(try combine(fields, formula))
      case .stations(let stations): .stations(try combine(stations, formula))
      }
    return Forecast(result, initTime: initTime, leadTime: leadTime, values: values, origin: origin)
  }

  private func combine(_ first: [Field], _ formula: ([Double]) -> Double) throws(FieldError) -> [Field] {
    var members: [[Field]] = []
    for input in inputs {
      guard case .fields(let fields) = input.values else { throw kindMismatch(input) }
      for (mine, theirs) in zip(first, fields) where !mine.grid.isEqual(to: theirs.grid) {
        throw .mismatch(
          result,
          reason: "\(inputs[0].variable) is on \(mine.grid.summary) (\(inputs[0].origin)) and "
            + "\(input.variable) on \(theirs.grid.summary) (\(input.origin)); regrid one of them")
      }
      members.append(fields)
    }
    return first.indices.map { member in
      var values = first[member].values
      var row = [Double](repeating: 0, count: members.count)
      for cell in values.indices {
        for input in members.indices { row[input] = Double(members[input][member].values[cell]) }
        values[cell] = Float(formula(row))
      }
      return Field(values: values, grid: first[member].grid)
    }
  }

  private func combine(_ first: StationValues, _ formula: ([Double]) -> Double) throws(FieldError) -> StationValues {
    var tables: [[[Double]]] = []
    for input in inputs {
      guard case .stations(let table) = input.values else { throw kindMismatch(input) }
      tables.append(table.identifiers == first.identifiers ? table.members : joined(table, to: first))
    }
    var result = first
    for member in result.members.indices {
      for station in result.members[member].indices {
        result.members[member][station] = formula(tables.map { $0[member][station] })
      }
    }
    return result
  }

  private func joined(_ table: StationValues, to first: StationValues) -> [[Double]] {
    let slots = Dictionary(zip(table.identifiers, 0...)) { first, _ in first }
    return table.members.map { values in first.identifiers.map { slots[$0].map { values[$0] } ?? .nan } }
  }

  private func kindMismatch(_ input: Forecast) -> FieldError {
    .mismatch(
      result,
      reason: "one of \(inputs[0].variable) (\(inputs[0].origin)) and \(input.variable) (\(input.origin)) "
        + "is on a grid and the other at stations")
  }
}
