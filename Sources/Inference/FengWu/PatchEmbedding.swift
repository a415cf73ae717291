/// Makes tokens of a field: one for each patch, a linear map of all the cells in it.
struct PatchEmbedding: Sendable {
  let weight: Weight
  let bias: Weight
  let stride: (height: Int, width: Int)

  /// Numbers of patches that are gathered at a time.
  static let numbersAtOnce = 12_000_000

  init(_ configuration: FengWuConfiguration, _ store: WeightStore) throws {
    weight = try store.weight("patch_embed.proj.weight")
    bias = try store.weight("patch_embed.proj.bias")
    stride = (configuration.patchStride[0], configuration.patchStride[1])
  }

  /// A row a patch, row by row of the field; patches that would reach beyond it are left out.
  func callAsFunction(_ x: Planes, _ workers: Workers) -> Matrix {
    let (height, width, features) = (weight.shape[2], weight.shape[3], weight.shape[0])
    let (rows, columns) = ((x.height - height) / stride.height + 1, (x.width - width) / stride.width + 1)
    let inner = x.channels * height * width
    let count = rows * columns
    let parts = max(1, (count * inner + PatchEmbedding.numbersAtOnce - 1) / PatchEmbedding.numbersAtOnce)
    let atOnce = max(1, count / parts)
    var tokens = Matrix(rows: count, columns: features)
    x.values.withUnsafeBufferPointer { x_ in
      tokens.values.withUnsafeMutableBufferPointer { tokens in
        weight.withValues { weight in
          bias.withValues { bias in
            let patches = UnsafeMutablePointer<Float>.allocate(capacity: atOnce * inner)
            defer { patches.deallocate() }
            let (from, to) = (SharedConstant(base: x_.start), Shared(base: patches))
            for first in Swift.stride(from: 0, to: count, by: atOnce) {
              let part = min(atOnce, count - first)
              workers.run(part) { number in
                let (row, column) = ((first + number) / columns, (first + number) % columns)
                var target = to.base + number * inner
                for channel in 0..<x.channels {
                  let corner = (channel * x.height + row * stride.height) * x.width + column * stride.width
                  for i in 0..<height {
                    target.initialize(from: from.base + corner + i * x.width, count: width)
                    target += width
                  }
                }
              }
              let out = tokens.start + first * features
              for number in 0..<part { (out + number * features).update(from: bias, count: features) }
              workers.multiply(
                patches, strideA: inner, weight, strideB: inner, transposed: true, into: out, strideC: features,
                rows: part, columns: features, inner: inner, beta: 1)
            }
          }
        }
      }
    }
    return tokens
  }
}
