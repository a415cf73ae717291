import Foundation

/// Reading `wave` of `model.json`.
extension WaveConfiguration {
  /// What is absent has its default; faults are those of the section.
  init(_ section: JSONSection) {
    self.init()
    func set<Value>(_ path: WritableKeyPath<WaveConfiguration, Value>, _ value: Value?) {
      if let value { self[keyPath: path] = value }
    }
    set(\.segment, section.whole("segment", in: Limit.segment, or: segment))
    set(\.tokensPerCluster, section.whole("tokens_per_cluster", in: Limit.tokensPerCluster, or: tokensPerCluster))
    set(\.iterations, section.whole("iterations", in: Limit.iterations, or: iterations))
    set(\.assignment, section.choice("assignment", or: assignment))
    set(\.precision, section.choice("precision", or: precision))
    set(\.retrieved, WaveConfiguration.share(section, "retrieved", or: retrieved))
    set(\.estimation, WaveConfiguration.estimation(section, or: estimation))
    if section.value("accuracy") != nil, let accuracy = section.section("accuracy") {
      set(\.estimatedMass, WaveConfiguration.share(accuracy, "estimated_mass", or: nil).map { Float($0) })
      accuracy.refuseOthers()
    }
    set(\.tile, section.wholes("tile", count: 2...2, in: Limit.tileSide, or: tile))
    set(\.neighbourhood, section.whole("neighbourhood", in: Limit.neighbourhood, or: neighbourhood))
    set(\.memoryStates, section.whole("memory_states", in: Limit.memoryStates, or: memoryStates))
    set(\.buffer, WaveConfiguration.buffer(section))
    section.refuseOthers()
  }

  private static func share(_ section: JSONSection, _ key: String, or fallback: Double?) -> Double? {
    section.take(key, "a number from 0 to 1", or: fallback) {
      if case .number(let number) = $0, Limit.share.contains(number) { number } else { nil }
    }
  }

  private static func estimation(_ section: JSONSection, or fallback: Estimation) -> Estimation? {
    section.take("estimated", "all, none or a number from 0 to 1", or: fallback) {
      switch $0 {
      case .text("all"): .all
      case .text("none"): Estimation.none
      case .number(let number) where Limit.share.contains(number): .fraction(number)
      default: nil
      }
    }
  }

  /// Where `store` is memory, which is the default, there is none.
  private static func buffer(_ section: JSONSection) -> WaveBuffer? {
    let isInFile: Bool? = section.take("store", "one of memory, file", or: false) {
      switch $0 {
      case .text("memory"): false
      case .text("file"): true
      default: nil
      }
    }
    let part = share(section, "cache", or: 0.2)
    guard isInFile == true else { return nil }
    var buffer = WaveBuffer(.file(in: FileManager.default.temporaryDirectory))
    if let part { buffer.cache = .fraction(part) }
    return buffer
  }
}
