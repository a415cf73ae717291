import Dispatch
import Synchronization

/// Work in pieces that do not depend on each other, such as the chunks of a field.
enum ParallelPieces {
  /// Runs `body` once for each piece, on the caller's thread and on those that the budget has left, and
  /// returns when all have ended. A thread keeps what `scratch` made for it from piece to piece.
  ///
  /// Throws the error of the first piece, by number, that failed.
  static func run<Scratch, Failure: Error>(
    _ count: Int, scratch: @escaping @Sendable () -> Scratch,
    _ body: @escaping @Sendable (Int, inout Scratch) throws(Failure) -> Void
  ) throws(Failure) {
    guard count > 0 else { return }
    let board = Board<Failure>(count)
    let work: @Sendable () -> Void = {
      guard board.enter() else { return }
      defer { board.leave() }
      var scratch = scratch()
      while let piece = board.next() {
        do throws(Failure) { try body(piece, &scratch) } catch { board.fail(piece, error) }
      }
    }
    let began = ThreadBudget.begin()
    defer { ThreadBudget.end(began) }
    for _ in 0..<ThreadBudget.borrow(count - 1) {
      DispatchQueue.global().async {
        ThreadBudget.counted(work)
        ThreadBudget.giveBack(1)
      }
    }
    ThreadBudget.counted(work)
    if let failure = board.waitForAll() { throw failure }
  }

  /// What is left to do and who does it. A helper that arrives when nothing is left never begins, so
  /// that nobody waits for a busy machine to start it.
  private final class Board<Failure: Error>: Sendable {
    private struct State {
      var started = 0
      var workers = 0
      var failure: (piece: Int, error: Failure)?
    }

    private let count: Int
    private let state = Mutex(State())
    /// Signalled once, by the last worker to leave: none leaves before all pieces have begun, and none
    /// enters after.
    private let end = DispatchSemaphore(value: 0)

    init(_ count: Int) { self.count = count }

    func enter() -> Bool {
      state.withLock { state in
        guard state.started < count else { return false }
        state.workers += 1
        return true
      }
    }

    func leave() {
      let isLast = state.withLock { state in
        state.workers -= 1
        return state.workers == 0
      }
      if isLast { end.signal() }
    }

    func next() -> Int? {
      state.withLock { state in
        guard state.started < count else { return nil }
        state.started += 1
        return state.started - 1
      }
    }

    /// The pieces before it have all begun, and those after it are not needed.
    func fail(_ piece: Int, _ error: Failure) {
      state.withLock { state in
        if state.failure.map({ piece < $0.piece }) ?? true { state.failure = (piece, error) }
        state.started = count
      }
    }

    func waitForAll() -> Failure? {
      end.wait()
      return state.withLock { $0.failure?.error }
    }
  }
}

/// Memory that pieces write to.
///
/// Unchecked, since no type tells that each piece writes to places of its own; and `ParallelPieces.run` returns after
/// the last piece, so that the memory outlives them.
struct SharedMemory<Element>: @unchecked Sendable {
  let start: UnsafeMutablePointer<Element>
}

/// Buffers that a thread uses over and over, since new memory costs more than what is done in it.
final class ScratchBuffers {
  private var buffers: [UnsafeMutableRawBufferPointer]

  /// - count: how many buffers are used at the same time.
  init(_ count: Int) {
    buffers = Array(repeating: UnsafeMutableRawBufferPointer(start: nil, count: 0), count: count)
  }

  deinit { for buffer in buffers { buffer.deallocate() } }

  /// A buffer's first bytes; what it held is lost where it grows.
  func buffer(_ number: Int, byteCount: Int) -> UnsafeMutableRawBufferPointer {
    if buffers[number].count < byteCount {
      buffers[number].deallocate()
      buffers[number] = .allocate(byteCount: byteCount, alignment: 16)
    }
    return UnsafeMutableRawBufferPointer(rebasing: buffers[number].prefix(byteCount))
  }
}
