import Fields
import Metrics

/// Reads what is compared in one unit and variable, and takes it to the verification grid.
struct FieldReader: Sendable {
  let variable: Variable
  let regridders: RegridderCache
  let target: any Grid
  let threads: Int

  /// A forecast or an analysis on the verification grid.
  struct Reading: Sendable {
    /// The values, or those of the eastward component of a wind vector.
    var values: [Float]
    /// Those of the northward component; nil of anything else.
    var northward: [Float]?
    /// Those of each member of an ensemble, where they were asked for; the mean misses what one of them misses.
    var members: [[Float]] = []
    /// Cells outside the grid that it came from.
    var outside = 0
    var origin: String
  }

  /// What is read of each part of the variable: itself, or two components. Nil where one is not held.
  func reading(_ read: (Variable) async throws -> (field: Field, origin: String)?) async throws -> Reading? {
    let parts = WindVariables.parts(of: variable)
    guard let first = try await read(parts[0]) else { return nil }
    try refuseMeansOfDirections(first.field, first.origin)
    let (values, outside) = try regridders.values(of: first.field, on: target, first.origin, threads: threads)
    var reading = Reading(values: values, outside: outside, origin: first.origin)
    guard parts.count > 1 else { return reading }
    guard let second = try await read(parts[1]) else { return nil }
    var northward = try regridders.values(of: second.field, on: target, second.origin, threads: threads).values
    // A wind without one of its components is missing.
    for cell in northward.indices where (reading.values[cell] + northward[cell]).isNaN {
      reading.values[cell] = .nan
      northward[cell] = .nan
    }
    reading.northward = northward
    return reading
  }

  /// A forecast and each of its members; nil where it is not held.
  ///
  /// - Parameter read: The forecast of the variable.
  func ensemble(_ read: (Variable) async throws -> Forecast?) async throws -> Reading? {
    guard let forecast = try await read(variable) else { return nil }
    guard case .fields(let fields) = forecast.values, fields.count > 1 else {
      return try await reading { _ in (try forecast.meanField(), forecast.origin) }
    }
    try refuseMeansOfDirections(fields[0], forecast.origin)
    var (members, outside): ([[Float]], Int) = ([], 0)
    for field in fields {
      let (values, beyond) = try regridders.values(of: field, on: target, forecast.origin, threads: threads)
      members.append(values)
      outside = beyond
    }
    var reading = Reading(values: FieldReader.mean(of: members), outside: outside, origin: forecast.origin)
    reading.members = members
    return reading
  }

  /// The mean of fields, in Float64; missing where one of them is.
  static func mean(of members: [[Float]]) -> [Float] {
    var sums = [Double](repeating: 0, count: members[0].count)
    for member in members { for (cell, value) in member.enumerated() { sums[cell] += Double(value) } }
    return sums.map { Float($0 / Double(members.count)) }
  }

  /// The mean of 350° and 10° is not 180°.
  private func refuseMeansOfDirections(_ field: Field, _ origin: String) throws {
    guard variable.quantity == .windDirection, regridders.regridding.method != .nearest,
      !field.grid.isEqual(to: target)
    else { return }
    throw VerifyError(
      "\(origin): directions on \(field.grid.summary) have no mean on \(target.summary)",
      suggestion: "Set 'analysis: regrid: nearest', or score the wind vector, such as wind10m.")
  }
}

extension Forecast {
  /// The one field of a forecast, or the mean of its members.
  ///
  /// Throws `VerifyError` where it is a table of stations.
  func meanField() throws -> Field {
    guard case .fields(let members) = values else {
      throw VerifyError(
        "\(origin): a table of stations can't be scored against an analysis",
        suggestion: "Give the fields of the forecast, or score the table against 'observations'.")
    }
    guard members.count > 1 else { return members[0] }
    return Field(values: FieldReader.mean(of: members.map(\.values)), grid: members[0].grid)
  }
}
