import Fields
import Foundation

extension EvaluationPlan {
  /// All that decides the sums of a unit of work, by name. Titles, times asked for and how scores are
  /// shown are not among it: they may change between two runs.
  ///
  /// - Parameters:
  ///   - statistics: Those of all variables.
  ///   - own: Those of each variable; they are named where they are not those of all.
  func settings(statistics: [String], of own: [(variable: Variable, statistics: [String])] = []) -> [RunHeader.Setting]
  {
    var settings: [RunHeader.Setting] = []
    func add(_ name: String, _ value: String) { settings.append(RunHeader.Setting(name: name, value: value)) }
    add("variables", variables.map(\.description).joined(separator: ", "))
    for system in systems { add("forecast \(system.name)", system.identity) }
    add("stations", observations.stations.map { $0.sorted().joined(separator: " ") } ?? "all")
    if case .fields(let analysis) = observations.origin {
      add("regridding", analysis.regrid.rawValue)
      add("grid", analysis.target.description)
      add("weights", analysis.weights.rawValue)
      if let maps = analysis.maps {
        let leads = maps.leadTimes.map(\.description).joined(separator: " ")
        add("maps", "\(leads), blocks of \(maps.block.map(String.init) ?? "few") cells")
      }
    }
    add("interpolation", matching.method.rawValue)
    add("time tolerance", matching.timeTolerance.description)
    add(
      "height correction",
      matching.heightCorrection.map { "\($0.lapseRate) K m-1, \($0.scored.rawValue)" } ?? "none")
    add("quality", matching.qualities.sorted().map { "\($0)" }.joined(separator: ", "))
    add("sources", matching.sources.isEmpty ? "any" : matching.sources.joined(separator: ", "))
    add("station distance", "\(matching.stationDistance) m")
    if !climatology.isEmpty { add("climatology", climatology.map(\.lastPathComponent).joined(separator: ", ")) }
    for variable in variables {
      guard let own = thresholds[variable] else { continue }
      add("thresholds of \(variable)", own.map(\.description).joined(separator: ", "))
    }
    if let tolerance { add("tolerance", tolerance.description) }
    if !scales.isEmpty { add("scales", scales.map(\.description).joined(separator: ", ")) }
    for stratum in Strata(strata).kept.dropFirst() { add("stratum \(stratum.name)", stratum.identity) }
    add("statistics", statistics.joined(separator: ", "))
    for (variable, names) in own where names != statistics {
      add("statistics of \(variable)", names.isEmpty ? "none" : names.joined(separator: ", "))
    }
    return settings
  }

  /// Every file that is read, with what it is read for.
  func inputFiles() throws -> [(role: String, url: URL)] {
    var files: [(role: String, url: URL)] = []
    for system in systems {
      files += system.files.map { ("forecast \(system.name)", $0) }
      for (position, member) in system.members.enumerated() {
        files += member.map { ("forecast \(system.name) member \(position + 1)", $0) }
      }
      if case .climatology(let urls)? = system.reference { files += urls.map { ("forecast \(system.name)", $0) } }
      if let model = system.model {
        files += try model.files.map { ("model of \(system.name)", $0) }
        files += model.initial.map { ("initial state of \(system.name)", $0) }
      }
      if let orography = system.orography { files.append(("orography of \(system.name)", orography)) }
      if let landMask = system.landMask { files.append(("land mask of \(system.name)", landMask)) }
    }
    files += climatology.map { ("climatology", $0) }
    // A database grows by later imports; what is used of it is checked unit by unit.
    switch observations.origin {
    case .database: break
    case .files(let urls): files += urls.map { ("observations", $0) }
    case .analysis(let urls): files += urls.map { ("analysis", $0) }
    case .fields(let analysis): files += analysis.files.map { ("analysis", $0) }
    }
    if let landMask { files.append(("land mask of strata", landMask)) }
    if let list = observations.stationList { files.append(("station list", list)) }
    return files
  }
}

extension PlannedSystem {
  /// The files of all members, or of the one forecast.
  var allFiles: [URL] { members.isEmpty ? files : members.flatMap { $0 } }

  fileprivate var identity: String {
    var parts = [isHeightCorrected ? "height-corrected" : "raw"]
    switch reference {
    case .persistence?: parts.append("persistence")
    case .climatology?: parts.append("climatology")
    case nil: break
    }
    if let command { parts.append(command.identity) }
    if let model { parts.append(model.identity) }
    if let column { parts.append("column \(column)") }
    if let variable { parts.append("variable \(variable)") }
    parts += units.sorted { $0.key < $1.key }.map { "\($0.key) in \($0.value.symbol)" }
    if let initTime { parts.append("from \(initTime)") }
    if !members.isEmpty { parts.append("\(members.count) members") }
    return parts.joined(separator: ", ")
  }
}
