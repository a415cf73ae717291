import Fields

/// What a message says it is, before any of it is believed.
struct GRIBProduct: Sendable, Hashable {
  var edition: Int
  var centre: String
  var shortName: String
  var name: String
  var paramId: Int
  var unit: String
  var typeOfLevel: String
  /// In the unit of `typeOfLevel`; 0 where it has none.
  var level: Double
  var gridType: String
  var packing: String
  /// `an`, `fc`, `cf`, `pf`, `em` ...; empty where the centre does not say.
  var dataType: String
  /// Discipline, category and number of edition 2.
  var codes: [Int]?
  /// The product definition template of edition 2.
  var template: Int?
  /// The number of the member; nil where the field is of no ensemble.
  var member: GRIBMember?
  var pointCount: Int
  /// Whether components of vectors are along the grid's own axes.
  var gridRelative: Bool

  init(_ handle: borrowing ECCodesHandle, edition: Int) {
    self.edition = edition
    centre = handle.string("centre") ?? "?"
    shortName = handle.string("shortName") ?? "unknown"
    name = handle.string("name") ?? "unknown"
    paramId = handle.integer("paramId") ?? 0
    unit = handle.string("units") ?? ""
    typeOfLevel = handle.string("typeOfLevel") ?? "unknown"
    level = handle.double("level") ?? 0
    gridType = handle.string("gridType") ?? "unknown"
    packing = handle.string("packingType") ?? "unknown"
    let type = handle.string("dataType") ?? ""
    dataType = type == "unknown" || type == "af" ? "" : type
    if edition == 2, let discipline = handle.integer("discipline"),
      let category = handle.integer("parameterCategory"), let number = handle.integer("parameterNumber")
    {
      codes = [discipline, category, number]
    }
    template = edition == 2 ? handle.integer("productDefinitionTemplateNumber") : nil
    pointCount = handle.integer("numberOfPoints") ?? handle.integer("numberOfDataPoints") ?? 0
    gridRelative = handle.integer("uvRelativeToGrid") == 1
    member = GRIBMember(handle, edition: edition, dataType: type)
  }

  /// The level, for people: `500 hPa`, `2 m above ground`.
  var levelText: String {
    let number = level == level.rounded() && abs(level) < 1e12 ? String(Int(level)) : String(level)
    switch typeOfLevel {
    case "isobaricInhPa": return "\(number) hPa"
    case "isobaricInPa": return "\(number) Pa"
    case "heightAboveGround": return "\(number) m above ground"
    case "heightAboveSea": return "\(number) m above sea"
    case "meanSea": return "mean sea level"
    case "hybrid": return "model level \(number)"
    case "surface", "entireAtmosphere", "atmosphere", "tropopause", "unknown", "": return typeOfLevel
    default: return level == 0 ? typeOfLevel : "\(typeOfLevel) \(number)"
    }
  }
}

/// Which member of an ensemble a field is.
struct GRIBMember: Sendable, Hashable, Comparable, CustomStringConvertible {
  var number: Int
  /// Code table 4.6 of edition 2, where pairs of opposite perturbations share a number; else 0.
  var kind: Int

  init(number: Int, kind: Int) {
    self.number = number
    self.kind = kind
  }

  /// The member that a message names; nil where it names none, or is of an ensemble of none.
  init?(_ handle: borrowing ECCodesHandle, edition: Int, dataType: String) {
    guard let number = handle.integer("perturbationNumber") ?? handle.integer("number") else { return nil }
    if edition == 1 {
      let size = handle.integer("numberOfForecastsInEnsemble") ?? handle.integer("totalNumber") ?? 0
      guard size > 0 || number > 0 || ["cf", "pf", "fcmean"].contains(dataType) else { return nil }
      self.init(number: number, kind: 0)
    } else {
      // 2 and 3 are negative and positive perturbations; the rest have numbers of their own.
      let kind = handle.integer("typeOfEnsembleForecast") ?? 255
      self.init(number: number, kind: kind == 2 ? 2 : 0)
    }
  }

  static func < (a: GRIBMember, b: GRIBMember) -> Bool { (a.number, a.kind) < (b.number, b.kind) }

  var description: String { kind == 2 ? "-\(number)" : "\(number)" }
}
