import COpenBLAS
import Dispatch

/// The threads that a network may use, for products of matrices and for loops of its own.
///
/// Results are the same bits on any number of threads where a loop's pieces do not depend on it. Products by OpenBLAS
/// are split by its own rules.
public struct Workers: Sendable {
  public let count: Int

  /// Traps where there are none.
  public init(count: Int) {
    precondition(count > 0, "\(count) threads")
    self.count = count
  }

  /// Calls `body` for every piece, several at a time; products inside run on one thread.
  func run(_ pieces: Int, _ body: @Sendable (Int) -> Void) {
    openblas_set_num_threads(1)
    guard count > 1, pieces > 1 else {
      for piece in 0..<pieces { body(piece) }
      return
    }
    let lanes = min(count, pieces)
    DispatchQueue.concurrentPerform(iterations: lanes) { lane in
      for piece in stride(from: lane, to: pieces, by: lanes) { body(piece) }
    }
  }

  /// Calls `body` for ranges of at most `size` that make up `0..<count`.
  func run(over count: Int, by size: Int, _ body: @Sendable (Range<Int>) -> Void) {
    run((count + size - 1) / size) { piece in body(piece * size..<min((piece + 1) * size, count)) }
  }

  /// One product on all threads.
  func product(_ body: () -> Void) {
    openblas_set_num_threads(Int32(count))
    body()
  }
}

/// A place in memory that several threads write to, each its own part.
struct Shared<Element>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Element>
}

/// A place in memory that several threads read from.
struct SharedConstant<Element>: @unchecked Sendable {
  let base: UnsafePointer<Element>
}
