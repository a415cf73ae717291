import Foundation
import Synchronization

/// A few threads that wait for the disk, so that those that compute need not.
final class ReadingThreads: Sendable {
  /// For all of the process. Disks answer several questions at once.
  static let shared = ReadingThreads(count: 8)

  let count: Int
  private let queue = Queue()

  /// Traps where there are none.
  init(count: Int) {
    precondition(count > 0, "\(count) threads")
    self.count = count
    for _ in 0..<count {
      let thread = Thread { [queue] in while let work = queue.next() { work() } }
      thread.name = "reading"
      thread.start()
    }
  }

  deinit { queue.close(threads: count) }

  /// Has as many threads as there are call `work`, up to a number of calls; returns at once.
  func submit(calls: Int, _ work: @escaping @Sendable () -> Void) {
    for _ in 0..<min(calls, count) { queue.add(work) }
  }

  private final class Queue: Sendable {
    private let waiting = Mutex<[@Sendable () -> Void]>([])
    private let signal = DispatchSemaphore(value: 0)

    func add(_ work: @escaping @Sendable () -> Void) {
      waiting.withLock { $0.append(work) }
      signal.signal()
    }

    /// Has so many threads find no work.
    func close(threads: Int) {
      for _ in 0..<threads { signal.signal() }
    }

    /// Waits for work; nil where no more will come.
    func next() -> (@Sendable () -> Void)? {
      signal.wait()
      return waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }
  }
}
