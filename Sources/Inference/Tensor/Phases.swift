import Foundation
import Synchronization

/// Pieces of work that begin when those of the phase before are done.
struct Phase: Sendable {
  /// How many there are; asked when the phase before is done.
  let pieces: @Sendable () -> Int
  let body: @Sendable (Int) throws -> Void

  init(_ pieces: @escaping @Sendable () -> Int, _ body: @escaping @Sendable (Int) throws -> Void) {
    self.pieces = pieces
    self.body = body
  }

  init(_ pieces: Int, _ body: @escaping @Sendable (Int) throws -> Void) { self.init({ pieces }, body) }

  /// What one thread does while the others wait.
  static func alone(_ body: @escaping @Sendable () throws -> Void) -> Phase { Phase(1) { _ in try body() } }
}

extension Workers {
  /// Does phases one after the other, with the threads woken once for all of them: a phase may be far shorter than it
  /// takes to wake one. Threads that come late help with what is left.
  ///
  /// Throws the error of the first piece, by number, of the first phase in which one failed; later ones are not begun.
  func run(_ phases: [Phase]) throws {
    guard count > 1 else {
      for phase in phases { for piece in 0..<phase.pieces() { try phase.body(piece) } }
      return
    }
    let states = phases.map { _ in PhaseState() }
    let failure = Mutex<(piece: Int, error: any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: count) { _ in
      for (phase, state) in zip(phases, states) {
        let pieces = state.count(phase.pieces)
        while let piece = state.next(of: pieces) {
          do {
            try phase.body(piece)
          } catch {
            failure.withLock { if $0.map({ piece < $0.piece }) ?? true { $0 = (piece, error) } }
            state.hasFailed.store(true, ordering: .relaxed)
          }
          state.done.wrappingAdd(1, ordering: .acquiringAndReleasing)
        }
        state.wait(for: pieces)
        if state.hasFailed.load(ordering: .relaxed) { return }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure.error }
  }
}

/// How far a phase is.
private final class PhaseState: Sendable {
  private let count = Atomic(-1)
  let begun = Atomic(0)
  let done = Atomic(0)
  let hasFailed = Atomic(false)

  /// How many pieces there are: as it was when the first thread came, since one that comes late may find what later
  /// phases have made.
  func count(_ pieces: () -> Int) -> Int {
    let known = count.load(ordering: .acquiring)
    guard known < 0 else { return known }
    _ = count.compareExchange(expected: -1, desired: pieces(), ordering: .acquiringAndReleasing)
    return count.load(ordering: .acquiring)
  }

  /// A piece that nobody has begun; nil where there is none.
  func next(of pieces: Int) -> Int? {
    let piece = begun.wrappingAdd(1, ordering: .relaxed).oldValue
    return piece < pieces ? piece : nil
  }

  /// Returns when all are done; those that are not are in the hands of threads that run.
  func wait(for pieces: Int) {
    var looks = 0
    while done.load(ordering: .acquiring) < pieces {
      looks += 1
      // Pieces take microseconds: only one whose thread has lost its processor, or waits for the disk, takes longer.
      if looks % 256 == 0 { sched_yield() }
    }
  }
}
