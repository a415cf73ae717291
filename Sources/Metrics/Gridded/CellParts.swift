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

  /// The same cells, told apart as well by the conditions that each meets.
  ///
  /// - Parameters:
  ///   - bits: By cell, a bit for each condition that it meets.
  ///   - needed: By stratum, the bits that its cells have to have; nil leaves it none.
  /// - Throws: `MetricsError` where the grid is cut into more than 65 535 parts.
  public func refined(by bits: [UInt64], needed: [UInt64?]) throws -> CellParts {
    precondition(bits.count == cellCount && needed.count == strata.count, "conditions of other cells or strata")
    struct Key: Hashable {
      let part: UInt16
      let bits: UInt64
    }
    var refined = self
    var (keys, numbers): ([Key], [Key: UInt16]) = ([], [:])
    var (last, lastNumber): (Key?, UInt16) = (nil, 0)
    for cell in parts.indices {
      let key = Key(part: parts[cell], bits: bits[cell])
      if key != last {
        if let known = numbers[key] {
          lastNumber = known
        } else {
          guard keys.count < Self.mostParts else { throw MetricsError.tooManyParts }
          lastNumber = UInt16(keys.count)
          numbers[key] = lastNumber
          keys.append(key)
        }
        last = key
      }
      refined.parts[cell] = lastNumber
    }
    refined.count = max(1, keys.count)
    refined.strata = zip(strata, needed).map { members, needed in
      guard let needed else { return [] }
      let members = Set(members)
      return keys.indices.filter { members.contains(Int(keys[$0].part)) && keys[$0].bits & needed == needed }
    }
    return refined
  }

  /// Traps where there is no such cell or stratum.
  public func isCell(_ cell: Int, inStratum stratum: Int) -> Bool { strata[stratum].contains(Int(parts[cell])) }
}
