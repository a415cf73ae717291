extension Planes {
  /// The planes on another number of rows and columns over the same area, between the cells' centres; outside the
  /// outermost centres their values hold.
  ///
  /// As PyTorch's `interpolate` with `align_corners: false` in its modes bilinear and bicubic (a = -0.75), without
  /// smoothing where cells become larger.
  func resized(
    height: Int, width: Int, _ workers: Workers, _ interpolation: FengWuConfiguration.Interpolation = .bilinear
  ) -> Planes {
    guard height != self.height || width != self.width else { return self }
    let (rows, columns) = (
      Taps(from: self.height, to: height, interpolation), Taps(from: self.width, to: width, interpolation)
    )
    let stored = (width: self.width, area: area)
    let reach = rows.count
    var result = Planes(channels: channels, height: height, width: width)
    values.withUnsafeBufferPointer { values in
      result.values.withUnsafeMutableBufferPointer { out in
        let (from, to) = (SharedConstant(base: values.start), Shared(base: out.start))
        workers.run(channels) { channel in
          let plane = from.base + channel * stored.area
          for i in 0..<height {
            let target = to.base + (channel * height + i) * width
            for j in 0..<width {
              var total: Float = 0
              for a in 0..<reach {
                let row = plane + rows.places[i * reach + a] * stored.width
                var sum: Float = 0
                for b in 0..<reach {
                  sum += row[columns.places[j * reach + b]] * columns.weights[j * reach + b]
                }
                total += sum * rows.weights[i * reach + a]
              }
              target[j] = total
            }
          }
        }
      }
    }
    return result
  }

  /// Where the new positions of an axis take their values from: as many old ones each, and their weights.
  private struct Taps: Sendable {
    let count: Int
    private(set) var places: [Int] = []
    private(set) var weights: [Float] = []

    init(from old: Int, to new: Int, _ interpolation: FengWuConfiguration.Interpolation) {
      let step = Double(old) / Double(new)
      count = interpolation == .bilinear ? 2 : 4
      for i in 0..<new {
        // Between the first two for all new positions before the first; the cubic goes on outside, and clamps below.
        let middle = (Double(i) + 0.5) * step - 0.5
        let place = interpolation == .bilinear ? max(0, middle) : middle
        let first = Int(place.rounded(.down))
        let part = place - Double(first)
        switch interpolation {
        case .bilinear:
          places += [min(first, old - 1), min(first + 1, old - 1)]
          weights += [Float(1 - part), Float(part)]
        case .bicubic:
          places += (-1...2).map { min(max(first + $0, 0), old - 1) }
          weights += [part + 1, part, 1 - part, 2 - part].map { Float(Taps.cubic($0)) }
        }
      }
    }

    /// Keys (1981) with a = -0.75, at a distance.
    private static func cubic(_ x: Double) -> Double {
      let a = -0.75
      if x <= 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
      return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a
    }
  }

  /// Every `scale`-th cell each way, from row and column on.
  func subGrid(row: Int, column: Int, scale: Int) -> Planes {
    let (rows, columns) = ((height - row + scale - 1) / scale, (width - column + scale - 1) / scale)
    var part = Planes(channels: channels, height: rows, width: columns)
    values.withUnsafeBufferPointer { from in
      part.values.withUnsafeMutableBufferPointer { to in
        for channel in 0..<channels {
          for i in 0..<rows {
            let source = (channel * height + row + i * scale) * width + column
            let target = (channel * rows + i) * columns
            for j in 0..<columns { to[target + j] = from[source + j * scale] }
          }
        }
      }
    }
    return part
  }
}
