import CWave

extension Matrix {
  /// Rows at some positions, each brought to mean 0 and variance 1, then scaled and shifted by weights (LayerNorm).
  func normalized(_ weights: ScaleAndShift, at positions: [Int], _ workers: Workers) -> Matrix {
    let d = columns
    return Matrix(rows: positions.count, columns: d) { to in
      let to = Shared(base: to)
      values.withUnsafeBufferPointer { from in
        weights.scale.withValues { scale in
          weights.shift.withValues { shift in
            let from = SharedConstant(base: from.start)
            let (scale, shift) = (SharedConstant(base: scale), SharedConstant(base: shift))
            workers.run(over: positions.count, by: 64) { part in
              for row in part {
                let (x, y) = (from.base + positions[row] * d, to.base + row * d)
                let (mean, factor) = Normalization.moments(x, count: d)
                for j in 0..<d { y[j] = (x[j] - mean) * factor * scale.base[j] + shift.base[j] }
              }
            }
          }
        }
      }
    }
  }
}

/// Brings rows or groups of channels to mean 0 and variance 1, then scales and shifts them by weights.
enum Normalization {
  static let epsilon: Float = 1e-6

  /// Each of `groups` groups of channels by itself (GroupNorm), then SiLU.
  static func groupsThenSiLU(
    _ x: consuming Planes, groups: Int, scale: Weight, shift: Weight, _ workers: Workers
  ) -> Planes {
    precondition(x.channels % groups == 0, "\(x.channels) channels in \(groups) groups")
    let (share, area) = (x.channels / groups, x.area)
    var result = x
    scale.withValues { scale in
      shift.withValues { shift in
        result.values.withUnsafeMutableBufferPointer { values in
          guard let base = values.baseAddress else { return }
          let (cells, scale, shift) = (Shared(base: base), SharedConstant(base: scale), SharedConstant(base: shift))
          workers.run(groups) { group in
            let at = cells.base + group * share * area
            let (mean, factor) = moments(at, count: share * area)
            for k in 0..<share {
              let channel = at + k * area
              let slope = factor * scale.base[group * share + k]
              let offset = shift.base[group * share + k] - mean * slope
              wave_silu(channel, area, slope, offset)
            }
          }
        }
      }
    }
    return result
  }

  /// The mean, and one over the standard deviation; sums of many rows of 4096 are in Float64.
  fileprivate static func moments(_ x: UnsafePointer<Float>, count: Int) -> (mean: Float, factor: Float) {
    let block = 4096
    var total = 0.0
    for start in stride(from: 0, to: count, by: block) {
      total += Double(sum(x + start, count: min(block, count - start)))
    }
    let mean = Float(total / Double(count))
    var squares = 0.0
    for start in stride(from: 0, to: count, by: block) {
      squares += Double(squareSum(x + start, around: mean, count: min(block, count - start)))
    }
    return (mean, 1 / (Float(squares / Double(count)) + epsilon).squareRoot())
  }

  @inline(__always)
  private static func squareSum(_ x: UnsafePointer<Float>, around mean: Float, count: Int) -> Float {
    var total = Lanes()
    var i = 0
    while i + 8 <= count {
      let d = UnsafeRawPointer(x + i).loadUnaligned(as: Lanes.self) - mean
      total += d * d
      i += 8
    }
    var result = total.sum()
    while i < count {
      result += (x[i] - mean) * (x[i] - mean)
      i += 1
    }
    return result
  }
}
