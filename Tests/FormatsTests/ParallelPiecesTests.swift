import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Formats

@Suite("Work in pieces", .serialized)
struct ParallelPiecesTests {
  private struct Failure: Error, Equatable { let piece: Int }

  @Test("Every piece is run once, however many threads there are") func once() throws {
    let counts = Mutex([Int](repeating: 0, count: 1000))
    ParallelPieces.run(1000, scratch: {}) { piece, _ in counts.withLock { $0[piece] += 1 } }
    #expect(counts.withLock { $0.allSatisfy { $0 == 1 } })
    ParallelPieces.run(0, scratch: {}) { _, _ in Issue.record("there is no piece") }
  }

  @Test("The error is that of the first piece that fails") func errors() {
    for _ in 0..<50 {
      #expect(throws: Failure(piece: 7)) {
        try ParallelPieces.run(100, scratch: {}) { (piece, _) throws(Failure) in
          if piece % 10 == 7 { throw Failure(piece: piece) }
        }
      }
    }
  }

  @Test("Pieces inside pieces end") func nested() {
    let sum = Atomic<Int>(0)
    ParallelPieces.run(20, scratch: {}) { _, _ in
      ParallelPieces.run(20, scratch: {}) { piece, _ in sum.wrappingAdd(piece, ordering: .relaxed) }
    }
    #expect(sum.load(ordering: .relaxed) == 20 * 190)
  }

  @Test("No more threads are busy than the budget has, but for the callers") func budget() async {
    let old = ThreadBudget.limit
    defer { ThreadBudget.limit = old }
    ThreadBudget.limit = 3
    let counts = Mutex((now: 0, most: 0))
    await ThreadBudget.occupied {
      ParallelPieces.run(64, scratch: {}) { _, _ in
        counts.withLock {
          $0.now += 1; $0.most = max($0.most, $0.now)
        }
        Thread.sleep(forTimeInterval: 0.001)
        counts.withLock { $0.now -= 1 }
      }
    }
    #expect(counts.withLock { $0.most } <= 3)
    ThreadBudget.limit = 0
    #expect(ThreadBudget.limit == 1)
  }

  @Test("Values of a file do not depend on the number of threads") func values() throws {
    let old = ThreadBudget.limit
    defer { ThreadBudget.limit = old }
    let dataset = try NetCDFDataset(Fixture.url("netcdf/chunks.nc"))
    let array = try #require(dataset.array(named: "deflate_shuffle"))
    let chunks = try #require(HDF5Chunks(dataset.url, array, Hyperslab(whole: array)))
    #expect(chunks.touched.count > 16)
    ThreadBudget.limit = 1
    let expected = try chunks.values(cache: ChunkCache.newDataset())
    for limit in [2, 3, 16] {
      ThreadBudget.limit = limit
      for _ in 0..<10 { #expect(try chunks.values(cache: ChunkCache.newDataset()) == expected) }
    }
  }

  @Test("Scratch buffers keep what they hold until they grow") func scratch() {
    let scratch = ScratchBuffers(2)
    let small = scratch.buffer(0, byteCount: 8)
    small[0] = 5
    #expect(scratch.buffer(0, byteCount: 4).baseAddress == small.baseAddress)
    #expect(scratch.buffer(0, byteCount: 4)[0] == 5)
    #expect(scratch.buffer(1, byteCount: 1 << 20).count == 1 << 20)
  }
}
