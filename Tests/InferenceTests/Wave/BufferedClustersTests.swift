import Synchronization
import TestSupport
import Testing

@testable import Inference

@Suite struct BufferedClustersTests {
  @Test(arguments: SampleTier.allCases, ClusterLayout.Element.allCases)
  func everyClusterComesOnceAndAsItWasStoredWhateverTheCacheHolds(
    tier: SampleTier, element: ClusterLayout.Element
  ) throws {
    let sample = SampleClusters(count: 60, element: element)
    let visits = (0..<25).map { v in (0..<60).filter { ($0 * 7 + v * v) % 5 == 0 } }
    for cache in [WaveBuffer.Cache.bytes(0), .fraction(0.05), .fraction(0.5), .fraction(2)] {
      for (reading, threads) in [(1, 1), (1500, 3), (1 << 20, 8)] {
        let buffer = WaveBuffer(cache, reading: reading, coalesced: 1000)
        let store = try sample.store(
          in: tier.make(in: Fixture.temporaryFolder()), buffer, threads: ReadingThreads(count: threads))
        for visit in visits {
          var (seen, isReady) = ([Int](), false)
          try store.visit(visit.shuffled()) {
            #expect(!isReady && seen.isEmpty)
            isReady = true
          } _: { cluster, vectors in
            seen.append(cluster)
            #expect(vectors.count == sample.sizes[cluster] && vectors.element == element)
            #expect(vectors.numbers(sample.layout) == sample.numbers(of: cluster))
          }
          #expect(isReady && seen == visit)
        }
        let measured = store.measured
        #expect(measured.hits + measured.misses == visits.joined().count)
        if cache == .bytes(0) { #expect(measured.bytesHit == 0 && measured.hitRatio == 0) }
        if cache == .fraction(2) { #expect(measured.bytesRead <= sample.byteCount) }
      }
    }
  }

  @Test func clustersAppendedLaterFollowThoseBefore() throws {
    let sample = SampleClusters(count: 30)
    let store = try sample.store(in: MemoryTier(chunkBytes: 64))
    try store.append(sizes: sample.sizes, keys: sample.keys, values: sample.values)
    var seen: [Int] = []
    try store.visit([3, 33, 59, 0, 30]) {
    } _: { cluster, vectors in
      seen.append(cluster)
      #expect(vectors.numbers(sample.layout) == sample.numbers(of: cluster % 30))
    }
    #expect(seen == [0, 3, 30, 33, 59])
    // A twentieth of 2 x 30 clusters, in whole blocks of 8 rows.
    #expect(store.cacheBytes == 2 * sample.byteCount / 20 / (8 * 32) * (8 * 32))
  }

  @Test func whatLiesSideBySideIsReadAtOnce() throws {
    let layout = ClusterLayout(keyWidth: 4, valueWidth: 4, element: .float32)
    // Clusters of 10 rows of 32 bytes.
    let store = try BufferedClusters(layout, WaveBuffer(.bytes(0), coalesced: 1000))
    let rows = Matrix(rows: 200, columns: 4)
    try store.append(sizes: [Int](repeating: 10, count: 20), keys: rows, values: rows)
    // 1 2 3 and 4 alone, since four are 1280 bytes; 9; 11 12.
    try store.visit([12, 2, 1, 4, 3, 9, 11], meanwhile: {}, { _, _ in })
    #expect(store.measured.reads == 4)
    #expect(store.measured.bytesRead == 7 * 320)
  }

  @Test func noMoreIsInMemoryThanWasAllowed() throws {
    let sample = SampleClusters(count: 400, keyWidth: 16, valueWidth: 16)
    // The largest cluster has 40 rows of 128 bytes.
    let buffer = WaveBuffer(.bytes(100_000), reading: 50_000, coalesced: 4096)
    let store = try sample.store(in: FileTier(in: Fixture.temporaryFolder()), buffer)
    for v in 0..<40 {
      try store.visit((0..<400).filter { ($0 + v) % 3 == 0 }, meanwhile: {}, { _, _ in })
      // What a visit has read and the cache does not want is gone, or little of it waits.
      #expect(store.heldBytes <= store.cacheBytes + buffer.reading / 2)
    }
    #expect(sample.byteCount > 10 * buffer.reading)
    #expect(store.peakBytes <= 150_000)
    #expect(store.peakBytes > 100_000)
  }

  @Test func visitorsOfOneHeadAtTheSameTimeDisturbNoneOfThem() throws {
    let sample = SampleClusters(count: 80)
    let expected = (0..<80).map { sample.numbers(of: $0) }
    let store = try sample.store(
      in: FileTier(in: Fixture.temporaryFolder()), WaveBuffer(.fraction(0.1), reading: 2000))
    let wrong = Atomic(0)
    try Workers(count: 4).runThrowing(200) { piece in
      let visit = (0..<80).filter { ($0 * 11 + piece) % 6 == 0 }
      var seen: [Int] = []
      try store.visit(visit, meanwhile: {}) { cluster, vectors in
        seen.append(cluster)
        if vectors.numbers(sample.layout) != expected[cluster] { wrong.add(1, ordering: .relaxed) }
      }
      if seen != visit { wrong.add(1, ordering: .relaxed) }
    }
    #expect(wrong.load(ordering: .relaxed) == 0)
    #expect(store.peakBytes <= store.cacheBytes + 4 * 2 * 40 * 32)
  }

  @Test func aVisitOfNothingStillComputesMeanwhile() throws {
    let store = try SampleClusters(count: 3).store(in: MemoryTier())
    var count = 0
    try store.visit([]) {
      count += 1
    } _: { _, _ in
      count += 10
    }
    #expect(count == 1)
    #expect(store.measured.hitRatio == nil)
  }

  @Test func numbersBeyondHalfPrecisionAreRefusedAndNothingIsKept() throws {
    let layout = ClusterLayout(keyWidth: 1, valueWidth: 1, element: .float16)
    let store = try BufferedClusters(layout, WaveBuffer(.memory))
    let good = Matrix(rows: 2, columns: 1, values: [1, 65504])
    #expect(throws: InferenceError.self) {
      try store.append(sizes: [2], keys: good, values: Matrix(rows: 2, columns: 1, values: [0, 70000]))
    }
    try store.append(sizes: [2], keys: good, values: good)
    try store.visit([0], meanwhile: {}) { _, vectors in
      #expect(vectors.numbers(layout) == [1, 65504, 1, 65504])
    }
  }
}
