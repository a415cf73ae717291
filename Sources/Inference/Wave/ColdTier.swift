/// Where the bytes of clusters are kept that need not be in memory: written once, then read part by part.
///
/// Several threads may read at once; nobody writes while they do.
protocol ColdTier: Sendable {
  /// For messages.
  var name: String { get }

  /// Writes bytes that begin at `offset`.
  ///
  /// Throws where they can't all be written.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws

  /// Fills parts of memory with the bytes that begin at `offset`, one part after the other.
  ///
  /// Throws where they can't all be filled: an error that says where, what was expected and what was found.
  func read(into parts: [UnsafeMutableRawBufferPointer], at offset: Int) throws

  /// Has the system let go of what it keeps of them in memory, so that the next read is from the disk.
  func leaveSystemCache()
}

extension ColdTier {
  func leaveSystemCache() {}
}
