import CWave

/// A linear layer, and the low-rank adapter of its group where there is one: W x + b + s B (A x).
struct Linear: Sendable {
  let weight: Weight
  let bias: Weight?
  /// A [rank, in] and B [out, rank].
  let adapter: (down: Weight, up: Weight)?
  let adapterScale: Float

  var outputs: Int { weight.shape[0] }
  var inputs: Int { weight.shape[1] }

  /// Loads a layer by name, with the adapter of a group; group 0 is none.
  init(_ name: String, _ store: WeightStore, hasBias: Bool = true, group: Int = 0, scale: Float = 0) throws {
    weight = try store.weight(name + ".weight")
    bias = hasBias ? try store.weight(name + ".bias") : nil
    adapterScale = scale
    if group > 0, let down = store.weightIfPresent("\(name).lora_A.\(group)"),
      let up = store.weightIfPresent("\(name).lora_B.\(group)")
    {
      adapter = (down, up)
    } else {
      adapter = nil
    }
  }

  /// A row a token.
  func callAsFunction(_ x: Matrix, _ workers: Workers) -> Matrix {
    let (n, inputs, outputs) = (x.rows, inputs, outputs)
    precondition(x.columns == inputs, "\(x.columns) features for a layer of \(inputs)")
    var y = Matrix(
      rows: n, columns: outputs,
      values: [Float](unsafeUninitializedCapacity: n * outputs) { values, count in
        let to = Shared(base: values.start)
        if let bias {
          bias.withValues { bias in
            let from = SharedConstant(base: bias)
            workers.run(over: n, by: 256) { rows in
              for i in rows { (to.base + i * outputs).initialize(from: from.base, count: outputs) }
            }
          }
        }
        count = n * outputs
      })
    x.values.withUnsafeBufferPointer { x in
      y.values.withUnsafeMutableBufferPointer { y in
        weight.withValues { weight in
          workers.multiply(
            x.start, strideA: inputs, weight, strideB: inputs, transposed: true, into: y.start, strideC: outputs,
            rows: n, columns: outputs, inner: inputs, beta: bias == nil ? 0 : 1)
        }
        if let adapter { adapt(x.start, y.start, n, adapter.down, adapter.up, workers) }
      }
    }
    return y
  }

  private func adapt(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ n: Int, _ down: Weight, _ up: Weight,
    _ workers: Workers
  ) {
    let rank = down.shape[0]
    withUnsafeTemporaryAllocation(of: Float.self, capacity: max(1, n * rank)) { low in
      down.withValues { down in
        up.withValues { up in
          workers.multiply(
            x, strideA: inputs, down, strideB: inputs, transposed: true, into: low.start, strideC: rank, rows: n,
            columns: rank, inner: inputs)
          workers.multiply(
            low.start, strideA: rank, up, strideB: rank, transposed: true, into: y, strideC: outputs, rows: n,
            columns: outputs, inner: rank, alpha: adapterScale, beta: 1)
        }
      }
    }
  }
}

/// Two weights of a normalisation.
struct ScaleAndShift: Sendable {
  let scale: Weight
  let shift: Weight

  init(_ name: String, _ store: WeightStore) throws {
    scale = try store.weight(name + ".weight")
    shift = try store.weight(name + ".bias")
  }
}

extension Matrix {
  /// Applies GELU to every number.
  mutating func applyGELU(_ workers: Workers) { apply(workers) { wave_gelu($0, $1) } }

  /// Applies SiLU to every number.
  mutating func applySiLU(_ workers: Workers) { apply(workers) { wave_silu($0, $1, 1, 0) } }

  private mutating func apply(_ workers: Workers, _ function: @Sendable (UnsafeMutablePointer<Float>, Int) -> Void) {
    let count = values.count
    guard count > 0 else { return }
    values.withUnsafeMutableBufferPointer { values in
      let cells = Shared(base: values.start)
      workers.run(over: count, by: 32_768) { part in function(cells.base + part.lowerBound, part.count) }
    }
  }

  mutating func add(_ other: Matrix, _ workers: Workers) {
    precondition(other.rows == rows && other.columns == columns, "matrices of different shapes")
    let count = values.count
    other.values.withUnsafeBufferPointer { other in
      values.withUnsafeMutableBufferPointer { values in
        let (to, from) = (Shared(base: values.start), SharedConstant(base: other.start))
        workers.run(over: count, by: 65_536) { part in for i in part { to.base[i] += from.base[i] } }
      }
    }
  }
}
