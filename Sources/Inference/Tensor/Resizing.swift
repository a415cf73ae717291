extension Planes {
  /// The planes on another number of rows and columns over the same area, bilinear between the cells' centres; outside
  /// the outermost centres their values hold.
  ///
  /// As PyTorch's `interpolate(mode: bilinear, align_corners: false)`, without smoothing where cells become larger.
  func resized(height: Int, width: Int, _ workers: Workers) -> Planes {
    guard height != self.height || width != self.width else { return self }
    let (rows, columns) = (Planes.between(self.height, height), Planes.between(self.width, width))
    let stored = (width: self.width, area: area)
    var result = Planes(channels: channels, height: height, width: width)
    values.withUnsafeBufferPointer { values in
      result.values.withUnsafeMutableBufferPointer { out in
        let (from, to) = (SharedConstant(base: values.start), Shared(base: out.start))
        workers.run(channels) { channel in
          let plane = from.base + channel * stored.area
          for (i, row) in rows.enumerated() {
            let (upper, lower) = (plane + row.first * stored.width, plane + row.second * stored.width)
            let target = to.base + (channel * height + i) * width
            for (j, column) in columns.enumerated() {
              let top = upper[column.first] + (upper[column.second] - upper[column.first]) * column.part
              let bottom = lower[column.first] + (lower[column.second] - lower[column.first]) * column.part
              target[j] = top + (bottom - top) * row.part
            }
          }
        }
      }
    }
    return result
  }

  /// For each of `count` new positions the two old ones it lies between, and how far from the first.
  private static func between(_ old: Int, _ count: Int) -> [(first: Int, second: Int, part: Float)] {
    let step = Double(old) / Double(count)
    return (0..<count).map { i in
      let place = max(0, (Double(i) + 0.5) * step - 0.5)
      let first = min(Int(place), old - 1)
      return (first, min(first + 1, old - 1), Float(place - Double(first)))
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
