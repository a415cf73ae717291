import Foundation
import TestSupport
import Testing

@testable import Inference

#if os(Linux)
  @Suite struct ProcessMemoryTests {
    /// In a process of its own.
    @Test func theProcessStaysUnderTheLimitWithTwelveTimesAsMuchInTheFile() async {
      await #expect(processExitsWith: .success) {
        let layout = ClusterLayout(keyWidth: 64, valueWidth: 64, element: .float32)
        var buffer = WaveBuffer(.file(in: try Fixture.temporaryFolder()))
        buffer.cache = .bytes(4 << 20)
        buffer.reading = 1 << 20
        let store = try BufferedClusters(layout, buffer)
        // 128 segments of 64 clusters of 16 rows: 64 MiB.
        for segment in 0..<128 {
          let rows = Matrix(rows: 1024, columns: 64, values: [Float](repeating: Float(segment), count: 1024 * 64))
          try store.append(sizes: [Int](repeating: 16, count: 64), keys: rows, values: rows)
        }
        // Forgets the peak so far.
        try "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
        let before = try ProcessMemoryTests.peak()
        var (visited, wrong) = (0, 0)
        for start in 0..<64 {
          try store.visit(stride(from: start, to: 8192, by: 61).map { $0 }, meanwhile: {}) { cluster, vectors in
            visited += 1
            if vectors.keys.load(as: Float.self) != Float(cluster / 64) { wrong += 1 }
          }
        }
        precondition(visited > 8000 && wrong == 0, "\(wrong) of \(visited) clusters are wrong")
        precondition(store.peakBytes <= 5 << 20, "\(store.peakBytes) bytes of clusters")
        // The rest is what the allocator can't use between them and the stacks of the threads that read.
        let growth = try ProcessMemoryTests.peak() - before
        precondition(growth < 8 << 20, "\(growth) bytes more than before the visits")
      }
    }

    /// The most bytes that this process has had in memory.
    private static func peak() throws -> Int {
      let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
      let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
      return try #require(Int(line.filter(\.isNumber))) * 1024
    }
  }
#endif
