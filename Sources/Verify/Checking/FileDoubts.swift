import Fields
import Formats

/// What looks wrong with the files of one system.
struct FileDoubts {
  let warnings: [String]

  init(_ system: PlannedSystem, _ inspections: [FileInspection], _ plan: EvaluationPlan) {
    var warnings: [String] = []
    for inspection in inspections {
      let file = inspection.file.split(separator: "/").last.map(String.init) ?? inspection.file
      warnings += (inspection.warnings + inspection.entries.flatMap(\.warnings)).map { "\(file): \($0)" }
      for entry in inspection.entries where FileDoubts.isMetresOfWater(entry) {
        warnings.append(
          "\(file): \(entry.name) is in \(entry.unit), as ECMWF writes precipitation in metres since the start; "
            + "it is converted to kg m-2, and totals of shorter periods are differences")
      }
    }
    let held = Set(inspections.flatMap(\.entries).compactMap(\.variable))
    for variable in plan.variables where [.windSpeed, .windDirection].contains(variable.quantity) {
      let parts = [Quantity.eastwardWind, .northwardWind].map { Variable($0, variable.level).description }
      let found = parts.filter(held.contains)
      if !held.contains(variable.description), found.count == 1, let lacking = parts.first(where: { $0 != found[0] }) {
        warnings.append("\(system.name) holds \(found[0]) without \(lacking), so \(variable) can't be derived")
      }
    }
    self.warnings = FileDoubts.unique(warnings)
  }

  private static func isMetresOfWater(_ entry: FileInspection.Entry) -> Bool {
    guard let name = entry.variable, let variable = Variable(name) else { return false }
    return variable.quantity == .precipitation && entry.unit == "m"
  }

  private static func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }
}
