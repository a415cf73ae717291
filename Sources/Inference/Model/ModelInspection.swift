import Foundation

/// What a model is and what a step of it costs, for people and programs.
public struct ModelInspection: Sendable, Encodable {
  public struct Stage: Sendable, Encodable {
    public let name: String
    /// 10⁹ floating point operations.
    public let gigaOperations: Double
    /// Bytes beside states and weights, at most.
    public let activations: Int
  }

  public let title: String
  public let parameters: Int
  public let storedBytes: Int
  /// 10⁹ floating point operations of a step, without those of adapters.
  public let gigaOperations: Double
  /// Bytes at the peak of a step with all weights kept, with a block and the next, and with a block at a time.
  public let peak: [String: Int]
  public let stateBytes: Int
  public let tokens: Int
  public let attention: [String]
  public let grid: String
  public let timeStep: String
  public let channels: [String]
  public let adapters: String
  public let stages: [Stage]
  /// What OpenBLAS calls the kernels it uses on this machine, and what to do where others would be far faster.
  public let kernels: String
  public let kernelAdvice: String?

  public init(_ folder: ModelFolder, threads: Int) {
    let (description, network) = (folder.description, folder.description.network)
    let cost = folder.cost(threads: threads)
    title = description.title
    parameters = cost.parameters
    storedBytes = cost.storedBytes
    gigaOperations = cost.operations / 1e9
    peak = [
      "kept": cost.peak(.kept), "two blocks": cost.peak(.streamed(ahead: true)),
      "one block": cost.peak(.streamed(ahead: false)),
    ]
    stateBytes = cost.stateBytes
    tokens = network.fineTokenCount
    attention = ModelInspection.attention(network)
    grid = description.grid.summary
    timeStep = description.timeStep.description
    channels = description.channels.map {
      "\($0.name): \($0.variable.title), \($0.unit), \(ModelInspection.digits($0.mean, 6)) ± "
        + ModelInspection.digits($0.standardDeviation, 6)
    }
    adapters = ModelInspection.adapters(network)
    stages = cost.stages.map { Stage(name: $0.name, gigaOperations: $0.operations / 1e9, activations: $0.activations) }
    kernels = MatrixKernels.current.name
    kernelAdvice = MatrixKernels.current.advice
  }

  private static func attention(_ network: FengWuConfiguration) -> [String] {
    var kinds: [(text: String, blocks: [Int])] = []
    for block in 0..<network.depth {
      let text =
        network.window(of: block).map { "windows of \($0.height) x \($0.width) tokens" }
        ?? "\(network.globalAttention.rawValue), \(network.tokenRows) x \(network.tokenColumns) tokens"
      if let known = kinds.firstIndex(where: { $0.text == text }) {
        kinds[known].blocks.append(block)
      } else {
        kinds.append((text, [block]))
      }
    }
    var lines = kinds.map { "\($0.text): blocks " + $0.blocks.map(String.init).joined(separator: " ") }
    let places = network.highResolutionPlaces
    if !places.isEmpty {
      let kind =
        network.hresAttention == .window
        ? "windows of \(network.hresWindow[0]) x \(network.hresWindow[1]) tokens" : network.hresAttention.rawValue
      lines.append("high-resolution, \(kind): after blocks " + places.map(String.init).joined(separator: " "))
    }
    return lines
  }

  private static func adapters(_ network: FengWuConfiguration) -> String {
    guard network.loraGroups > 0 else { return "none" }
    let steps = network.loraGroupByStep
    return
      "\(network.loraGroups) group\(network.loraGroups == 1 ? "" : "s") of rank \(network.loraRank), scale \(network.loraScale); "
      + (steps.isEmpty
        ? "none at any step" : "by step \(steps.map(String.init).joined(separator: " ")), the last for all later steps")
  }

  /// A number of operations in the unit that leaves one to three digits before the point.
  static func text(gigaOperations: Double) -> String {
    var (value, units) = (gigaOperations * 1e9, ["kFLOP", "MFLOP", "GFLOP", "TFLOP", "PFLOP"][...])
    var unit = "FLOP"
    while value >= 999.5, let next = units.popFirst() { (value, unit) = (value / 1000, next) }
    return "\(digits(value, 3)) \(unit)"
  }

  /// A number with so many significant digits at most.
  private static func digits(_ x: Double, _ count: Int) -> String {
    x.formatted(
      .number.precision(.significantDigits(1...count)).grouping(.never).locale(Locale(identifier: "en_US_POSIX")))
  }

  /// A page for a terminal.
  public var text: String {
    let grouped = Dictionary(grouping: stages) { stage in
      stage.name.split(separator: ".").first.map(String.init) ?? stage.name
    }
    let order = stages.map { $0.name.split(separator: ".").first.map(String.init) ?? $0.name }
    var lines = [
      title,
      "parameters     \(parameters) in \(ByteCount(storedBytes))",
      "a step         \(timeStep), \(ModelInspection.text(gigaOperations: gigaOperations))",
      "peak memory    \(ByteCount(peak["kept"] ?? 0)) with all weights kept, "
        + "\(ByteCount(peak["two blocks"] ?? 0)) with a block and the next, "
        + "\(ByteCount(peak["one block"] ?? 0)) with a block at a time",
      "states         \(ByteCount(stateBytes)), one in and one out",
      "grid           \(grid)",
      "tokens         \(tokens)",
      "adapters       \(adapters)",
      "attention      " + attention.joined(separator: "\n               "),
      "kernels        \(kernels)" + (kernelAdvice.map { ": \($0)" } ?? ""),
    ]
    var seen: Set<String> = []
    lines.append("stages         \(Set(order).count)")
    for name in order where seen.insert(name).inserted {
      let parts = grouped[name] ?? []
      let operations = parts.reduce(0) { $0 + $1.gigaOperations }
      lines.append(
        "  \(name): \(ModelInspection.text(gigaOperations: operations)) in \(parts.count == 1 ? "1 part" : "\(parts.count) parts"), at most "
          + "\(ByteCount(parts.map(\.activations).max() ?? 0)) beside states and weights")
    }
    lines.append("channels       \(channels.count)")
    return (lines + channels.map { "  \($0)" }).joined(separator: "\n") + "\n"
  }
}
