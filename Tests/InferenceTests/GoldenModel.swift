import Foundation
import TestSupport
import Testing

@testable import Inference

/// A recorded model with what another implementation makes of an input.
struct GoldenModel {
  let file: SafetensorsFile
  let network: FengWuNetwork

  /// One of the shared files, which hold their own configuration and weights.
  init(shared name: String, threads: Int = 2) throws {
    let url = Fixture.root.appending(path: "../shared/golden/\(name).safetensors")
    file = try SafetensorsFile(url)
    let text = try #require(file.metadata["config"])
    let faults = JSONSection.Faults()
    let section = JSONSection(try JSONValue(Data(text.utf8), file: name), path: "", faults: faults)
    let configuration = try #require(FengWuConfiguration(section), "\(faults.list)")
    network = try FengWuNetwork(
      configuration, weights: WeightStore([url], path: url.path, prefix: "weights."), threads: threads)
  }

  /// A model folder of the fixtures with its `golden.safetensors`.
  init(fixture name: String, threads: Int = 2, residency: WeightResidency = .kept) throws {
    let folder = try ModelFolder(Fixture.url("models/\(name)"))
    file = try SafetensorsFile(Fixture.url("models/\(name)/golden.safetensors"))
    network = try FengWuNetwork(
      folder.description.network, weights: folder.weights, threads: threads, residency: residency)
  }

  func values(_ name: String) throws -> [Float] {
    let weight = Weight(try #require(file.entries[name], "\(name)"), in: file)
    return weight.withValues { Array(UnsafeBufferPointer(start: $0, count: weight.count)) }
  }

  func input() throws -> Planes {
    let shape = try #require(file.entries["input"]).shape
    return Planes(channels: shape[1], height: shape[2], width: shape[3], values: try values("input"))
  }

  /// What the network makes at every stage without adapters, and its outputs with those of groups, under the names of
  /// the file.
  func stages(_ groups: ClosedRange<Int>) throws -> [String: [Float]] {
    var stages: [String: [Float]] = [:]
    stages["output.step0"] = try network.step(try input(), group: 0) { stage, values in
      switch stage {
      case .tokens: stages["trace.tokens"] = values
      case .block(let number): stages["trace.after_block_\(number)"] = values
      case .highResolutionBlock(let number): stages["trace.after_hres_\(number)"] = values
      case .decoded: stages["trace.before_resize"] = values
      }
    }.values
    for group in groups { stages["output.step\(group)"] = try network.step(try input(), group: group).values }
    return stages
  }

  /// The size of each difference, in that of what is recorded.
  func distances(groups: ClosedRange<Int> = 1...2) throws -> [String: Double] {
    let stages = try stages(groups)
    var distances: [String: Double] = [:]
    let recorded = file.entries.keys.filter { $0.hasPrefix("trace.") || $0.hasPrefix("output.") }
    for name in recorded {
      guard let made = stages[name] else { continue }
      distances[name] = GoldenModel.distance(made, try values(name))
    }
    return distances
  }

  /// The size of the difference, in that of the second.
  static func distance(_ a: [Float], _ b: [Float]) -> Double {
    guard a.count == b.count else { return .infinity }
    let square = zip(a, b).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
    return (square / b.reduce(0.0) { $0 + Double($1) * Double($1) }).squareRoot()
  }
}
