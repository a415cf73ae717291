import Fields
import Foundation

extension CFFile {
  /// What the file holds, array by array.
  var inspection: FileInspection {
    FileInspection(
      file: dataset.url.path, format: dataset.format, byteCount: dataset.byteCount,
      entries: layouts.map(entry) + refused.map(entry), warnings: dataset.notes + unknownNames)
  }

  /// One line for all arrays without a known name, which a file may have by the dozen.
  private var unknownNames: [String] {
    let names = refused.filter { $0.meaning == nil }.map(\.array.name)
    guard !names.isEmpty else { return [] }
    let more = names.count > 8 ? " and \(names.count - 8) more" : ""
    return ["not known by name or standard_name: \(names.prefix(8).joined(separator: ", "))\(more)"]
  }

  private func entry(_ layout: CFLayout) -> FileInspection.Entry {
    let slots = layout.isInvariant ? [] : layout.times.slots
    let variables = Set(layout.keys.map(\.variable))
    var warnings = [
      layout.meaning.warning, CFUnits.problem(layout.array.attributes.text("units"), of: layout.meaning.quantity),
    ]
    .compactMap { $0 }
    if variables.isEmpty, !slots.isEmpty {
      warnings.append(
        "it is \(layout.meaning.quantity.title) over a period that neither its name nor bounds of its time tell")
    }
    return FileInspection.Entry(
      name: layout.array.name, variable: variable(of: layout, variables), level: levelText(layout.levels),
      unit: layout.array.attributes.text("units") ?? "", grid: layout.horizontal.grid.summary,
      packing: packingText(layout.array), initTimes: Set(slots.map(\.initTime)).sorted(),
      leadTimes: Set(slots.map(\.leadTime)).sorted(), members: layout.memberCount,
      count: max(1, slots.count) * layout.levels.count * layout.memberCount, warnings: warnings)
  }

  private func entry(_ refused: Refused) -> FileInspection.Entry {
    FileInspection.Entry(
      name: refused.array.name, variable: nil, level: "", unit: refused.array.attributes.text("units") ?? "",
      grid: refused.array.dimensions.map { "\($0.name) \($0.length)" }.joined(separator: " × "),
      packing: packingText(refused.array), initTimes: [], leadTimes: [], members: 1, count: 1,
      warnings: refused.meaning == nil ? [] : [refused.problem])
  }

  /// One variable's short name, or for several what they have in common.
  private func variable(of layout: CFLayout, _ variables: Set<Variable>) -> String? {
    if layout.isInvariant { return Variable(layout.meaning.quantity, layout.levels[0] ?? .surface).description }
    if variables.count == 1 { return variables.first?.description }
    return variables.isEmpty ? nil : layout.meaning.quantity.symbol
  }

  private func levelText(_ levels: [Level?]) -> String {
    let texts = levels.map { level in
      switch level {
      case nil: "?"
      case .surface?: "surface"
      case .meanSeaLevel?: "mean sea level"
      case .column?: "column"
      case .height(let metres)?: "\(trimmed(metres)) m"
      case .pressure(let hectopascals)?: "\(trimmed(hectopascals)) hPa"
      case .model(let number)?: "model level \(number)"
      }
    }
    guard texts.count > 6 else { return texts.joined(separator: ", ") }
    return "\(texts.count) levels, \(texts[0]) to \(texts[texts.count - 1])"
  }

  private func packingText(_ array: CFArray) -> String {
    [array.storage, CFPacking(array).summary].compactMap { $0 }.joined(separator: ", ")
  }

  private func trimmed(_ x: Double) -> String { Int(exactly: x).map(String.init) ?? String(x) }
}
