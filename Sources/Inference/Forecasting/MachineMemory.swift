import Foundation

extension ForecastModel {
  /// Bytes of memory of this machine.
  public static var machineMemory: Int { Int(clamping: ProcessInfo.processInfo.physicalMemory) }

  /// The most bytes that this process has had in memory so far.
  public static var peakMemory: ByteCount {
    var usage = rusage()
    #if canImport(Darwin)
      getrusage(RUSAGE_SELF, &usage)
      return ByteCount(usage.ru_maxrss)
    #else
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return ByteCount(usage.ru_maxrss * 1024)
    #endif
  }
}
