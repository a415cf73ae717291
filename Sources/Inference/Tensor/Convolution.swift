/// A convolution with square kernel, stride 1 and zeros around the field, so that its size stays.
///
/// As a product of the weights [out, in k k] with the k by k surroundings of some rows of cells, rows after rows: the
/// surroundings of a whole field never exist.
struct Convolution: Sendable {
  let weight: Weight
  let bias: Weight?

  var outputs: Int { weight.shape[0] }
  var inputs: Int { weight.shape[1] }
  var size: Int { weight.shape[2] }

  init(_ name: String, _ store: WeightStore) throws {
    weight = try store.weight(name + ".weight")
    bias = try store.weight(name + ".bias")
  }

  /// - Parameter scale: 2 convolves the field with every cell doubled each way, which never exists either.
  func callAsFunction(_ x: Planes, upsampledBy scale: Int = 1, _ workers: Workers) -> Planes {
    precondition(x.channels == inputs, "\(x.channels) channels for a convolution of \(inputs)")
    let (height, width) = (x.height * scale, x.width * scale)
    let (outputs, inner, area) = (outputs, inputs * size * size, height * width)
    // Some megabytes of surroundings at a time.
    let rowsAtOnce = max(1, min(height, 4_000_000 / (inner * width)))
    var y = Planes(
      channels: outputs, height: height, width: width,
      values: [Float](unsafeUninitializedCapacity: outputs * area) { $1 = outputs * area })
    x.values.withUnsafeBufferPointer { x_ in
      y.values.withUnsafeMutableBufferPointer { y in
        weight.withValues { weight in
          withBias { bias in
            let patches = UnsafeMutablePointer<Float>.allocate(capacity: inner * rowsAtOnce * width)
            defer { patches.deallocate() }
            for top in stride(from: 0, to: height, by: rowsAtOnce) {
              let rows = top..<min(top + rowsAtOnce, height)
              let cells = rows.count * width
              surroundings(
                of: rows, of: x_.start, channels: x.channels, height: height, width: width, scale: scale,
                into: patches, workers)
              for channel in 0..<outputs {
                (y.start + channel * area + top * width).initialize(repeating: bias?[channel] ?? 0, count: cells)
              }
              workers.multiply(
                weight, strideA: inner, patches, strideB: cells, transposed: false, into: y.start + top * width,
                strideC: area, rows: outputs, columns: cells, inner: inner, beta: 1)
            }
          }
        }
      }
    }
    return y
  }

  private func withBias(_ body: (UnsafePointer<Float>?) -> Void) {
    if let bias { bias.withValues { body($0) } } else { body(nil) }
  }

  /// For each channel and each place in the kernel, the cells of some rows as that place sees them.
  private func surroundings(
    of rows: Range<Int>, of x: UnsafePointer<Float>, channels: Int, height: Int, width: Int, scale: Int,
    into patches: UnsafeMutablePointer<Float>, _ workers: Workers
  ) {
    let (size, reach, cells) = (size, size / 2, rows.count * width)
    let (from, to) = (SharedConstant(base: x), Shared(base: patches))
    let (storedWidth, storedArea) = (width / scale, height / scale * (width / scale))
    workers.run(channels) { channel in
      let plane = from.base + channel * storedArea
      for place in 0..<size * size {
        let (di, dj) = (place / size - reach, place % size - reach)
        var target = to.base + (channel * size * size + place) * cells
        for i in rows {
          let row = i + di
          if row < 0 || row >= height {
            target.initialize(repeating: 0, count: width)
          } else {
            let source = plane + row / scale * storedWidth
            if scale == 1 {
              let (first, end) = (max(0, -dj), min(width, width - dj))
              for j in 0..<first { target[j] = 0 }
              (target + first).initialize(from: source + first + dj, count: end - first)
              for j in end..<width { target[j] = 0 }
            } else {
              for j in 0..<width {
                let column = j + dj
                target[j] = column < 0 || column >= width ? 0 : source[column / scale]
              }
            }
          }
          target += width
        }
      }
    }
  }
}

extension Planes {
  mutating func applySiLU(_ workers: Workers) {
    let count = values.count
    guard count > 0 else { return }
    values.withUnsafeMutableBufferPointer { values in
      let cells = Shared(base: values.start)
      workers.run(over: count, by: 32_768) { part in
        apply({ silu($0) }, to: cells.base + part.lowerBound, count: part.count)
      }
    }
  }

  mutating func add(_ other: Planes, _ workers: Workers) {
    var matrix = Matrix(rows: channels, columns: area, values: values)
    values = []
    matrix.add(Matrix(rows: other.channels, columns: other.area, values: other.values), workers)
    values = matrix.values
  }
}
