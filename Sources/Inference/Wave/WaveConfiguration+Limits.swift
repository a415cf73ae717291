/// What the numbers may be, however they come.
extension WaveConfiguration {
  enum Limit {
    static let segment = 1...1_000_000
    static let tokensPerCluster = 1...4096
    static let iterations = 0...1000
    static let tileSide = 1...1024
    static let neighbourhood = 0...100_000
    static let memoryStates = 0...1000
    static let share = 0.0...1
  }

  /// What is wrong with them, by the names that they have in `model.json` where they have one; empty where nothing is.
  var faults: [String] {
    var faults: [String] = []
    func check<Number>(_ name: String, _ number: Number, _ range: ClosedRange<Number>) {
      guard !range.contains(number) else { return }
      faults.append("\(name) is \(number), expected \(range.lowerBound) to \(range.upperBound)")
    }
    check("segment", segment, Limit.segment)
    check("tokens_per_cluster", tokensPerCluster, Limit.tokensPerCluster)
    check("iterations", iterations, Limit.iterations)
    check("retrieved", retrieved, Limit.share)
    if case .fraction(let part) = estimation { check("estimated", part, Limit.share) }
    if let estimatedMass { check("accuracy.estimated_mass", Double(estimatedMass), Limit.share) }
    for (name, count) in [("sinks", sinks), ("window", window), ("update", update)] {
      check(name, count, 0...Limit.segment.upperBound)
    }
    if tile.count != 2 { faults.append("tile is \(tile), expected rows and columns") }
    for side in tile { check("tile", side, Limit.tileSide) }
    check("neighbourhood", neighbourhood, Limit.neighbourhood)
    check("memory_states", memoryStates, Limit.memoryStates)
    if let buffer { faults += buffer.faults }
    return faults
  }

  /// Throws an `InferenceError` with all that is wrong.
  func check() throws {
    let faults = faults
    guard faults.isEmpty else {
      throw InferenceError("wave attention can't work so: \(faults.joined(separator: "; "))")
    }
  }
}

extension WaveBuffer {
  /// What is wrong with its numbers.
  var faults: [String] {
    var faults: [String] = []
    switch cache {
    case .fraction(let part) where !(part >= 0 && part.isFinite): faults.append("cache is \(part), expected 0 or more")
    case .bytes(let bytes) where bytes < 0: faults.append("cache is \(bytes) bytes, expected 0 or more")
    default: break
    }
    for (name, bytes) in [("reading", reading), ("coalesced", coalesced)] where bytes < 1 {
      faults.append("\(name) is \(bytes) bytes, expected 1 or more")
    }
    return faults
  }
}
