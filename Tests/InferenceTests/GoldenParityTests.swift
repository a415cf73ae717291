import Foundation
import TestSupport
import Testing

@testable import Inference

/// Against an independent float64 implementation in PyTorch, with random weights.
@Suite(.enabled(if: Fixture.hasSharedData, "shared data absent")) struct GoldenParityTests {
  /// A recorded model with what it makes of an input.
  struct Golden {
    let file: SafetensorsFile
    let network: FengWuNetwork

    init(_ name: String, threads: Int = 2) throws {
      let url = Fixture.root.appending(path: "../shared/golden/\(name).safetensors")
      file = try SafetensorsFile(url)
      let text = try #require(file.metadata["config"])
      let configuration = try JSONDecoder().decode(FengWuConfiguration.self, from: Data(text.utf8))
      network = try FengWuNetwork(
        configuration, weights: WeightStore([url], path: url.path, prefix: "weights."), threads: threads)
    }

    func values(_ name: String) throws -> [Float] {
      let weight = Weight(try #require(file.entries[name], "\(name)"), in: file)
      return weight.withValues { Array(UnsafeBufferPointer(start: $0, count: weight.count)) }
    }

    func input() throws -> Planes {
      let shape = try #require(file.entries["input"]).shape
      return Planes(channels: shape[1], height: shape[2], width: shape[3], values: try values("input"))
    }
  }

  /// The size of the difference, in that of the second.
  static func distance(_ a: [Float], _ b: [Float]) -> Double {
    guard a.count == b.count else { return .infinity }
    let square = zip(a, b).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
    return (square / b.reduce(0.0) { $0 + Double($1) * Double($1) }).squareRoot()
  }

  @Test(arguments: ["ghr_meta_tiny", "ghr_fine_token_tiny", "ghr_fine_pixel_tiny"])
  func everyStageAndOutput(name: String) throws {
    let golden = try Golden(name)
    var stages: [String: [Float]] = [:]
    let output = try golden.network.step(try golden.input(), group: 0) { stage, values in
      switch stage {
      case .tokens: stages["trace.tokens"] = values
      case .block(0): stages["trace.after_block_0"] = values
      case .highResolutionBlock(0): stages["trace.after_hres_0"] = values
      case .decoded: stages["trace.before_resize"] = values
      default: break
      }
    }
    stages["output.step0"] = output.values
    for group in 1...2 {
      stages["output.step\(group)"] = try golden.network.step(try golden.input(), group: group).values
    }
    for (stage, values) in stages.sorted(by: { $0.key < $1.key }) {
      let distance = Self.distance(values, try golden.values(stage))
      print(name, stage, distance)
      #expect(distance < 1e-5, "\(stage)")
    }
    #expect(stages.count == (golden.network.configuration.downscale > 1 ? 7 : 6))
  }
}
