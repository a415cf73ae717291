import Dispatch
import Synchronization

/// What visits of clusters found in memory, what they read, and how long that took.
public struct MeasuredReads: Sendable, Hashable {
  /// Clusters that were in memory, and that were not.
  public var hits = 0
  public var misses = 0
  /// Bytes of clusters that were in memory.
  public var bytesHit = 0
  public var bytesRead = 0
  /// Reads, of one cluster or of several side by side.
  public var reads = 0
  /// Seconds in reads, of all threads together.
  public var secondsReading = 0.0
  /// Seconds that visits waited for clusters, or read them themselves.
  public var secondsWaiting = 0.0
  /// Seconds that it took to bring the cache up to date.
  public var secondsUpdating = 0.0

  public init() {}

  /// Bytes found in memory, of all that were asked for; nil where nothing was.
  public var hitRatio: Double? {
    bytesHit + bytesRead > 0 ? Double(bytesHit) / Double(bytesHit + bytesRead) : nil
  }

  public static func + (a: MeasuredReads, b: MeasuredReads) -> MeasuredReads {
    var sum = a
    sum.hits += b.hits
    sum.misses += b.misses
    sum.bytesHit += b.bytesHit
    sum.bytesRead += b.bytesRead
    sum.reads += b.reads
    sum.secondsReading += b.secondsReading
    sum.secondsWaiting += b.secondsWaiting
    sum.secondsUpdating += b.secondsUpdating
    return sum
  }
}

/// Adds up what several threads measure.
final class ReadMeter: Sendable {
  private let total = Mutex(MeasuredReads())

  var measured: MeasuredReads { total.withLock { $0 } }

  func reset() { total.withLock { $0 = MeasuredReads() } }

  func add(_ part: MeasuredReads) { total.withLock { $0 = $0 + part } }

  /// Seconds since some moment.
  static var seconds: Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }
}
