/// Where a forecast and an analysis have an event and where both have values, and how many such cells every rectangle
/// has.
struct EventAreas: Sendable {
  let threshold: Threshold
  let forecast: SummedArea
  let observed: SummedArea
  /// Cells with both values; nil where that is every cell.
  let present: SummedArea?
  /// 1 where both values are there and the weight is not 0.
  let isPresent: [UInt8]
  /// 1 where the event is analysed.
  let isObserved: [UInt8]
  private let layout: FieldLayout

  init(_ whole: WholeFields, _ threshold: Threshold) {
    let (fields, layout) = (whole.fields, whole.layout)
    let limits = threshold.needsClimatology ? fields.columns[.limit(threshold)] : nil
    var isForecast = [UInt8](repeating: 0, count: fields.forecasts.count)
    var (isObserved, isPresent) = (isForecast, isForecast)
    var count = 0
    for row in 0..<layout.rows {
      for column in 0..<layout.distinctColumns {
        let cell = row * layout.columns + column
        let (f, o) = (Double(fields.forecasts[cell]), Double(fields.observations[cell]))
        let limit = threshold.value ?? limits.map { Double($0[cell]) } ?? .nan
        guard !(f + o + limit).isNaN, whole.weight(row: row, column: column) != 0 else { continue }
        isPresent[cell] = 1
        count += 1
        if threshold.isMet(by: f, limit: limit) { isForecast[cell] = 1 }
        if threshold.isMet(by: o, limit: limit) { isObserved[cell] = 1 }
      }
    }
    self.threshold = threshold
    self.layout = layout
    self.isPresent = isPresent
    self.isObserved = isObserved
    forecast = SummedArea(rows: layout.rows, columns: layout.columns, events: isForecast)
    observed = SummedArea(rows: layout.rows, columns: layout.columns, events: isObserved)
    present =
      count == layout.rows * layout.distinctColumns
      ? nil : SummedArea(rows: layout.rows, columns: layout.columns, events: isPresent)
  }

  /// How many cells of a neighbourhood have both values, the event forecast and the event analysed; columns go round
  /// where those of the grid do, and end where they do not.
  func counts(rows: Range<Int>, around column: Int, reach: Int) -> (present: Int, forecast: Int, observed: Int) {
    let period = layout.distinctColumns
    let (left, right) = (column - reach, column + reach + 1)
    if left >= 0, right <= period { return counts(rows, left..<right) }
    guard layout.wraps else { return counts(rows, max(0, left)..<min(period, right)) }
    guard right - left < period else { return counts(rows, 0..<period) }
    let (a, b) = left < 0 ? (left + period..<period, 0..<right) : (left..<period, 0..<right - period)
    let (first, second) = (counts(rows, a), counts(rows, b))
    return (first.present + second.present, first.forecast + second.forecast, first.observed + second.observed)
  }

  @inline(__always)
  private func counts(_ rows: Range<Int>, _ columns: Range<Int>) -> (present: Int, forecast: Int, observed: Int) {
    (
      present?.count(rows, columns) ?? rows.count * columns.count, forecast.count(rows, columns),
      observed.count(rows, columns)
    )
  }
}
