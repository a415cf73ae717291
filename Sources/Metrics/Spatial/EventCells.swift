/// Which cells of a forecast and an analysis have an event, and which have both values.
struct EventCells {
  /// 1 where the event is, row by row; a missing cell has none.
  var forecast: [UInt8]
  var observed: [UInt8]
  /// 1 where neither value is missing and the weight is not 0.
  var present: [UInt8]
  var count = 0
  var weight = 0.0
  /// Of cells with the event analysed.
  var observedWeight = 0.0
  /// By row, the weight of all its cells; nil where cells are missing or weigh differently.
  var rowWeight: [Double?]

  init(_ fields: FieldPairs, _ threshold: Threshold) {
    let (n, columns) = (fields.count, fields.columns)
    forecast = [UInt8](repeating: 0, count: n)
    observed = forecast
    present = forecast
    rowWeight = []
    rowWeight.reserveCapacity(fields.rows)
    for row in 0..<fields.rows {
      let cells = row * columns..<(row + 1) * columns
      let first = cells.isEmpty ? 0 : fields.weights[cells.lowerBound]
      var isEven = true
      for cell in cells {
        let weight = fields.weights[cell]
        guard fields.isPresent(cell) else {
          isEven = false
          continue
        }
        if weight != first { isEven = false }
        present[cell] = 1
        count += 1
        self.weight += weight
        if threshold.isMet(by: fields.forecasts[cell]) { forecast[cell] = 1 }
        if threshold.isMet(by: fields.observations[cell]) {
          observed[cell] = 1
          observedWeight += weight
        }
      }
      rowWeight.append(isEven ? first : nil)
    }
  }
}
