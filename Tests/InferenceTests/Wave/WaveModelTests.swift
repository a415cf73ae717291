import TestSupport
import Testing

@testable import Inference

@Suite struct WaveModelTests {
  /// A step of a model of the fixtures with another attention.
  static func step(
    _ name: String, _ kind: FengWuConfiguration.AttentionKind, threads: Int = 2,
    _ change: (inout WaveConfiguration) -> Void = { _ in }
  ) throws -> (values: [Float], outcome: WaveOutcome?) {
    let golden = try GoldenModel(fixture: name)
    var configuration = golden.network.configuration
    configuration.hresAttention = kind
    change(&configuration.wave)
    let network = try FengWuNetwork(configuration, weights: golden.network.weights, threads: threads)
    return (try network.step(try golden.input(), group: 0).values, network.waveOutcome)
  }

  @Test(arguments: ["tiny-fine", "tiny-pixel"])
  func withNothingEstimatedAStepIsThatOfFullAttention(name: String) throws {
    let full = try Self.step(name, .full)
    #expect(full.outcome == nil)
    for (tile, neighbourhood) in [([2, 2], 0), ([8, 8], 8)] {
      let wave = try Self.step(name, .wave) {
        ($0.estimatedMass, $0.tile, $0.neighbourhood) = (0, tile, neighbourhood)
      }
      #expect(GoldenModel.distance(wave.values, full.values) < 1e-5)
      #expect(wave.outcome?.estimatedMass == 0)
    }
  }

  @Test func aStepOfTheTrainedModelIsNearThatOfFullAttention() throws {
    let full = try Self.step("demo-fine", .full)
    let wave = try Self.step("demo-fine", .wave) { $0.neighbourhood = 2 }
    let distance = GoldenModel.distance(wave.values, full.values)
    #expect(distance > 0 && distance < 0.02)
  }

  @Test func theSameBitsOnAnyNumberOfThreads() throws {
    func made(_ threads: Int) throws -> (values: [Float], outcome: WaveOutcome?) {
      try Self.step("tiny-fine", .wave, threads: threads) { ($0.neighbourhood, $0.tile) = (1, [2, 2]) }
    }
    let (one, three) = (try made(1), try made(3))
    #expect(one.values == three.values)
    #expect(one.outcome == three.outcome && (one.outcome?.estimatedMass ?? 0) > 0)
  }

  @Test func attentionIsChosenOnTheSameWeights() throws {
    let fine = try ModelFolder(Fixture.url("models/demo-fine"))
    for kind in FengWuConfiguration.AttentionKind.allCases {
      #expect(try fine.attending(kind).description.network.hresAttention == kind)
    }
    let meta = try ModelFolder(Fixture.url("models/demo-meta"))
    #expect(try meta.attending(.wave).description.network.globalAttention == .wave)
    #expect(throws: InferenceError.self) { try meta.attending(.window) }
    let without = try ModelFolder(
      try ModelFolderTests.copy(of: "tiny-pixel") { json in
        var network = json["network"] as? [String: Any] ?? [:]
        (network["hres_attention"], network["hres_window"]) = ("full", nil)
        json["network"] = network
      })
    #expect(throws: InferenceError.self) { try without.attending(.window) }
  }

  @Test func thePeakIsToldWithTheIndexAndPastStates() throws {
    let folder = try ModelFolder(Fixture.url("models/demo-fine"))
    func activations(_ change: (inout FengWuConfiguration) -> Void) -> Int {
      var network = folder.description.network
      change(&network)
      return network.stages(cells: 91 * 180, threads: 2).first { $0.name == "blocks_hres.0" }?.activations ?? 0
    }
    let full = activations { $0.hresAttention = .full }
    let wave = activations { $0.hresAttention = .wave }
    let remembering = activations { ($0.hresAttention, $0.wave.memoryStates) = (.wave, 100) }
    // 450 tokens, 16 features a head, 4 blocks of 4 heads: keys and values, and 28 or 29 clusters of each.
    #expect(full <= wave)
    let states = 100 * 16 * (450 * 32 * 4 + 4 * 29 * 33)
    #expect(remembering >= wave && remembering >= states && remembering < 2 * states)
  }

  @Test func trialsCompareBothOnTheSameTokens() throws {
    var configuration = WaveConfiguration()
    configuration.neighbourhood = 4
    let sequence = try AttentionTrial(.sequence(3000, queries: 2), width: 16, threads: 2, configuration)
    #expect(sequence.tokens == 3000 && sequence.error < 0.2 && sequence.error > 0)
    #expect(sequence.exactShare > 0.03 && sequence.exactShare < 0.7)
    let grid = try AttentionTrial(.grid(rows: 12, columns: 20), width: 8, threads: 2, configuration)
    #expect(grid.tokens == 240 && grid.error < 0.2 && grid.speedUp > 0)
    let table = AttentionTrial.table([sequence, grid])
    #expect(table.contains("3000 tokens, 2 queries") && table.contains("12 x 20 tokens, all ask"))
    configuration.retrieved = 1
    for tokens in [AttentionTrial.Tokens.sequence(600, queries: 20), .grid(rows: 5, columns: 9)] {
      #expect(try AttentionTrial(tokens, width: 8, threads: 1, configuration).error < 1e-5)
    }
  }
}
