import Foundation
import Synchronization

/// Attention to all tokens of a grid, of which those near a tile of queries and those of the best clusters are exact and
/// the others estimated by their clusters; and, where it is asked for, to those of past states in the same way.
public struct WaveAttention: Attention {
  public struct Memory: Sendable {
    let place: AttentionPlace
    let keys: Matrix
    let values: Matrix
    let index: WaveIndex
    /// The cluster of each token.
    let clusters: [Int32]
    /// Of states before, the oldest first.
    let past: [WaveIndex]
  }

  public let configuration: WaveConfiguration
  /// Tiles are as high.
  public var rowsAtOnce: Int { configuration.tile[0] }
  private let files = ClusterFiles()
  private let states: PastStates
  private let record: OutcomeRecord

  /// Throws where the configuration can't be worked with.
  public init(_ configuration: WaveConfiguration) throws {
    try configuration.check()
    self.configuration = configuration
    states = PastStates(limit: configuration.memoryStates)
    record = OutcomeRecord()
  }

  /// What groups attended to so far, in all.
  public var outcome: WaveOutcome { record.sum }

  /// Bytes of the file that its clusters are in; 0 where they are in memory.
  var fileBytes: Int { files.byteCount }

  /// Lets go of past states: the next one begins another forecast.
  public func forget() { states.forget() }

  public func memory(keys: Matrix, values: Matrix, of place: AttentionPlace) throws -> Memory {
    precondition(
      keys.rows == place.rows * place.columns && values.rows == keys.rows, "tokens that do not fill their grid")
    let element = configuration.precision.element
    let layout = ClusterLayout(keyWidth: keys.columns, valueWidth: values.columns, element: element)
    var index = WaveIndex(configuration, store: try configuration.store(layout, in: files))
    // Heads share the threads; each clusters alone.
    let clusters = try index.append(keys: keys, values: values, threads: 1)
    let past = states.following(index, at: place)
    return Memory(
      place: place, keys: try element.rounded(keys), values: try element.rounded(values), index: index,
      clusters: clusters, past: past)
  }

  public func attend(_ queries: Matrix, from first: Int, to memory: Memory, scale: Float) throws -> Matrix {
    precondition(queries.columns == memory.keys.columns, "queries and keys of different width")
    var result = Matrix(rows: queries.rows, columns: memory.values.columns)
    var sum = WaveOutcome()
    for tile in GridTile.tiles(first..<first + queries.rows, memory.place, configuration) {
      let rows = tile.tokens.map { $0 - first }
      sum.formUnion(try attend(queries.rows(at: rows), tile, memory, scale) { result.put($0, at: rows) })
    }
    record.add(sum)
    return result
  }

  private func attend(
    _ queries: Matrix, _ tile: GridTile, _ memory: Memory, _ scale: Float, _ take: (Matrix) -> Void
  ) throws -> WaveOutcome {
    let near = NearTokens(
      keys: memory.keys.rows(at: tile.near), values: memory.values.rows(at: tile.near),
      clusters: tile.near.map { memory.clusters[$0] })
    let whole = PartialSlots(1, queries: queries.rows, width: memory.values.columns)
    let alone = Workers(count: 1)
    let outcome = try queries.values.withUnsafeBufferPointer { values in
      let group = QueryGroup(base: values.start, count: queries.rows, width: queries.columns, scale: scale)
      var outcome = try GroupAttention(memory.index, group, near: near, alone).add(to: whole[0])
      for index in memory.past {
        outcome.formUnion(try GroupAttention(index, group, alone).add(to: whole[0]))
      }
      return outcome
    }
    var made = Matrix(rows: queries.rows, columns: memory.values.columns)
    made.values.withUnsafeMutableBufferPointer { whole[0].finish(into: $0.start) }
    take(made)
    return outcome
  }
}

/// The clusters of past states, by the place that they are of; as many states as there may be, and the present one.
private final class PastStates: Sendable {
  private let limit: Int
  private let indexes = Mutex<[AttentionPlace: [WaveIndex]]>([:])

  init(limit: Int) { self.limit = limit }

  /// Those before this one, the oldest first.
  func following(_ index: WaveIndex, at place: AttentionPlace) -> [WaveIndex] {
    guard limit > 0 else { return [] }
    return indexes.withLock { indexes in
      let past = indexes[place, default: []]
      indexes[place] = Array((past + [index]).suffix(limit))
      return past
    }
  }

  func forget() { indexes.withLock { $0 = [:] } }
}

private final class OutcomeRecord: Sendable {
  private let outcome = Mutex(WaveOutcome())

  var sum: WaveOutcome { outcome.withLock { $0 } }

  func add(_ other: WaveOutcome) { outcome.withLock { $0.formUnion(other) } }
}

/// The file that the indexes of an engine share; made when the first needs it.
final class ClusterFiles: Sendable {
  private let file = Mutex<FileRegions?>(nil)

  var byteCount: Int { file.withLock { $0?.byteCount ?? 0 } }

  /// Throws where no file can be made.
  func tier(in folder: URL) throws -> any ColdTier {
    try file.withLock { file in
      if let file { return file.region() }
      let made = try FileRegions(in: folder)
      file = made
      return made.region()
    }
  }
}

extension WaveConfiguration {
  /// A new store for the clusters of a head.
  ///
  /// - Parameter files: where several share a file.
  func store(_ layout: ClusterLayout, in files: ClusterFiles? = nil) throws -> any ClusterStore {
    guard let buffer else { return ResidentClusters(layout) }
    guard let files, case .file(let folder) = buffer.place else { return try BufferedClusters(layout, buffer) }
    return try BufferedClusters(layout, buffer, tier: try files.tier(in: folder))
  }
}

extension Matrix {
  /// Replaces the rows at some positions.
  fileprivate mutating func put(_ rows: Matrix, at positions: [Int]) {
    for (row, position) in positions.enumerated() {
      values.replaceSubrange(
        position * columns..<(position + 1) * columns, with: rows.values[row * columns..<(row + 1) * columns])
    }
  }
}
