/// How many cells of a field have an event, over every rectangle from its first corner: the number in any rectangle
/// is then made of four of them, without rounding.
///
/// Crow (1984), doi:10.1145/964965.808600
struct SummedArea {
  /// One row and one column more than the field, both zero.
  private let counts: [Int32]
  private let width: Int

  /// Traps for fields of more than 2³¹ cells.
  ///
  /// - Parameter events: 1 or 0, row by row.
  init(rows: Int, columns: Int, events: [UInt8]) {
    precondition(rows * columns <= Int(Int32.max), "a field of \(rows) x \(columns) cells")
    let width = columns + 1
    self.width = width
    counts = [Int32](unsafeUninitializedCapacity: (rows + 1) * width) { counts, count in
      events.withUnsafeBufferPointer { events in
        for column in 0..<width { counts[column] = 0 }
        for row in 0..<rows {
          let (above, here, cells) = (row * width, (row + 1) * width, row * columns)
          var line: Int32 = 0
          counts[here] = 0
          for column in 0..<columns {
            line &+= Int32(events[cells + column])
            counts[here + column + 1] = counts[above + column + 1] &+ line
          }
        }
      }
      count = (rows + 1) * width
    }
  }

  /// The number in a rectangle of rows and columns.
  @inline(__always)
  func count(_ rows: Range<Int>, _ columns: Range<Int>) -> Int {
    let (top, bottom) = (rows.lowerBound * width, rows.upperBound * width)
    return Int(
      (counts[bottom + columns.upperBound] &- counts[top + columns.upperBound])
        &- (counts[bottom + columns.lowerBound] &- counts[top + columns.lowerBound]))
  }

  /// Sums of squares and of products of the numbers of two fields, over neighbouring cells of a row.
  struct Products {
    var first: UInt64 = 0
    var second: UInt64 = 0
    var both: UInt64 = 0

    /// Σ(a - b)²
    var difference: Double { Double(first &+ second &- 2 &* both) }
    /// Σa² + Σb²
    var size: Double { Double(first &+ second) }
  }

  /// Whether `products` of a whole row can't overflow, even where the event is in every cell.
  func hasExactProducts(height: Int, reach: Int) -> Bool {
    let most = Double(2 * reach + 1) * Double(height)
    return 2 * most * most * Double(width) < 0x1p63
  }

  /// The sums around cells of a row, each over the same rows and so many columns to either side, which end within those
  /// of the field.
  func products(with other: SummedArea, rows: Range<Int>, columns: Range<Int>, reach: Int) -> Products {
    precondition(columns.lowerBound >= reach && columns.upperBound + reach <= width - 1, "squares beyond the field")
    let (top, bottom) = (rows.lowerBound * width, rows.upperBound * width)
    return counts.withUnsafeBufferPointer { a in
      other.counts.withUnsafeBufferPointer { b in
        var sums = Products()
        for left in columns.lowerBound - reach..<columns.upperBound - reach {
          let right = left &+ 2 &* reach &+ 1
          let x = (a[bottom &+ right] &- a[top &+ right]) &- (a[bottom &+ left] &- a[top &+ left])
          let y = (b[bottom &+ right] &- b[top &+ right]) &- (b[bottom &+ left] &- b[top &+ left])
          let (p, q) = (UInt64(UInt32(bitPattern: x)), UInt64(UInt32(bitPattern: y)))
          sums.first &+= p &* p
          sums.second &+= q &* q
          sums.both &+= p &* q
        }
        return sums
      }
    }
  }
}
