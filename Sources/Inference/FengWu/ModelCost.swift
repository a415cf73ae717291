/// What a step of a model costs, told before anything runs: from its hyper-parameters and the headers of its weights.
public struct ModelCost: Sendable {
  public let parameters: Int
  /// Bytes of the weights as they are stored.
  public let storedBytes: Int
  public let stages: [NetworkStage]
  /// Bytes of the state that goes in and of the one that comes out.
  public let stateBytes: Int
  /// Bytes of the weights of each stage while they are in memory.
  private let weightBytes: [Int]
  /// The same as they are stored.
  private let stored: [Int]

  init(_ description: ModelDescription, _ weights: WeightStore, threads: Int) {
    let network = description.network
    stages = network.stages(cells: description.grid.count, threads: threads)
    parameters = weights.names.reduce(0) { $0 + weights.parameterCount(of: $1) }
    storedBytes = weights.storedBytes(under: [""])
    stateBytes = 2 * 4 * network.channels * description.grid.count
    stored = stages.map { weights.storedBytes(under: $0.prefixes) }
    weightBytes = stages.map { weights.residentBytes(under: $0.prefixes) + $0.arranged }
  }

  public var operations: Double { stages.reduce(0) { $0 + $1.operations } }

  /// Bytes at the peak, without the program itself.
  public func peak(_ residency: WeightResidency) -> Int {
    let stage = stages.indices.map { position -> Int in
      let weights =
        switch residency {
        case .kept: weightBytes[position] - stored[position] + storedBytes
        case .streamed(let ahead):
          weightBytes[position] + (ahead && position + 1 < stages.count ? stored[position + 1] : 0)
        }
      return stages[position].activations + weights
    }
    return stateBytes + (stage.max() ?? 0)
  }

  /// How weights are held under a limit in bytes; nil has none.
  ///
  /// Throws `InferenceError` where not even one stage at a time fits.
  public func residency(under limit: Int?, file: String) throws -> WeightResidency {
    guard let limit else { return .kept }
    let ways: [WeightResidency] = [.kept, .streamed(ahead: true), .streamed(ahead: false)]
    if let way = ways.first(where: { peak($0) <= limit }) { return way }
    let least = peak(.streamed(ahead: false))
    throw InferenceError(
      file: file, "a step needs \(ByteCount(least)), and the limit is \(ByteCount(limit))",
      suggestion: "See what needs it with `verify model inspect`, and raise the memory limit (--memory-limit, or "
        + "memory-limit in an evaluation file).")
  }
}

/// A number of bytes, for people: `2.4 GiB`.
public struct ByteCount: CustomStringConvertible, Hashable, Sendable {
  public let bytes: Int

  public init(_ bytes: Int) { self.bytes = bytes }

  public var description: String {
    var value = Double(bytes)
    var unit = 0
    let units = ["bytes", "KiB", "MiB", "GiB", "TiB"]
    while value >= 1024, unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    guard unit > 0 else { return "\(bytes) bytes" }
    let tenths = (value * 10).rounded() / 10
    return "\(tenths) \(units[unit])"
  }

  /// Reads `2GiB`, `500MB`, `1073741824`; nil where it is no number of bytes above 0.
  public init?(_ text: String) {
    let number = text.prefix { $0.isNumber || $0 == "." }
    let units: [String: Double] = [
      "": 1, "b": 1, "k": 1024, "kib": 1024, "kb": 1e3, "m": 1_048_576, "mib": 1_048_576, "mb": 1e6,
      "g": 1_073_741_824, "gib": 1_073_741_824, "gb": 1e9, "t": 1_099_511_627_776, "tib": 1_099_511_627_776, "tb": 1e12,
    ]
    let unit = text.dropFirst(number.count).filter { $0 != " " }.lowercased()
    guard let value = Double(number), let factor = units[unit], value * factor >= 1, value * factor < 1e18 else {
      return nil
    }
    bytes = Int(value * factor)
  }
}
