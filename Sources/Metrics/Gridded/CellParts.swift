/// Which cells of a grid are in the same strata: cells that no stratum tells apart are one part.
///
/// However many strata there are and however they overlap, each cell is in one part, so that a pass over a field
/// adds it once; the sums of a stratum are those of its parts, merged.
public struct CellParts: Sendable {
  /// The part of each cell.
  private(set) var parts: [UInt16]
  /// The parts of each stratum, in the order in which strata were added.
  public private(set) var strata: [[Int]] = []
  public private(set) var count = 1

  /// The most parts that strata may cut a grid into.
  public static let mostParts = Int(UInt16.max)

  /// All cells in one part, and no stratum.
  public init(cellCount: Int) {
    parts = [UInt16](repeating: 0, count: cellCount)
  }

  public var cellCount: Int { parts.count }

  /// Adds a stratum, by whether a cell is in it.
  ///
  /// - Throws: `MetricsError` where strata cut the grid into more than 65 535 parts.
  public mutating func addStratum(_ contains: (Int) throws -> Bool) throws {
    // The part that the cells of an old part go to, outside and inside of the stratum.
    var successors = [[UInt16?]](repeating: [nil, nil], count: count)
    var origins: [(old: Int, isInside: Bool)] = []
    for cell in parts.indices {
      let (old, isInside) = (Int(parts[cell]), try contains(cell))
      if let known = successors[old][isInside ? 1 : 0] {
        parts[cell] = known
        continue
      }
      guard origins.count < Self.mostParts else { throw MetricsError.tooManyParts }
      let new = UInt16(origins.count)
      origins.append((old, isInside))
      successors[old][isInside ? 1 : 0] = new
      parts[cell] = new
    }
    guard !origins.isEmpty else { return strata.append([]) }
    count = origins.count
    strata = strata.map { members in
      let members = Set(members)
      return origins.indices.filter { members.contains(origins[$0].old) }
    }
    strata.append(origins.indices.filter { origins[$0].isInside })
  }

  /// Adds a stratum of all cells.
  public mutating func addAll() { strata.append(Array(0..<count)) }

  /// Traps where there is no such cell or stratum.
  public func isCell(_ cell: Int, inStratum stratum: Int) -> Bool { strata[stratum].contains(Int(parts[cell])) }
}
