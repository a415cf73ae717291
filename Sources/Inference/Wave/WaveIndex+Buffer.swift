extension WaveIndex {
  /// With the clusters where the buffer says, and only those used last in memory.
  ///
  /// Throws where no file can be made, or the configuration can't be worked with.
  public init(_ configuration: WaveConfiguration, keyWidth: Int, valueWidth: Int, buffer: WaveBuffer) throws {
    var configuration = configuration
    configuration.buffer = buffer
    try configuration.check()
    let layout = ClusterLayout(
      keyWidth: keyWidth, valueWidth: valueWidth, element: configuration.precision.element)
    self.init(configuration, store: try configuration.store(layout))
  }

  private var buffered: BufferedClusters? { store as? BufferedClusters }

  /// What queries found in memory and read so far; nil where all clusters are in memory.
  public var reads: MeasuredReads? { buffered?.measured }

  /// Counts anew from here on.
  public func resetReads() { buffered?.resetMeasured() }

  /// The clusters that are in memory, those used last first; nil where all are.
  public var clustersInMemory: [Int]? { buffered?.cached }

  /// Bytes of clusters that were in memory at most; nil where all are.
  public var peakBufferBytes: Int? { buffered?.peakBytes }

  /// Has the system let go of what it keeps of the file in memory, so that what is read next comes from the disk: for
  /// measurements.
  public func leaveSystemCache() { buffered?.leaveSystemCache() }

  /// Reads clusters as queries would, and does nothing with them: for measurements.
  ///
  /// - Parameter clusters: distinct numbers from 0.
  /// - Throws: where one can't be read.
  public func read(_ clusters: [Int]) throws { try store.visit(clusters, meanwhile: {}, { _, _ in }) }
}

extension SequenceMemory {
  /// With the clusters where the buffer says, and only those used last in memory.
  ///
  /// Throws where no file can be made, or the configuration can't be worked with.
  public init(_ configuration: WaveConfiguration, keyWidth: Int, valueWidth: Int, buffer: WaveBuffer) throws {
    self.init(try WaveIndex(configuration, keyWidth: keyWidth, valueWidth: valueWidth, buffer: buffer))
  }
}
