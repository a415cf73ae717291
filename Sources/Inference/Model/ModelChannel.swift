public import Fields

/// One of the fields that make a model's state: what it is, in which unit, and how it is normalised.
public struct ModelChannel: Sendable, Hashable {
  /// For people: `z500`.
  public let name: String
  public let variable: Variable
  /// The unit of the mean and the standard deviation.
  public let unit: PhysicalUnit
  public let mean: Double
  public let standardDeviation: Double
  /// Values below become this, those that the network makes and those it is given: 0 for an amount of rain.
  public let minimum: Double?

  /// The line from the canonical unit to the network's numbers: value × scale + offset.
  var normalisation: (scale: Float, offset: Float) {
    let line = variable.unit.line(to: unit) ?? (1, 0)
    return (Float(line.scale / standardDeviation), Float((line.offset - mean) / standardDeviation))
  }

  /// The way back, with its least value in the canonical unit.
  var denormalisation: (scale: Float, offset: Float, minimum: Float) {
    let line = unit.line(to: variable.unit) ?? (1, 0)
    return (
      Float(line.scale * standardDeviation), Float(line.scale * mean + line.offset),
      minimum.map { Float($0 * line.scale + line.offset) } ?? -.infinity
    )
  }

  /// The least of the network's numbers; nil where there is none.
  var normalisedMinimum: Float? { minimum.map { Float(($0 - mean) / standardDeviation) } }

  /// Nil where something is missing or of another kind, which is then among the faults of `section`.
  init?(_ section: JSONSection) {
    let name = section.text("name")
    let quantityName = section.text("standard_name")
    let unitName = section.text("units")
    let (mean, deviation) = (section.number("mean"), section.number("std"))
    let minimum = section.value("minimum") == nil ? nil : section.number("minimum")
    let level = ModelChannel.level(section)
    let processing = ModelChannel.processing(section)
    section.refuseOthers()
    guard let name, let quantityName, let unitName, let mean, let deviation, let level, let processing else {
      return nil
    }
    guard let quantity = Quantity(standardName: quantityName) else {
      section.fault("standard_name", "'\(quantityName)' is no quantity that is known here")
      return nil
    }
    guard let unit = PhysicalUnit(unitName), unit.line(to: quantity.unit) != nil else {
      section.fault("units", "'\(unitName)' is no unit of \(quantity.title), expected one like \(quantity.unit)")
      return nil
    }
    guard deviation > 0, deviation.isFinite, mean.isFinite else {
      section.fault("std", "is \(deviation) beside a mean of \(mean), expected a number above 0")
      return nil
    }
    self.name = name
    variable = Variable(quantity, level ?? ModelChannel.usualLevel(of: quantity), processing)
    self.unit = unit
    self.mean = mean
    standardDeviation = deviation
    self.minimum = minimum
  }

  /// The level; `.some(nil)` where none is named, nil where it is wrong.
  private static func level(_ section: JSONSection) -> Level?? {
    var levels: [Level] = []
    if section.value("pressure_hpa") != nil {
      guard let pressure = section.number("pressure_hpa") else { return nil }
      levels.append(.pressure(pressure))
    }
    if section.value("height_m") != nil {
      guard let height = section.number("height_m") else { return nil }
      levels.append(.height(height))
    }
    guard levels.count < 2 else {
      section.fault("height_m", "stands beside pressure_hpa; a channel has one level")
      return nil
    }
    return .some(levels.first)
  }

  private static func processing(_ section: JSONSection) -> Processing? {
    guard section.value("accumulation_hours") != nil else { return .instantaneous }
    guard let hours = section.whole("accumulation_hours", in: 1...240) else { return nil }
    return .accumulation(.hours(hours))
  }

  /// Where a quantity is when no level is named.
  private static func usualLevel(of quantity: Quantity) -> Level {
    switch quantity {
    case .seaLevelPressure: .meanSeaLevel
    case .cloudCover: .column
    default: .surface
    }
  }
}
