import Fields

/// The analyses of an evaluation by variable and valid time.
///
/// Of several that are valid at one time, that of the shortest lead time counts, so that a file of accumulated
/// analyses serves as well.
struct AnalysisArchive: Sendable {
  private let source: any ForecastSource
  private let keys: [Variable: [UTCTime: ForecastKey]]

  init(_ source: any ForecastSource) async throws {
    self.source = source
    var keys: [Variable: [UTCTime: ForecastKey]] = [:]
    for key in try await source.contents() {
      let known = keys[key.variable]?[key.validTime]
      if known.map({ key.leadTime < $0.leadTime }) ?? true { keys[key.variable, default: [:]][key.validTime] = key }
    }
    self.keys = keys
  }

  var variables: Set<Variable> { Set(keys.keys) }

  /// A field that does not change; nil where the analysis has none.
  func invariant(_ quantity: Quantity) async throws -> Field? { try await source.invariant(quantity) }

  /// The valid times of a variable, from the first.
  func validTimes(of variable: Variable) -> [UTCTime] { (keys[variable] ?? [:]).keys.sorted() }

  /// What is held of a variable at a valid time; nil where nothing is.
  func key(of variable: Variable, at validTime: UTCTime) -> ForecastKey? { keys[variable]?[validTime] }

  /// What is held of a variable in a window of time, both ends included, from the earliest.
  func keys(of variable: Variable, from: UTCTime, through: UTCTime) -> [ForecastKey] {
    (keys[variable] ?? [:]).filter { (from...through).contains($0.key) }.values.sorted { $0.validTime < $1.validTime }
  }

  /// The field that is valid at a time; nil where none is held.
  ///
  /// - Throws: `VerifyError` where the analysis is no single field.
  func field(of variable: Variable, at validTime: UTCTime) async throws -> (field: Field, origin: String)? {
    guard let key = key(of: variable, at: validTime) else { return nil }
    return try await field(of: key)
  }

  func field(of key: ForecastKey) async throws -> (field: Field, origin: String)? {
    guard let analysis = try await source.forecast(key.variable, from: key.initTime, at: key.leadTime) else {
      return nil
    }
    guard case .fields(let members) = analysis.values, members.count == 1 else {
      throw VerifyError(
        "\(analysis.origin): an analysis has to be one field, not \(analysis.memberCount) members or a table",
        suggestion: "Give the analysis, or a single member, alone.")
    }
    return (members[0], analysis.origin)
  }
}
