import Synchronization
import Testing

@testable import Inference

@Suite struct PhasesTests {
  /// More threads than there are processors, so that some come when phases are over.
  @Test(arguments: [1, 2, 8])
  func eachPieceIsDoneOnceAfterAllOfThePhaseBefore(threads: Int) throws {
    for round in 0..<50 {
      let done = Mutex<[[Int]]>([])
      let counts = [3, 0, 1 + round % 5, 64]
      try Workers(count: threads).run(
        counts.indices.map { number in
          Phase({
            done.withLock { $0.append([]) }
            return counts[number]
          }) { piece in done.withLock { $0[$0.count - 1].append(number * 100 + piece) } }
        })
      let pieces = done.withLock { $0.flatMap { $0 } }
      #expect(pieces.sorted() == counts.indices.flatMap { number in (0..<counts[number]).map { number * 100 + $0 } })
      #expect(zip(pieces, pieces.dropFirst()).allSatisfy { $0 / 100 <= $1 / 100 })
    }
  }

  /// A thread that comes late counts the pieces of a phase as the first did, whatever a later phase has made since.
  @Test func aCountHoldsForAllThreads() throws {
    for _ in 0..<200 {
      let made = Atomic(2)
      let calls = Atomic(0)
      try Workers(count: 6).run([
        Phase({ made.load(ordering: .relaxed) }) { _ in calls.wrappingAdd(1, ordering: .relaxed) },
        .alone { made.store(50, ordering: .relaxed) },
      ])
      #expect(calls.load(ordering: .relaxed) == 2)
    }
  }

  @Test(arguments: [1, 3])
  func theFirstErrorEndsIt(threads: Int) {
    struct Fault: Error { let piece: Int }
    let after = Atomic(0)
    var found: Int?
    do {
      try Workers(count: threads).run([
        Phase(5) { piece in if piece > 1 { throw Fault(piece: piece) } },
        Phase(3) { _ in after.wrappingAdd(1, ordering: .relaxed) },
      ])
    } catch let fault as Fault {
      found = fault.piece
    } catch {}
    #expect(found == 2 && after.load(ordering: .relaxed) == 0)
  }
}
