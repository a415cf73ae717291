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

  func callAsFunction(_ x: Planes, _ workers: Workers) -> Planes {
    precondition(x.channels == inputs, "\(x.channels) channels for a convolution of \(inputs)")
    let (height, width, area) = (x.height, x.width, x.area)
    let (outputs, inner) = (outputs, inputs * size * size)
    // Some megabytes of surroundings at a time.
    let rowsAtOnce = max(1, min(height, Convolution.numbersAtOnce / (inner * width)))
    return Planes(channels: outputs, height: height, width: width) { y in
      x.values.withUnsafeBufferPointer { x_ in
        weight.withValues { weight in
          withBias(bias) { bias in
            let patches = UnsafeMutablePointer<Float>.allocate(capacity: inner * rowsAtOnce * width)
            defer { patches.deallocate() }
            let (from, to, target) = (SharedConstant(base: x_.start), Shared(base: patches), Shared(base: y))
            for top in stride(from: 0, to: height, by: rowsAtOnce) {
              let rows = top..<min(top + rowsAtOnce, height)
              let cells = rows.count * width
              workers.run(max(x.channels, outputs)) { channel in
                if channel < x.channels {
                  for place in 0..<size * size {
                    Surroundings.copy(
                      from.base + channel * area, rows: rows, height: height, width: width,
                      movedBy: (place / size - size / 2, place % size - size / 2),
                      into: to.base + (channel * size * size + place) * cells)
                  }
                }
                if channel < outputs {
                  (target.base + channel * area + top * width).initialize(repeating: bias(channel), count: cells)
                }
              }
              workers.multiply(
                weight, strideA: inner, patches, strideB: cells, transposed: false, into: y + top * width,
                strideC: area, rows: outputs, columns: cells, inner: inner, beta: 1)
            }
          }
        }
      }
    }
  }

  /// Surroundings that are in memory at a time, unless those of a row are more.
  static let numbersAtOnce = 4_000_000
}

/// Calls `body` with the bias of each channel: 0 without one.
func withBias(_ bias: Weight?, _ body: (@Sendable (Int) -> Float) -> Void) {
  guard let bias else { return body { _ in 0 } }
  bias.withValues { values in
    let values = SharedConstant(base: values)
    body { values.base[$0] }
  }
}

/// The cells of a plane as a place in a kernel sees them.
enum Surroundings {
  /// Copies some rows of cells, each from `move` rows and columns further on; 0 beyond the plane.
  static func copy(
    _ plane: UnsafePointer<Float>, rows: Range<Int>, height: Int, width: Int, movedBy move: (rows: Int, columns: Int),
    into target: UnsafeMutablePointer<Float>
  ) {
    let (first, end) = (min(width, max(0, -move.columns)), max(0, min(width, width - move.columns)))
    for (number, row) in rows.enumerated() {
      let (to, from) = (target + number * width, row + move.rows)
      guard from >= 0, from < height, first < end else {
        to.initialize(repeating: 0, count: width)
        continue
      }
      to.initialize(repeating: 0, count: first)
      (to + first).initialize(from: plane + from * width + first + move.columns, count: end - first)
      (to + end).initialize(repeating: 0, count: width - end)
    }
  }
}

extension Planes {
  mutating func add(_ other: Planes, _ workers: Workers) {
    var matrix = Matrix(rows: channels, columns: area, values: values)
    values = []
    matrix.add(Matrix(rows: other.channels, columns: other.area, values: other.values), workers)
    values = matrix.values
  }
}
