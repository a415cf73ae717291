import Testing

@testable import Inference

@Suite struct ClusterCacheTests {
  /// A list that is searched and filtered: what the linked table must equal.
  private struct Reference {
    let capacity: Int
    var newestFirst: [(cluster: Int, blocks: Int)] = []

    mutating func visit(_ clusters: [Int], rows: [Int]) -> (hits: [Int], misses: [Int]) {
      let hits = clusters.sorted().filter { c in newestFirst.contains { $0.cluster == c } }
      let misses = clusters.sorted().filter { !hits.contains($0) }
      for hit in hits {
        guard let i = newestFirst.firstIndex(where: { $0.cluster == hit }) else { continue }
        newestFirst.insert(newestFirst.remove(at: i), at: 0)
      }
      for miss in misses {
        let blocks = Int((Double(rows[miss]) / 8).rounded(.up))
        var kept = newestFirst
        while kept.reduce(blocks, { $0 + $1.blocks }) > capacity,
          let last = kept.lastIndex(where: { !hits.contains($0.cluster) })
        {
          kept.remove(at: last)
        }
        guard kept.reduce(blocks, { $0 + $1.blocks }) <= capacity else { continue }
        newestFirst = [(miss, blocks)] + kept
      }
      return (hits, misses)
    }
  }

  /// Capacities in blocks: none, fewer than one visit needs, several visits', all.
  @Test(arguments: [0, 3, 10, 40, 100, 1000], [1, 1200, 1 << 20])
  func theTraceOfVisitsIsThatOfAPlainList(capacity: Int, reading: Int) throws {
    let sample = SampleClusters(count: 70)
    let blockBytes = 8 * sample.layout.bytesPerToken
    let store = try sample.store(in: MemoryTier(), WaveBuffer(.bytes(capacity * blockBytes), reading: reading))
    var reference = Reference(capacity: capacity)
    var state: UInt64 = 7
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for _ in 0..<150 {
      // Some that are near one another, and a few from anywhere.
      let centre = random(70)
      let visit = Set((0..<6).map { _ in (centre + random(9)) % 70 } + (0..<3).map { _ in random(70) })
      let before = store.measured
      try store.visit(Array(visit), meanwhile: {}, { _, _ in })
      let (hits, misses) = reference.visit(Array(visit), rows: sample.sizes)
      #expect(store.measured.hits - before.hits == hits.count)
      #expect(store.measured.misses - before.misses == misses.count)
      #expect(store.cached == reference.newestFirst.map(\.cluster))
    }
  }

  @Test func theOneNotUsedForLongestGoesFirst() {
    let held = HeldBytes()
    var cache = ClusterCache(capacity: 0)
    // 1, 1, 2 and 3 blocks of 8 rows.
    cache.append(sizes: [8, 1, 9, 17], capacity: 4)
    for cluster in 0..<3 { cache.admit(cluster, ClusterBuffer(byteCount: 1, of: held)) }
    #expect(cache.order == [2, 1, 0] && cache.used == 4)
    cache.touch(0)
    #expect(cache.order == [0, 2, 1])
    // Three blocks: 1 and 2 go.
    cache.admit(3, ClusterBuffer(byteCount: 1, of: held))
    #expect(cache.order == [3, 0] && cache.used == 4 && held.now == 2)
  }

  @Test func whatIsPinnedStays() {
    let held = HeldBytes()
    var cache = ClusterCache(capacity: 0)
    cache.append(sizes: [8, 8, 8, 16], capacity: 2)
    for cluster in 0..<2 { cache.admit(cluster, ClusterBuffer(byteCount: 1, of: held)) }
    #expect(cache.pin(0) != nil && cache.pin(2) == nil)
    cache.admit(2, ClusterBuffer(byteCount: 1, of: held))
    #expect(cache.order == [2, 0])
    // Two blocks would need 0 to go.
    cache.admit(3, ClusterBuffer(byteCount: 1, of: held))
    #expect(cache.order == [2, 0])
    cache.unpin(0)
    cache.admit(3, ClusterBuffer(byteCount: 1, of: held))
    #expect(cache.order == [3] && held.now == 1)
  }
}
