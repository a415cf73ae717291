import Fields

/// The vertical levels of a coordinate.
enum CFLevels {
  /// One level a value; nil where the coordinate gives something that is no level of ours.
  ///
  /// Pressure without a unit is in hectopascals, as level numbers are by custom, except under the
  /// names that mean pascals.
  static func levels(
    of coordinate: CFCoordinates.Coordinate, in dataset: some CFDataset
  ) throws -> [Level?] {
    let array = coordinate.array
    let values = try dataset.values(array)
    let unitText = array.attributes.text("units")
    switch coordinate.role {
    case .pressure:
      if isModelLevel(array) { return values.map(model) }
      let unit: PhysicalUnit
      if let unitText, !["1", "~"].contains(unitText) {
        guard let known = PhysicalUnit(unitText), known.dimension == .pressure else {
          throw CFProblem("the level coordinate \(array.name) has the unit '\(unitText)', which is no unit of pressure")
        }
        unit = known
      } else {
        unit = ["plev", "isobaricinpa"].contains(array.name.lowercased()) ? .pascal : .hectopascal
      }
      return values.map { value in
        unit.convert(value, to: .hectopascal).flatMap { $0.isFinite && $0 > 0 ? .pressure(rounded($0)) : nil }
      }
    case .height:
      let unit = unitText.map(PhysicalUnit.init) ?? .metre
      guard let unit, unit.dimension == .length else {
        throw CFProblem(
          "the level coordinate \(array.name) has the unit '\(unitText ?? "")', which is no unit of length")
      }
      return values.map { value in
        unit.convert(value, to: .metre).flatMap { $0.isFinite ? .height(rounded($0)) : nil }
      }
    case .modelLevel: return values.map(model)
    default: return values.map { _ in nil }
    }
  }

  private static func isModelLevel(_ array: CFArray) -> Bool {
    let text = (array.attributes.text("long_name") ?? "").lowercased()
    return text.contains("model") || text.contains("hybrid") || array.attributes.text("units") == "level"
  }

  private static func model(_ value: Double) -> Level? {
    value == value.rounded() && abs(value) < 1e6 ? .model(Int(value)) : nil
  }

  /// Without the last digits that single precision and the change of units leave: 70.00000001 hPa.
  private static func rounded(_ value: Double) -> Double {
    let fine = (value * 1e4).rounded() / 1e4
    return abs(fine - value) < 1e-6 * abs(value) ? fine : value
  }
}
