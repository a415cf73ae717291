import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Inference

@Suite struct FileTierTests {
  /// Reads by the system, the first of which fail.
  private static func failing(_ errors: [Int32]) -> FileTier.PositionedRead {
    let left = Mutex(errors)
    return { descriptor, parts, offset in
      if let error = left.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return (-1, error) }
      return FileTier.systemRead(descriptor, parts, offset)
    }
  }

  /// Gives no more than so many bytes at once.
  private static func short(_ limit: Int) -> FileTier.PositionedRead {
    { descriptor, parts, offset in
      let first = iovec(iov_base: parts[0].iov_base, iov_len: min(limit, Int(parts[0].iov_len)))
      return FileTier.systemRead(descriptor, [first], offset)
    }
  }

  private func visitAll(_ sample: SampleClusters, _ store: BufferedClusters) throws -> Int {
    var right = 0
    try store.visit(Array(0..<sample.sizes.count), meanwhile: {}) { cluster, vectors in
      if vectors.numbers(sample.layout) == sample.numbers(of: cluster) { right += 1 }
    }
    return right
  }

  @Test(arguments: [1, 7, 100, 333])
  func aReadThatComesShortGoesOnWhereItStopped(limit: Int) throws {
    let sample = SampleClusters(count: 12)
    let tier = try FileTier(in: Fixture.temporaryFolder(), positionedRead: FileTierTests.short(limit))
    #expect(try visitAll(sample, sample.store(in: tier)) == 12)
  }

  @Test func aReadThatWasInterruptedIsRepeated() throws {
    let sample = SampleClusters(count: 12)
    let tier = try FileTier(in: Fixture.temporaryFolder(), positionedRead: FileTierTests.failing([EINTR, EINTR]))
    #expect(try visitAll(sample, sample.store(in: tier)) == 12)
  }

  @Test func aDeviceThatFailsIsAnErrorThatSaysWhereAndTheNextVisitIsRight() throws {
    let folder = try Fixture.temporaryFolder()
    let sample = SampleClusters(count: 12)
    let tier = try FileTier(in: folder, positionedRead: FileTierTests.failing([EIO]))
    let store = try sample.store(in: tier, WaveBuffer(.fraction(1)))
    // Cluster 1 has 29 rows of 32 bytes; cluster 0 has none.
    let error = #expect(throws: InferenceError.self) { try store.visit([1], meanwhile: {}, { _, _ in }) }
    #expect(
      error?.description == "clusters in \(folder.path): 928 bytes of keys and values were expected at 0, found 0: "
        + "Input/output error. See that nobody else writes to the file and that the disk is sound")
    #expect(store.cached.isEmpty)
    #expect(try visitAll(sample, store) == 12)
  }

  @Test func aFailureAmongManyReadsGivesNoResultAndKeepsNothingWrong() throws {
    let sample = SampleClusters(count: 60)
    for failed in [1, 5, 17] {
      let count = Atomic(0)
      let tier = try FileTier(in: Fixture.temporaryFolder()) { descriptor, parts, offset in
        count.wrappingAdd(1, ordering: .relaxed).newValue == failed
          ? (-1, EIO) : FileTier.systemRead(descriptor, parts, offset)
      }
      let store = try sample.store(in: tier, WaveBuffer(.fraction(0.5), reading: 5000, coalesced: 1))
      #expect(throws: InferenceError.self) { try visitAll(sample, store) }
      for _ in 0..<3 { #expect(try visitAll(sample, store) == 60) }
    }
  }

  @Test func aFileCutOffUnderneathIsAnErrorThatSaysHowMuchIsLeft() throws {
    let file = try Fixture.temporaryFolder().appending(path: "clusters")
    let sample = SampleClusters(count: 12)
    let store = try sample.store(in: FileTier(file: file), WaveBuffer(.bytes(0)))
    #expect(try visitAll(sample, store) == 12)
    // Cluster 3 has 5 rows of 32 bytes, after 29 + 17; two of them are left.
    truncate(file.path, 48 * 32)
    let error = #expect(throws: InferenceError.self) { try store.visit([3], meanwhile: {}, { _, _ in }) }
    #expect(
      error?.description == "\(file.path): 160 bytes of keys and values were expected at 1472, found 64: "
        + "the file ends there. See that nobody else writes to the file and that the disk is sound")
    // What is before the cut is still right.
    try store.visit([1, 2], meanwhile: {}) { cluster, vectors in
      #expect(vectors.numbers(sample.layout) == sample.numbers(of: cluster))
    }
  }

  @Test func moreClustersInOneReadThanTheSystemTakesAtOnceComeWhole() throws {
    let bytes = (0..<12_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let tier = try FileTier(in: Fixture.temporaryFolder())
    try bytes.withUnsafeBytes { try tier.write($0, at: 0) }
    var read = [UInt8](repeating: 0, count: bytes.count)
    try read.withUnsafeMutableBytes { buffer in
      let parts = (0..<3000).map { UnsafeMutableRawBufferPointer(rebasing: buffer[$0 * 4..<$0 * 4 + 4]) }
      try tier.read(into: parts, at: 0)
    }
    #expect(read == bytes)
  }

  @Test func anErrorOfTheCallerEndsTheVisitAndTheNextIsRight() throws {
    struct Stop: Error {}
    let sample = SampleClusters(count: 40)
    let store = try sample.store(in: FileTier(in: Fixture.temporaryFolder()), WaveBuffer(.fraction(0.3)))
    _ = try visitAll(sample, store)
    #expect(throws: Stop.self) { try store.visit([1, 2, 39], meanwhile: { throw Stop() }, { _, _ in }) }
    #expect(throws: Stop.self) {
      try store.visit([1, 2, 39], meanwhile: {}, { cluster, _ in if cluster == 2 { throw Stop() } })
    }
    #expect(try visitAll(sample, store) == 40)
    // Nothing stayed pinned: one large cluster after the other finds room.
    for cluster in (0..<40).filter({ sample.sizes[$0] > 30 }) {
      try store.visit([cluster], meanwhile: {}, { _, _ in })
      #expect(store.cached.first == cluster)
    }
  }

  @Test func aFileThatIsThereOrAFolderThatIsNotIsAnError() throws {
    let folder = try Fixture.temporaryFolder()
    let file = folder.appending(path: "clusters")
    try Data().write(to: file)
    #expect(
      throws: InferenceError(
        file: file.path, "can't be made for keys and values: File exists", suggestion: "Remove it, or name another")
    ) { try FileTier(file: file) }
    let absent = folder.appending(path: "absent")
    #expect(
      throws: InferenceError(
        file: absent.path, "no file for keys and values can be made in it: No such file or directory",
        suggestion: "Name a folder that can be written to")
    ) { try FileTier(in: absent) }
  }

  @Test func aFileWithoutANameLeavesNothingBehind() throws {
    let folder = try Fixture.temporaryFolder()
    let sample = SampleClusters(count: 12)
    let store = try sample.store(in: FileTier(in: folder))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    #expect(try visitAll(sample, store) == 12)
  }
}
