/// The values of a window of days in order of size, while the window moves along the year.
struct SlidingSample: Sendable {
  private(set) var sorted: [Double] = []
  private var spare: [Double] = []

  /// Takes values out and puts others in, both in order of size. What is taken out must be in it.
  mutating func exchange(_ old: ArraySlice<Double>, for new: ArraySlice<Double>) {
    guard !old.isEmpty || !new.isEmpty else { return }
    spare.removeAll(keepingCapacity: true)
    spare.reserveCapacity(sorted.count - old.count + new.count)
    var (gone, come) = (old.startIndex, new.startIndex)
    for value in sorted {
      if gone < old.endIndex, old[gone] == value {
        gone += 1
        continue
      }
      while come < new.endIndex, new[come] <= value {
        spare.append(new[come])
        come += 1
      }
      spare.append(value)
    }
    precondition(gone == old.endIndex, "values are taken out that are not in the sample")
    spare.append(contentsOf: new[come...])
    swap(&sorted, &spare)
  }

  mutating func removeAll() { sorted.removeAll(keepingCapacity: true) }
}
