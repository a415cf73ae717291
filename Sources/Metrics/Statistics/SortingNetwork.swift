import CLanes

/// The comparisons that sort any values of one number: the same for all, whatever they hold, so that several
/// ensembles are sorted at once, one in each lane of a vector.
///
/// Batcher's odd-even merge sort (1968, doi:10.1145/1468075.1468121): (log₂ m)² m/4 comparisons. Eight values are
/// sorted, and twice eight merged, without going to memory in between; every longer merge is made of such merges of
/// values that lie apart, and of comparisons of neighbours.
struct SortingNetwork {
  let size: Int
  /// Values that there must be room for: those from `size` on are infinite.
  let capacity: Int
  private var steps: [cl_step] = []

  /// Traps where there are no values, or more than positions in 32 bits can tell.
  init(size: Int) {
    precondition(size > 0 && size <= Int(Int32.max) / 2, "a network for \(size) values")
    self.size = size
    var capacity = 1
    while capacity < size { capacity *= 2 }
    self.capacity = capacity
    let whole = size / 8 * 8
    for start in stride(from: 0, to: whole, by: 8) { add(cl_sort_eight, start, distance: 1) }
    for sorted in [1, 2, 4] {
      for start in stride(from: whole, to: size, by: 2 * sorted) { addMerge(start, of: sorted, distance: 1) }
    }
    var sorted = 8
    while sorted < size {
      for start in stride(from: 0, to: size, by: 2 * sorted) { addMerge(start, of: sorted, distance: 1) }
      sorted *= 2
    }
  }

  /// Merges two sorted runs of a number of values, as far as there are any.
  private mutating func addMerge(_ start: Int, of count: Int, distance: Int) {
    guard start + count * distance < size else { return }
    // Worth it where most of the second eight are there; the others are infinite.
    if count == 8, start + 11 * distance < size {
      add(cl_merge_eights, start, distance: distance)
    } else if count == 1 {
      add(cl_order, start, distance: distance)
    } else {
      addMerge(start, of: count / 2, distance: 2 * distance)
      addMerge(start + distance, of: count / 2, distance: 2 * distance)
      for k in stride(from: 1, to: 2 * count - 1, by: 2) {
        let low = start + k * distance
        if low + distance < size { add(cl_order, low, distance: distance) }
      }
    }
  }

  private mutating func add(_ kind: cl_step_kind, _ start: Int, distance: Int) {
    steps.append(cl_step(kind: kind, start: Int32(start), distance: Int32(distance)))
  }

  /// Sorts each lane by itself, of `capacity` values.
  func sort(_ values: UnsafeMutablePointer<Lanes>) {
    values.withMemoryRebound(to: Double.self, capacity: 4 * capacity) { cl_sort($0, steps, steps.count) }
  }
}
