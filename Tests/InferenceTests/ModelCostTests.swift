import TestSupport
import Testing

@testable import Inference

@Suite struct ModelCostTests {
  /// By hand: a block of n tokens of width D does 2 n D (3 D + D + 4 D + 4 D) operations in its linear layers and
  /// 4 n m D in attention among m tokens.
  @Test func operationsOfABlock() throws {
    let folder = try ModelFolder(Fixture.url("models/tiny"))
    let stages = folder.description.network.stages(cells: 312, threads: 1)
    let block = try #require(stages.first { $0.name == "blocks.0" })
    #expect(block.operations == Double(2 * 18 * 8 * (12 * 8) + 4 * 18 * 6 * 8))
    let patches = try #require(stages.first { $0.name == "patch_embed" })
    #expect(patches.operations == Double(2 * 18 * (5 * 5 * 4) * 8))
    #expect(
      stages.map(\.name) == [
        "patch_embed", "blocks.0", "blocks.1", "blocks.2", "blocks.3", "down_linear", "up_blocks.0", "up_blocks.1",
        "final",
      ])
  }

  @Test func parametersAreThoseOfTheFile() throws {
    // numpy: sum of the sizes of the tensors in weights.safetensors.
    let cost = try ModelFolder(Fixture.url("models/tiny")).cost(threads: 1)
    #expect(cost.parameters * 4 == cost.storedBytes)
    let half = try ModelFolder(Fixture.url("models/tiny-fine")).cost(threads: 1)
    #expect(half.parameters * 2 == half.storedBytes)
  }

  @Test func weightsAreStreamedWhereMemoryIsShortAndRefusedWhereOneBlockDoesNotFit() throws {
    let cost = try ModelFolder(Fixture.url("models/tiny")).cost(threads: 1)
    let (kept, two, one) = (
      cost.peak(.kept), cost.peak(.streamed(ahead: true)), cost.peak(.streamed(ahead: false))
    )
    #expect(kept > two && two >= one)
    #expect(try cost.residency(under: kept, file: "m") == .kept)
    #expect(try cost.residency(under: kept - 1, file: "m") == .streamed(ahead: true))
    #expect(throws: InferenceError.self) { try cost.residency(under: one - 1, file: "m") }
  }

  @Test func bytesReadAndWritten() {
    #expect(ByteCount("8GiB")?.bytes == 8 << 30)
    #expect(ByteCount("500 MB")?.bytes == 500_000_000)
    #expect(ByteCount("1.5k")?.bytes == 1536)
    #expect(ByteCount("1024")?.bytes == 1024)
    for text in ["", "GiB", "-1", "0", "1e30", "8 parsecs", "99999999999TiB"] { #expect(ByteCount(text) == nil) }
    #expect(ByteCount(2_576_980_378).description == "2.4 GiB")
    #expect(ByteCount(12).description == "12 bytes")
  }
}
