/// The fractions skill score of an event at many scales: whether about as much of every neighbourhood has the
/// event in the forecast as in the analysis.
///
/// P is the part of the cells of a square of `size` cells a side around a cell that have the event:
///
///     FSS = 1 - Σ w (P_f - P_o)² / (Σ w P_f² + Σ w P_o²)
///
/// - Range 0 to 1, perfect 1, larger is better; no unit. 0 where no neighbourhood has the event on both sides
/// - Undefined where the event is neither forecast nor analysed anywhere
/// - Useful from 1/2 + f₀/2 on, where f₀ is how often the event was analysed
/// - Edges: cells outside the field are cells without the event (`padded`), or are left out of the part
///   (`within`), or their neighbourhoods are (`inside`). These are different scores, so the policy is part of the
///   key. A missing cell is one without the event, but `within` leaves it out of the part
/// - Aggregation: numerator and denominator are summed over all fields, then divided; the mean of the scores of
///   fields is a different quantity, and does not exist where one field is dry
/// - Compared with: `fss_2d_single_field` of scores, which is `inside`; with zero padding it gives other values than
///   `padded`, which is compared with NumPy, as is `within`
///
/// All sizes come from one pair of summed areas, so that a size costs the same however large it is.
///
/// Roberts and Lean (2008), doi:10.1175/2007MWR2123.1; Faggian et al. (2015), doi:10.54302/mausam.v66i3.555
public struct FractionsSkill: Hashable, Sendable, Codable {
  public enum Edges: String, Hashable, Sendable, Codable, CaseIterable {
    /// Cells outside the field are cells without the event.
    case padded
    /// Cells outside the field and missing cells are left out of the part.
    case within
    /// Only neighbourhoods that are all in the field count.
    case inside
  }

  public let threshold: Threshold
  /// Cells a side of the neighbourhoods: odd, from the smallest.
  public let sizes: [Int]
  public let edges: Edges

  /// Traps where a size is not odd and positive, the sizes do not grow, or the threshold is of a climatology.
  public init(_ threshold: Threshold, sizes: [Int], edges: Edges = .padded) {
    precondition(!threshold.needsClimatology, "\(threshold) has a limit for each cell")
    precondition(!sizes.isEmpty && sizes.allSatisfy { $0 > 0 && !$0.isMultiple(of: 2) }, "neighbourhoods of \(sizes)")
    precondition(zip(sizes, sizes.dropFirst()).allSatisfy(<), "neighbourhoods of \(sizes) do not grow")
    self.threshold = threshold
    self.sizes = sizes
    self.edges = edges
  }

  /// `fss(>=1,padded,1|3|9)`
  public var key: String {
    "fss(\(threshold),\(edges.rawValue),\(sizes.map(String.init).joined(separator: "|")))"
  }

  /// Adds a field. Cells that are missing on either side count towards no score.
  public func accumulate(_ fields: FieldPairs, into sums: inout FractionsSums) {
    sums.prepare(scales: sizes.count)
    let cells = EventCells(fields, threshold)
    sums.n += cells.count
    sums.weight += cells.weight
    sums.events += cells.observedWeight
    let (rows, columns) = (fields.rows, fields.columns)
    let forecast = SummedArea(rows: rows, columns: columns, events: cells.forecast)
    let observed = SummedArea(rows: rows, columns: columns, events: cells.observed)
    let present = edges == .within ? SummedArea(rows: rows, columns: columns, events: cells.present) : nil
    let areWhole = present == nil || cells.count == fields.count
    for (scale, size) in sizes.enumerated() {
      let reach = size / 2
      let margin = edges == .inside ? reach : 0
      var (error, reference) = (0.0, 0.0)
      guard 2 * margin < rows, 2 * margin < columns else { continue }
      let isWhole = areWhole && 2 * reach < columns && forecast.hasExactProducts(reach: reach)
      for row in margin..<rows - margin {
        // Where neighbourhoods reach beyond no side and all cells weigh the same, whole numbers are summed.
        let weight = isWhole ? cells.rowWeight[row] : nil
        let even = weight == nil ? margin..<margin : reach..<columns - reach
        if let weight {
          let height = edges == .within ? min(rows, row + reach + 1) - max(0, row - reach) : size
          let square = Double(height * size) * Double(height * size)
          let products = forecast.products(with: observed, row: row, columns: even, reach: reach)
          error += weight * products.difference / square
          reference += weight * products.size / square
        }
        for part in [margin..<even.lowerBound, even.upperBound..<columns - margin] {
          for column in part where cells.present[row * columns + column] != 0 {
            let count = Double(present?.count(row: row, column: column, reach: reach) ?? size * size)
            let f = Double(forecast.count(row: row, column: column, reach: reach)) / count
            let o = Double(observed.count(row: row, column: column, reach: reach)) / count
            let weight = fields.weights[row * columns + column]
            error += weight * (f - o) * (f - o)
            reference += weight * (f * f + o * o)
          }
        }
      }
      sums.error[scale] += error
      sums.reference[scale] += reference
    }
  }

  /// The score at each size.
  public func values(of sums: FractionsSums) -> [Outcome] {
    sizes.indices.map { scale in
      guard sums.n > 0 else { return .noPairs }
      let (error, reference) = (sums.error[scale], sums.reference[scale])
      guard reference > 0 else { return .undefined("the event is neither forecast nor analysed") }
      return Outcome(1 - error / reference)
    }
  }

  /// 1/2 + f₀/2: from where on the score is called useful.
  public func usefulSkill(of sums: FractionsSums) -> Outcome {
    sums.n > 0 ? Outcome(0.5 + sums.events / sums.weight / 2) : .noPairs
  }

  /// The smallest size from which on the score stays useful; nil where it never is.
  public func usefulSize(of sums: FractionsSums) -> Int? {
    guard let limit = usefulSkill(of: sums).value else { return nil }
    let useful = values(of: sums).map { ($0.value ?? -1) >= limit }
    return useful.lastIndex(of: false).map { $0 + 1 < sizes.count ? sizes[$0 + 1] : nil } ?? sizes.first
  }
}

/// Sums of `FractionsSkill`.
///
/// Stored as: cells, Σw, Σw of cells with the event analysed, number of scales, then for each
/// Σw(P_f - P_o)² and Σw(P_f² + P_o²).
public struct FractionsSums: Sums {
  public internal(set) var n = 0
  public internal(set) var weight = 0.0
  public internal(set) var events = 0.0
  /// One for each scale; empty where nothing was added.
  public internal(set) var error: [Double] = []
  public internal(set) var reference: [Double] = []

  public init() {}

  mutating func prepare(scales: Int) {
    guard error.isEmpty else { return precondition(error.count == scales, "sums of other scales") }
    error = [Double](repeating: 0, count: scales)
    reference = error
  }

  /// Traps where the other has a different number of scales.
  public mutating func merge(_ other: FractionsSums) {
    guard !other.error.isEmpty else { return }
    prepare(scales: other.error.count)
    n += other.n
    weight += other.weight
    events += other.events
    for i in error.indices {
      error[i] += other.error[i]
      reference[i] += other.reference[i]
    }
  }

  public var numbers: [Double] { [Double(n), weight, events, Double(error.count)] + error + reference }

  public init?(numbers x: [Double]) {
    guard x.count >= 4, let n = Int(count: x[0]), let count = Int(count: x[3]), count <= x.count,
      x.count == 4 + 2 * count
    else { return nil }
    (self.n, weight, events) = (n, x[1], x[2])
    error = Array(x[4..<4 + count])
    reference = Array(x[(4 + count)...])
  }
}
