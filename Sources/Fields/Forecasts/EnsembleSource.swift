/// Sources that are the members of one ensemble, as where each member has a file of its own.
///
/// A forecast is held where every member holds it, on one grid or at the same stations; its members
/// stand in the order of the sources. An ensemble with a member missing is another ensemble, so such a
/// forecast is not held.
public struct EnsembleSource: ForecastSource {
  /// Members that can't stand in one ensemble.
  public struct Mismatch: Error, CustomStringConvertible {
    public let description: String
  }

  public let name: String
  public let members: [any ForecastSource]

  /// Traps where there is no member.
  public init(name: String, members: [any ForecastSource]) {
    precondition(!members.isEmpty, "an ensemble without members")
    self.name = name
    self.members = members
  }

  public var isSequential: Bool { members.contains(where: \.isSequential) }

  public func contents() async throws -> [ForecastKey] {
    var common = Set(try await members[0].contents())
    for member in members.dropFirst() { common.formIntersection(try await member.contents()) }
    return common.sorted()
  }

  /// - Throws: `Mismatch` where the members are on different grids or at different stations.
  public func forecast(
    _ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan
  ) async throws -> Forecast? {
    var parts: [Forecast] = []
    for member in members {
      guard let part = try await member.forecast(variable, from: initTime, at: leadTime) else { return nil }
      parts.append(part)
    }
    let first = parts[0]
    return Forecast(
      variable, initTime: initTime, leadTime: leadTime, values: try gathered(parts),
      origin: "\(parts.count) members: \(first.origin), …")
  }

  public func invariant(_ quantity: Quantity) async throws -> Field? { try await members[0].invariant(quantity) }

  private func gathered(_ parts: [Forecast]) throws -> Forecast.Values {
    switch parts[0].values {
    case .fields(let first):
      var fields = first
      for part in parts.dropFirst() {
        guard case .fields(let more) = part.values, more[0].grid.isEqual(to: first[0].grid) else {
          throw mismatch(part, parts[0], "are not on one grid")
        }
        fields += more
      }
      return .fields(fields)
    case .stations(var table):
      for part in parts.dropFirst() {
        guard case .stations(let more) = part.values, more.identifiers == table.identifiers else {
          throw mismatch(part, parts[0], "are not at the same stations")
        }
        table.members += more.members
      }
      return .stations(table)
    }
  }

  private func mismatch(_ part: Forecast, _ first: Forecast, _ problem: String) -> Mismatch {
    Mismatch(description: "\(name), \(part.variable): the members \(first.origin) and \(part.origin) \(problem)")
  }
}
