import COpenBLAS
import Dispatch
import Synchronization

/// The threads that a network may use, for products of matrices and for loops of its own.
///
/// Results are the same bits on any number of threads where a loop's pieces do not depend on it. OpenBLAS itself
/// stays on the thread that calls it.
public struct Workers: Sendable {
  public let count: Int

  /// Once for the process, before the first product.
  private static let isPinned: Bool = {
    openblas_set_num_threads(1)
    return true
  }()

  /// Traps where there are none.
  public init(count: Int) {
    precondition(count > 0 && Workers.isPinned, "\(count) threads")
    self.count = count
  }

  /// Calls `body` for every piece, several at a time.
  func run(_ pieces: Int, _ body: @Sendable (Int) -> Void) {
    guard count > 1, pieces > 1 else {
      for piece in 0..<pieces { body(piece) }
      return
    }
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(count, pieces)) { _ in
      while true {
        let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard piece < pieces else { return }
        body(piece)
      }
    }
  }

  /// Calls `body` for ranges of at most `size` that make up `0..<count`.
  func run(over count: Int, by size: Int, _ body: @Sendable (Range<Int>) -> Void) {
    run((count + size - 1) / size) { piece in body(piece * size..<min((piece + 1) * size, count)) }
  }

  /// The same for pieces that may fail; throws the error of the first, by number, that did.
  func runThrowing(_ pieces: Int, _ body: @Sendable (Int) throws -> Void) throws {
    let failure = Mutex<(piece: Int, error: any Error)?>(nil)
    run(pieces) { piece in
      do {
        try body(piece)
      } catch {
        failure.withLock { if $0.map({ piece < $0.piece }) ?? true { $0 = (piece, error) } }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure.error }
  }
}

/// A place in memory that several threads write to, each its own part.
///
/// Unchecked, since no type tells the parts apart; the work that is given it ends before the memory does.
struct Shared<Element>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Element>
}

/// A place in memory that several threads read from.
///
/// Unchecked, since no type tells that nobody writes to it while they do.
struct SharedConstant<Element>: @unchecked Sendable {
  let base: UnsafePointer<Element>
}
