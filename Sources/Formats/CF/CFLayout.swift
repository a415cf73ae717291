import Fields

/// One array as forecasts: what it holds and where in its dimensions each forecast is.
struct CFLayout: Sendable {
  let array: CFArray
  let meaning: CFMeaning
  let horizontal: CFHorizontal
  let times: CFTimes
  /// The dimension of levels; nil where the array is on one level.
  let levelDimension: String?
  /// One a place of the level dimension, or the only one; nil is no level of ours.
  let levels: [Level?]
  let memberDimension: String?
  let memberCount: Int
  let packing: CFPacking
  private let moments: [CFTimes.Moment: Int]

  init(
    array: CFArray, meaning: CFMeaning, horizontal: CFHorizontal, times: CFTimes, levelDimension: String?,
    levels: [Level?], memberDimension: String?
  ) {
    self.array = array
    self.meaning = meaning
    self.horizontal = horizontal
    self.times = times
    self.levelDimension = levelDimension
    self.levels = levels
    self.memberDimension = memberDimension
    memberCount = array.dimensions.first { $0.name == memberDimension }?.length ?? 1
    packing = CFPacking(array)
    moments = Dictionary(
      times.slots.enumerated().map { (CFTimes.Moment(initTime: $1.initTime, leadTime: $1.leadTime), $0) }
    ) { first, _ in first }
  }

  /// The variable of a level at a time; nil where its period is not known there, or is zero.
  func variable(level: Level, slot: CFTimes.Slot) -> Variable? {
    switch meaning.method {
    case .instantaneous: Variable(meaning.quantity, level)
    case .fixed(let processing): Variable(meaning.quantity, level, processing)
    case .sinceStart:
      if let period = slot.period ?? (slot.leadTime > .zero ? slot.leadTime : nil) {
        Variable(meaning.quantity, level, .accumulation(period))
      } else {
        nil
      }
    case .bounded(let kind): slot.period.map { Variable(meaning.quantity, level, kind.processing($0)) }
    }
  }

  /// Whether it is what never changes in time, whatever times the file gives it.
  var isInvariant: Bool {
    times.isTimeless || meaning.quantity == .surfaceAltitude || meaning.quantity == .landFraction
  }

  var keys: [ForecastKey] {
    guard !isInvariant, memberCount > 0 else { return [] }
    return times.slots.flatMap { slot in
      levels.compactMap { level in
        level.flatMap { variable(level: $0, slot: slot) }.map {
          ForecastKey($0, initTime: slot.initTime, leadTime: slot.leadTime)
        }
      }
    }
  }

  /// The block that holds a forecast, every member of it; nil where the array does not hold it.
  func slab(_ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan) -> Hyperslab? {
    guard variable.quantity == meaning.quantity, !isInvariant, memberCount > 0,
      let level = levels.firstIndex(of: variable.level),
      let index = moments[CFTimes.Moment(initTime: initTime, leadTime: leadTime)],
      self.variable(level: variable.level, slot: times.slots[index]) == variable
    else { return nil }
    return slab(slot: times.slots[index], level: level)
  }

  func slab(slot: CFTimes.Slot, level: Int) -> Hyperslab {
    var slab = Hyperslab(whole: array)
    for (axis, dimension) in array.dimensions.enumerated() {
      switch dimension.name {
      case horizontal.row, horizontal.column: continue
      case memberDimension: continue
      case levelDimension: slab.start[axis] = level
      default:
        if let i = times.dimensions.firstIndex(of: dimension.name) { slab.start[axis] = slot.indices[i] }
      }
      slab.count[axis] = 1
    }
    return slab
  }

  /// The values of a slab as one plane a member, row by row.
  func planes(_ values: [Float], of slab: Hyperslab) -> [[Float]] {
    var (rowStride, columnStride, memberStride, stride) = (0, 0, 0, 1)
    for (axis, dimension) in array.dimensions.enumerated().reversed() {
      switch dimension.name {
      case horizontal.row: rowStride = stride
      case horizontal.column: columnStride = stride
      case memberDimension: memberStride = stride
      default: break
      }
      stride *= slab.count[axis]
    }
    let shape = horizontal.grid.shape
    let (rows, columns) = shape.count == 2 ? (shape[0], shape[1]) : (1, horizontal.grid.count)
    if memberCount == 1, columnStride == 1, rowStride == columns || rows == 1 { return [values] }
    return (0..<memberCount).map { member in
      [Float](unsafeUninitializedCapacity: rows * columns) { plane, filled in
        for row in 0..<rows {
          let start = member * memberStride + row * rowStride
          for column in 0..<columns { plane[row * columns + column] = values[start + column * columnStride] }
        }
        filled = rows * columns
      }
    }
  }
}
