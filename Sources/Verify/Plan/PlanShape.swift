/// What may stand at a place of an evaluation file.
///
/// One description serves the validation of a file and the JSON Schema that editors use.
indirect enum PlanShape: Sendable {
  case text
  case number
  case flag
  /// A file, a folder or a pattern with `*` and `?`.
  case path
  /// `2018-11-18T12`
  case time
  /// `6h`, `30min`
  case span
  /// `6h`, or `0h..48h by 6h`
  case leadTimes
  /// `0h..24h`
  case leadBand
  /// `t2m`, or a name that a lexicon maps to it
  case variable
  case unit
  case choice([String])
  /// Several, or one alone without brackets.
  case list(PlanShape)
  case section([PlanKey])
  /// A section whose keys are names that the author chooses.
  case named(PlanShape)
  case either([PlanShape])
}

/// A key of a section.
struct PlanKey: Sendable {
  let name: String
  let shape: PlanShape
  let isRequired: Bool
  /// One sentence, with the default where there is one.
  let summary: String

  init(_ name: String, _ shape: PlanShape, required: Bool = false, _ summary: String) {
    self.name = name
    self.shape = shape
    isRequired = required
    self.summary = summary
  }
}

extension PlanShape {
  /// For messages: `a time such as 2018-11-18T12`.
  var summary: String {
    switch self {
    case .text: "text"
    case .number: "a number"
    case .flag: "true or false"
    case .path: "a file, a folder or a pattern such as forecasts/*.grib"
    case .time: "a time such as 2018-11-18T12"
    case .span: "a length of time such as 6h or 30min"
    case .leadTimes: "a lead time such as 6h, or a range such as 0h..48h by 6h"
    case .leadBand: "lead times from one to another such as 0h..24h"
    case .variable: "a variable such as t2m, ws10m or tp24h"
    case .unit: "a unit such as K, degC or mm"
    case .choice(let names): names.count == 1 ? names[0] : "one of " + names.joined(separator: ", ")
    case .list(let item): "a list of " + item.summary
    case .section(let keys): "a section with " + keys.map(\.name).joined(separator: ", ")
    case .named(let item): "a section of names, each with " + item.summary
    case .either(let shapes): shapes.map(\.summary).joined(separator: ", or ")
    }
  }
}
