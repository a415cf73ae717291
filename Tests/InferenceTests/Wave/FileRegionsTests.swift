import Foundation
import TestSupport
import Testing

@testable import Inference

@Suite struct FileRegionsTests {
  /// A region beside what it ought to hold.
  private struct Held {
    let region: any ColdTier
    var bytes: [UInt8] = []
  }

  /// In any order, so that a region comes to lie in many places that others have left.
  @Test func regionsThatComeGrowAndGoHoldWhatWasWritten() throws {
    let file = try FileRegions(in: Fixture.temporaryFolder())
    var numbers = SeededNumbers(state: 11)
    func below(_ count: Int) -> Int { min(count - 1, Int(abs(numbers.next()) * Float(count))) }
    var (held, most, next) = ([Held](), 0, UInt8(0))
    for _ in 0..<600 {
      switch below(5) {
      case 0 where held.count < 8: held.append(Held(region: file.region()))
      case 1 where !held.isEmpty: held.remove(at: below(held.count))
      case _ where !held.isEmpty:
        let number = below(held.count)
        let bytes = (0..<below(400)).map { _ in
          next &+= 1
          return next
        }
        // At the end; at times over what is there, as a write that failed half way is made again.
        let start = held[number].bytes.count - (below(4) == 0 ? below(held[number].bytes.count + 1) : 0)
        try bytes.withUnsafeBytes { try held[number].region.write($0, at: start) }
        let end = min(start + bytes.count, held[number].bytes.count)
        held[number].bytes.replaceSubrange(start..<end, with: bytes)
      default: break
      }
      let all = held.reduce(0) { $0 + $1.bytes.count }
      most = max(most, all)
      #expect(file.byteCount >= all && file.byteCount <= most)
      for one in held { #expect(try Self.read(one.region, one.bytes.count, by: 1 + below(150)) == one.bytes) }
    }
    #expect(most > 3000)
    held = []
    #expect(file.byteCount == 0)
  }

  /// From the middle on, in parts.
  @Test func aPartOfARegionIsReadAndMoreThanItHasIsAnError() throws {
    let file = try FileRegions(in: Fixture.temporaryFolder())
    let (a, b) = (file.region(), file.region())
    for start in stride(from: 0, to: 100, by: 10) {
      let bytes = (start..<start + 10).map { UInt8($0) }
      for region in [a, b] { try bytes.withUnsafeBytes { try region.write($0, at: start) } }
    }
    #expect(file.byteCount == 200)
    #expect(try Self.read(a, 77, from: 15, by: 33) == (15..<92).map { UInt8($0) })
    let error = #expect(throws: InferenceError.self) { try Self.read(b, 50, from: 51, by: 50) }
    #expect("\(error as Any)".contains("50 bytes were expected at 51 of a part that has 100"))
  }

  @Test func aFileCutOffUnderneathIsAnErrorAndWhatIsBeforeTheCutIsRight() throws {
    let name = try Fixture.temporaryFolder().appending(path: "regions")
    let file = FileRegions(try FileTier(file: name))
    let (a, b) = (file.region(), file.region())
    let bytes = (0..<40).map { UInt8($0) }
    for start in [0, 40] { for region in [a, b] { try bytes.withUnsafeBytes { try region.write($0, at: start) } } }
    // The second part of the first region is at 80.
    truncate(name.path, 90)
    let error = #expect(throws: InferenceError.self) { try Self.read(a, 80, by: 80) }
    #expect(
      error?.description == "\(name.path): 40 bytes of keys and values were expected at 80, found 10: "
        + "the file ends there. See that nobody else writes to the file and that the disk is sound")
    #expect(try Self.read(a, 50, by: 7) == bytes + bytes.prefix(10))
    #expect(try Self.read(b, 40, by: 40) == bytes)
    #expect(throws: InferenceError.self) { try Self.read(b, 1, from: 40, by: 1) }
  }

  private static func read(_ region: any ColdTier, _ count: Int, from start: Int = 0, by size: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    try bytes.withUnsafeMutableBytes { buffer in
      let parts = stride(from: 0, to: count, by: size).map {
        UnsafeMutableRawBufferPointer(rebasing: buffer[$0..<min($0 + size, count)])
      }
      try region.read(into: parts, at: start)
    }
    return bytes
  }
}
