/// A 3 x 3 convolution of a field whose every cell is doubled each way, with zeros around it.
///
/// The doubled field never exists: two of three rows of the kernel see the same cells, as two of three columns do, so
/// that each cell of the result is a 2 x 2 convolution of the field as it is, with sums of weights, by whether its row
/// and its column are even or odd. That takes 16 products where the doubled field takes 36.
struct DoublingConvolution: Sendable {
  /// For even and odd rows, for the first and second row of the kernel, and for even and odd columns: weights
  /// [out, 2 in], those of the first column of the kernel before those of the second.
  private let taps: [Float]
  private let bias: Weight?
  let outputs: Int
  let inputs: Int

  /// Traps where the weight isn't of 3 x 3 cells.
  init(_ name: String, _ store: WeightStore) throws {
    let weight = try store.weight(name + ".weight")
    precondition(weight.shape.suffix(2) == [3, 3], "a kernel of \(weight.shape)")
    bias = try store.weight(name + ".bias")
    (outputs, inputs) = (weight.shape[0], weight.shape[1])
    let (outputs, inputs) = (outputs, inputs)
    taps = weight.withValues { values in
      var taps = [Float](repeating: 0, count: 16 * outputs * inputs)
      for part in 0..<16 {
        let (oddRow, row, oddColumn, column) = (part >> 3 & 1, part >> 2 & 1, part >> 1 & 1, part & 1)
        let block = part >> 1
        for output in 0..<outputs {
          for input in 0..<inputs {
            let kernel = values + (output * inputs + input) * 9
            var sum: Float = 0
            for i in DoublingConvolution.merged(odd: oddRow, part: row) {
              for j in DoublingConvolution.merged(odd: oddColumn, part: column) { sum += kernel[3 * i + j] }
            }
            taps[((block * outputs + output) * 2 + column) * inputs + input] = sum
          }
        }
      }
      return taps
    }
  }

  /// Which of three rows (or columns) of the kernel see the first or the second of the two cells that matter: of an
  /// even one those are the cell before and its own, of an odd one its own and the next.
  private static func merged(odd: Int, part: Int) -> Range<Int> {
    switch (odd, part) {
    case (0, 0): 0..<1
    case (0, _): 1..<3
    case (_, 0): 0..<2
    default: 2..<3
    }
  }

  /// Twice as many rows and columns.
  ///
  /// - Parameter atOnce: numbers of the surroundings of cells that are in memory at a time, unless a row has more.
  func callAsFunction(_ x: Planes, _ workers: Workers, atOnce: Int = Convolution.numbersAtOnce) -> Planes {
    precondition(x.channels == inputs, "\(x.channels) channels for a convolution of \(inputs)")
    let (width, outputs, inputs) = (x.width, outputs, inputs)
    let rowsAtOnce = max(1, min(x.height, atOnce / (9 * inputs * width)))
    return Planes(channels: outputs, height: 2 * x.height, width: 2 * width) { y in
      x.values.withUnsafeBufferPointer { x_ in
        taps.withUnsafeBufferPointer { taps in
          withBias(bias) { bias in
            let most = rowsAtOnce * width
            let patches = UnsafeMutablePointer<Float>.allocate(capacity: (9 * inputs + 2 * outputs) * most)
            defer { patches.deallocate() }
            let made = patches + 9 * inputs * most
            for top in stride(from: 0, to: x.height, by: rowsAtOnce) {
              let rows = top..<min(top + rowsAtOnce, x.height)
              let cells = rows.count * width
              gather(rows, of: x, x_.start, into: patches, workers)
              for odd in 0..<4 {
                let (oddRow, oddColumn) = (odd / 2, odd % 2)
                for row in 0..<2 {
                  let place = (oddRow + row) * 3 + oddColumn
                  workers.multiply(
                    taps.start + ((oddRow * 2 + row) * 2 + oddColumn) * outputs * 2 * inputs, strideA: 2 * inputs,
                    patches + place * inputs * cells, strideB: cells, transposed: false,
                    into: made + oddColumn * outputs * cells, strideC: cells, rows: outputs, columns: cells,
                    inner: 2 * inputs, beta: row == 0 ? 0 : 1)
                }
                if oddColumn == 1 {
                  spread(made, rows, odd: oddRow, height: x.height, width: width, bias, into: y, workers)
                }
              }
            }
          }
        }
      }
    }
  }

  /// For each place of nine around a cell, the cells of all channels as that place sees them.
  private func gather(
    _ rows: Range<Int>, of x: Planes, _ values: UnsafePointer<Float>, into patches: UnsafeMutablePointer<Float>,
    _ workers: Workers
  ) {
    let (from, to) = (SharedConstant(base: values), Shared(base: patches))
    let (height, width, area, inputs) = (x.height, x.width, x.area, inputs)
    workers.run(inputs) { channel in
      for place in 0..<9 {
        Surroundings.copy(
          from.base + channel * area, rows: rows, height: height, width: width,
          movedBy: (place / 3 - 1, place % 3 - 1), into: to.base + (place * inputs + channel) * rows.count * width)
      }
    }
  }

  /// Rows of the result from their even and their odd columns.
  private func spread(
    _ made: UnsafePointer<Float>, _ rows: Range<Int>, odd: Int, height: Int, width: Int,
    _ bias: @Sendable (Int) -> Float, into y: UnsafeMutablePointer<Float>, _ workers: Workers
  ) {
    let (from, to, outputs, cells) = (SharedConstant(base: made), Shared(base: y), outputs, rows.count * width)
    workers.run(outputs) { channel in
      let (even, odds) = (from.base + channel * cells, from.base + (outputs + channel) * cells)
      let added = bias(channel)
      for (number, row) in rows.enumerated() {
        let target = to.base + (channel * 2 * height + 2 * row + odd) * 2 * width
        for j in 0..<width {
          (target + 2 * j).initialize(to: even[number * width + j] + added)
          (target + 2 * j + 1).initialize(to: odds[number * width + j] + added)
        }
      }
    }
  }
}
