import Fields
import Foundation
import Metrics
import Yams

/// Takes the strata from nodes whose shapes are checked.
struct PlannedStrata {
  let reader: PlanReader
  let variables: [Variable]
  private let hasClimatology: Bool
  private var found: [Stratum] = []

  /// More would not be read by anyone, and each takes room in the results.
  static let limit = 1000

  init(reader: PlanReader, _ plan: EvaluationPlan) {
    self.reader = reader
    variables = plan.variables
    hasClimatology = !plan.climatology.isEmpty
  }

  /// In the order of their kinds, products last.
  func strata(_ node: Node?) throws -> [Stratum] {
    guard let node else { return [] }
    var strata = self
    if let regions = node["regions"] {
      for (key, name, region) in try PlannedRegions(reader: reader).regions(regions) {
        try strata.add(Stratum(name: name, region: region), at: key)
      }
    }
    for (key, list) in node["station-lists"]?.mapping ?? [:] {
      try strata.add(Stratum(name: key.string ?? "", stations: try reader.stationSet(list)), at: key)
    }
    if let landSea = node["land-sea"] { try strata.addLandSea(landSea) }
    if let height = node["height"] { try strata.addHeights(height) }
    try strata.addTimes(node)
    for (key, conditions) in node["observed"]?.mapping ?? [:] { try strata.addObserved(key, conditions) }
    if let products = node["products"] { try strata.addProducts(products) }
    return strata.found
  }

  private mutating func add(_ stratum: Stratum, at node: Node) throws {
    guard stratum.name != Stratum.all.name, !found.contains(where: { $0.name == stratum.name }) else {
      throw reader.validator.error(
        at: node, "a stratum is named '\(stratum.name)' already", suggestion: "Give it another name, or leave one out.")
    }
    guard found.count < PlannedStrata.limit else {
      throw reader.validator.error(
        at: node, "these are more than \(PlannedStrata.limit) strata",
        suggestion: "Take fewer kinds in 'products', or several evaluations.")
    }
    found.append(stratum)
  }

  // MARK: - Places

  private mutating func addLandSea(_ node: Node) throws {
    guard let list = node["sea-stations"] else {
      // Whether there is a mask is looked at where it is taken.
      guard node["mask"] != nil || reader.flag(node) else { return }
      try add(Stratum(name: "land", .landSea, .place(.land)), at: node)
      return try add(Stratum(name: "sea", .landSea, .place(.sea)), at: node)
    }
    let stations = try reader.stationSet(list)
    try add(Stratum(name: "land", .landSea, .place(.stationsBut(stations))), at: node)
    try add(Stratum(name: "sea", .landSea, .place(.stations(stations))), at: node)
  }

  private mutating func addHeights(_ node: Node) throws {
    let edges = try increasing(node, "height") { reader.number($0) }
    for (from, below) in PlannedStrata.bands(edges) {
      let name = PlannedStrata.bandName(from.map(PlannedStrata.text), below.map(PlannedStrata.text), "m")
      try add(Stratum(name: "height \(name)", .height, .place(.height(from: from, below: below))), at: node)
    }
  }

  // MARK: - Times

  private mutating func addTimes(_ node: Node) throws {
    if let seasons = node["seasons"], reader.flag(seasons) {
      for (name, months) in [("DJF", [12, 1, 2]), ("MAM", [3, 4, 5]), ("JJA", [6, 7, 8]), ("SON", [9, 10, 11])] {
        try add(Stratum(name: name, .seasons, .time(.validMonths(months))), at: seasons)
      }
    }
    if let list = node["months"] {
      let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
      let months =
        if case .sequence = list { try whole(list, "months", 1...12) } else {
          Int(list.string ?? "").map { [$0] } ?? (reader.flag(list) ? Array(1...12) : [])
        }
      for month in months {
        guard names.indices.contains(month - 1) else {
          throw reader.validator.mismatch(list, .flag, at: "strata: months")
        }
        try add(Stratum(name: names[month - 1], .months, .time(.validMonths([month]))), at: list)
      }
    }
    for hour in try whole(node["valid-hours"], "valid-hours", 0...23) {
      try add(
        Stratum(name: "valid \(twoDigits(hour)) UTC", .validHours, .time(.validHours([hour]))),
        at: node["valid-hours"] ?? node)
    }
    for hour in try whole(node["initial-hours"], "initial-hours", 0...23) {
      try add(
        Stratum(name: "initial \(twoDigits(hour)) UTC", .initHours, .time(.initHours([hour]))),
        at: node["initial-hours"] ?? node)
    }
    for item in reader.items(node["lead-bands"]) {
      guard let band = LeadBand(item.string ?? "") else {
        throw reader.validator.mismatch(item, .leadBand, at: "strata: lead-bands")
      }
      try add(
        Stratum(
          name: "lead \(band.from)..\(band.through)", .leadBands,
          .time(.leadTimes(from: band.from, through: band.through))), at: item)
    }
  }

  private func twoDigits(_ hour: Int) -> String { hour < 10 ? "0\(hour)" : "\(hour)" }

  // MARK: - Observations

  private mutating func addObserved(_ key: Node, _ node: Node) throws {
    guard let variable = PlanVariables.variable(named: key.string ?? "") else {
      throw reader.validator.mismatch(key, .variable, at: "strata: observed")
    }
    guard variables.contains(variable) else {
      throw reader.validator.error(
        at: key, "'strata: observed' names \(variable), which is not among the variables",
        suggestion: "They are \(variables.map(\.description).joined(separator: ", ")).")
    }
    guard !WindScores.isWind(variable) else {
      throw reader.validator.error(
        at: key, "'strata: observed' names \(variable), a vector", suggestion: "Choose by its speed, such as ws10m.")
    }
    if let quantiles = node["quantiles"] { try addQuantiles(quantiles, of: variable) }
    for (name, comparison) in [
      ("above", Threshold.Comparison.above), ("at-least", .atLeast), ("below", .below), ("at-most", .atMost),
    ] {
      for item in reader.items(node[name]) {
        let value = try value(item, of: variable, "strata: observed: \(variable): \(name)")
        try add(
          Stratum(
            name: "observed \(variable) \(comparison.rawValue) \(value.text)", .observed,
            .observed(ObservedCondition(variable, [Threshold(comparison, value.number)]))), at: item)
      }
    }
    if let bands = node["bands"] { try addBands(bands, of: variable) }
    let conditions = Set(found.flatMap(\.observed).filter { $0.variable == variable })
    guard conditions.count <= ObservedCondition.limit else {
      throw reader.validator.error(
        at: key, "\(conditions.count) conditions on \(variable) in 'strata: observed'",
        suggestion: "Give at most \(ObservedCondition.limit).")
    }
  }

  private mutating func addBands(_ bands: Node, of variable: Variable) throws {
    var texts: [Double: (number: String, unit: String)] = [:]
    let edges = try increasing(bands, "observed: \(variable): bands") { item in
      let value = try value(item, of: variable, "strata: observed: \(variable): bands")
      texts[value.number] = (value.written, value.unit)
      return value.number
    }
    for (from, below) in PlannedStrata.bands(edges) {
      let unit = (from ?? below).flatMap { texts[$0]?.unit } ?? ""
      let name = PlannedStrata.bandName(from.flatMap { texts[$0]?.number }, below.flatMap { texts[$0]?.number }, unit)
      let thresholds = [from.map { Threshold(.atLeast, $0) }, below.map { Threshold(.below, $0) }].compactMap { $0 }
      try add(
        Stratum(name: "observed \(variable) \(name)", .observed, .observed(ObservedCondition(variable, thresholds))),
        at: bands)
    }
  }

  /// Bands of the climatology of each place, day of year and hour.
  private mutating func addQuantiles(_ node: Node, of variable: Variable) throws {
    guard hasClimatology else {
      throw reader.validator.error(
        at: node, "'quantiles' are of a climatology, and the evaluation names none",
        suggestion: "Make one with `verify climatology build` and name it as 'climatology', or give values with their "
          + "unit as 'bands'.")
    }
    let edges = try increasing(node, "observed: \(variable): quantiles") { item in
      guard let level = reader.number(item), level > 0, level < 1 else {
        throw reader.validator.error(
          at: item,
          "'strata: observed: \(variable): quantiles' is '\(item.string ?? "")'; expected levels between 0 and 1")
      }
      return level
    }
    for (from, below) in PlannedStrata.bands(edges) {
      let (low, high) = (from.map(QuantileLevel.init), below.map(QuantileLevel.init))
      let name = PlannedStrata.bandName(low.map { "q\($0)" }, high.map { "q\($0)" }, "")
      let thresholds = [
        low.map { Threshold(.atLeast, .quantile($0)) }, high.map { Threshold(.below, .quantile($0)) },
      ].compactMap { $0 }
      try add(
        Stratum(name: "observed \(variable) \(name)", .observed, .observed(ObservedCondition(variable, thresholds))),
        at: node)
    }
  }

  /// `10 m/s` in the canonical unit, and as it is shown.
  private func value(
    _ node: Node, of variable: Variable, _ place: String
  ) throws -> (number: Double, written: String, unit: String, text: String) {
    let text = node.string ?? ""
    let parts = UnitText(text)
    guard let written = Double(parts.numbers), written.isFinite, let unit = parts.unit else {
      throw reader.validator.error(
        at: node, "'\(place)' is '\(text)'; expected a number with its unit",
        suggestion: "Write it like \(PlannedThreshold.example(of: variable)).")
    }
    guard let convert = unit.conversion(to: variable.unit) else {
      throw reader.validator.error(
        at: node, "'\(place)' is in '\(unit)', which is no unit of \(variable.quantity.title)",
        suggestion: "Write it like \(PlannedThreshold.example(of: variable)).")
    }
    let number = convert(written)
    guard number.isFinite else {
      throw reader.validator.error(
        at: node, "'\(place)' is '\(text)', which is too large a number in \(variable.unit)",
        suggestion: "Write it like \(PlannedThreshold.example(of: variable)).")
    }
    return (number, PlannedStrata.text(written), unit.symbol, "\(PlannedStrata.text(written)) \(unit.symbol)")
  }

  // MARK: - Products

  private mutating func addProducts(_ node: Node) throws {
    // A list of names alone is one product.
    let lists = reader.items(node)
    let products = lists.allSatisfy { $0.string != nil } ? [lists] : lists.map { reader.items($0) }
    let singles = found
    for product in products {
      guard product.count >= 2 else {
        throw reader.validator.error(
          at: product.first ?? node, "a product of '\(product.first?.string ?? "")' alone",
          suggestion: "Name two kinds or more: [regions, seasons].")
      }
      var combinations: [[Stratum]] = [[]]
      for factor in product {
        let choices = try choices(factor, singles)
        combinations = combinations.flatMap { combination in choices.map { combination + [$0] } }
        guard combinations.count <= PlannedStrata.limit else { break }
      }
      for factors in combinations { try add(.product(of: factors), at: product[0]) }
    }
  }

  private func choices(_ node: Node, _ singles: [Stratum]) throws -> [Stratum] {
    let name = node.string ?? ""
    let choices = singles.filter { $0.name == name || $0.family.rawValue == name }
    guard choices.isEmpty else { return choices }
    let known = Stratum.Family.allCases.map(\.rawValue).filter { family in
      singles.contains { $0.family.rawValue == family }
    }
    throw reader.validator.error(
      at: node, "'strata: products' names '\(name)', which is no kind and no stratum of this evaluation",
      suggestion: nearestName(to: name, among: known + singles.map(\.name)).map { "Did you mean '\($0)'?" }
        ?? "Kinds are \(known.joined(separator: ", ")); give the kind itself first.")
  }

  // MARK: - Numbers

  private func whole(_ node: Node?, _ key: String, _ range: ClosedRange<Int>) throws -> [Int] {
    var numbers: [Int] = []
    for item in reader.items(node) {
      guard let number = item.string.flatMap(Int.init), range.contains(number) else {
        throw reader.validator.error(
          at: item,
          "'strata: \(key)' is '\(item.string ?? "")'; expected whole numbers from \(range.lowerBound) to "
            + "\(range.upperBound)")
      }
      if !numbers.contains(number) { numbers.append(number) }
    }
    return numbers
  }

  private func increasing(_ node: Node, _ key: String, _ number: (Node) throws -> Double?) throws -> [Double] {
    var edges: [Double] = []
    for item in reader.items(node) {
      guard let edge = try number(item), edges.last.map({ $0 < edge }) ?? true else {
        throw reader.validator.error(
          at: item, "'strata: \(key)' has '\(item.string ?? "")' after a value that is not below it",
          suggestion: "Write edges in increasing order.")
      }
      edges.append(edge)
    }
    return edges
  }

  /// Below the first edge, between each two, and from the last on.
  private static func bands(_ edges: [Double]) -> [(from: Double?, below: Double?)] {
    let ends: [Double?] = [nil] + edges + [nil]
    return zip(ends, ends.dropFirst()).map { ($0, $1) }
  }

  private static func bandName(_ from: String?, _ below: String?, _ unit: String) -> String {
    let end = unit.isEmpty ? "" : " \(unit)"
    return switch (from, below) {
    case (let from?, let below?): "\(from)..\(below)\(end)"
    case (let from?, nil): "from \(from)\(end)"
    case (nil, let below?): "below \(below)\(end)"
    case (nil, nil): "any"
    }
  }

  private static func text(_ x: Double) -> String { Int(exactly: x).map(String.init) ?? String(x) }
}
