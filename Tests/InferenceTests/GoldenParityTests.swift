import TestSupport
import Testing

@testable import Inference

@Suite struct GoldenParityTests {
  /// Against an independent float64 implementation in PyTorch, with random weights.
  @Test(
    .enabled(if: Fixture.hasSharedData, "shared data absent"),
    arguments: [("ghr_meta_tiny", 1...2), ("ghr_fine_token_tiny", 1...1), ("ghr_fine_pixel_tiny", 2...2)])
  func theSharedModels(name: String, groups: ClosedRange<Int>) throws {
    let distances = try GoldenModel(shared: name).distances(groups: groups)
    #expect(distances.count == 6)
    for (stage, distance) in distances { #expect(distance < 1e-5, "\(stage)") }
  }

  /// Against `Scripts/make_fixtures_model.py`, which computes in float64 with numpy 2.x; every block, and every variant
  /// of sub-grids, attention, adapters, number formats and shards.
  @Test(arguments: [("tiny", 9), ("tiny-fine", 11), ("tiny-pixel", 10)])
  func everyBlockOfTheFixtures(name: String, recorded: Int) throws {
    let distances = try GoldenModel(fixture: name).distances()
    #expect(distances.count == recorded)
    for (stage, distance) in distances { #expect(distance < 1e-5, "\(stage)") }
  }

  @Test(arguments: ["tiny", "tiny-fine"])
  func theSameBitsOnAnyNumberOfThreadsAndWithStreamedWeights(name: String) throws {
    let input = try GoldenModel(fixture: name).input()
    let one = try GoldenModel(fixture: name, threads: 1).network.step(input, group: 1)
    for residency in [WeightResidency.kept, .streamed(ahead: true), .streamed(ahead: false)] {
      let other = try GoldenModel(fixture: name, threads: 3, residency: residency).network.step(input, group: 1)
      #expect(one.values == other.values, "\(residency)")
    }
  }
}
