/// The way out of the transformer: the fine grid of tokens as planes, through a linear layer.
struct DecoderHead: Sendable {
  let norm: ScaleAndShift
  let downLinear: Linear
  let configuration: FengWuConfiguration

  init(_ configuration: FengWuConfiguration, _ store: WeightStore, group: Int) throws {
    self.configuration = configuration
    norm = try ScaleAndShift("norm", store)
    downLinear = try Linear("down_linear", store, hasBias: false, group: group, scale: configuration.loraScale)
  }

  /// - Parameter tokens: of all sub-grids, one after the other.
  func callAsFunction(_ tokens: consuming Matrix, _ workers: Workers) -> Planes {
    let scale = configuration.downscale
    var x = downLinear(tokens.normalized(norm, at: Array(0..<tokens.rows), workers), workers)
    let grid = TokenGrid(rows: configuration.tokenRows, columns: configuration.tokenColumns)
    if scale > 1 { x = x.rows(at: grid.interleaving(scale: scale), workers) }
    return Planes(
      channels: x.columns, height: grid.rows * scale, width: grid.columns * scale, values: x.transposed().values)
  }
}

/// A residual block of two convolutions, and, but for the last, a doubling of the grid with a third.
struct UpBlock: Sendable {
  let norm1: ScaleAndShift
  let conv1: Convolution
  let norm2: ScaleAndShift
  let conv2: Convolution
  /// Where the number of channels changes.
  let shortcut: Convolution?
  let upsampling: DoublingConvolution?
  let groups: Int

  static func prefix(_ number: Int) -> String { "up_blocks.\(number)." }

  init(_ number: Int, isLast: Bool, _ configuration: FengWuConfiguration, _ store: WeightStore) throws {
    let prefix = UpBlock.prefix(number)
    groups = configuration.groups
    norm1 = try ScaleAndShift(prefix + "resnets.0.norm1", store)
    conv1 = try Convolution(prefix + "resnets.0.conv1", store)
    norm2 = try ScaleAndShift(prefix + "resnets.0.norm2", store)
    conv2 = try Convolution(prefix + "resnets.0.conv2", store)
    let name = prefix + "resnets.0.conv_shortcut"
    shortcut = store.shape(of: name + ".weight") == nil ? nil : try Convolution(name, store)
    upsampling = isLast ? nil : try DoublingConvolution(prefix + "upsamplers.0.conv", store)
  }

  func callAsFunction(_ x: Planes, _ workers: Workers) -> Planes {
    func activated(_ x: consuming Planes, _ norm: ScaleAndShift) -> Planes {
      Normalization.groupsThenSiLU(x, groups: groups, scale: norm.scale, shift: norm.shift, workers)
    }
    var y = conv2(activated(conv1(activated(x, norm1), workers), norm2), workers)
    y.add(shortcut.map { $0(x, workers) } ?? x, workers)
    return upsampling.map { $0(y, workers) } ?? y
  }
}

/// A transposed convolution without bias: every cell spreads its kernel over a finer field.
///
/// Kernel (4, 3) and stride (3, 3): kernels of neighbouring rows share a row.
struct TransposedConvolution: Sendable {
  /// Cells whose kernels are spread at a time, unless a row has more.
  static let cellsAtOnce = 2048

  let weight: Weight
  let stride: (height: Int, width: Int)

  init(_ name: String, stride: [Int], _ store: WeightStore) throws {
    self.stride = (stride[0], stride[1])
    weight = try store.weight(name + ".weight")
  }

  func callAsFunction(_ x: Planes, _ workers: Workers) -> Planes {
    let (outputs, kernelHeight, kernelWidth) = (weight.shape[1], weight.shape[2], weight.shape[3])
    let height = (x.height - 1) * stride.height + kernelHeight
    let width = (x.width - 1) * stride.width + kernelWidth
    let kernel = kernelHeight * kernelWidth
    var y = Planes(channels: outputs, height: height, width: width)
    x.values.withUnsafeBufferPointer { x_ in
      y.values.withUnsafeMutableBufferPointer { y in
        weight.withValues { weight in
          let rowsAtOnce = max(1, min(x.height, TransposedConvolution.cellsAtOnce / x.width))
          let spread = UnsafeMutablePointer<Float>.allocate(capacity: outputs * kernel * rowsAtOnce * x.width)
          defer { spread.deallocate() }
          let (to, from) = (Shared(base: y.start), SharedConstant(base: UnsafePointer(spread)))
          for top in Swift.stride(from: 0, to: x.height, by: rowsAtOnce) {
            let rows = min(rowsAtOnce, x.height - top)
            let cells = rows * x.width
            // [channels, outputs kernel] transposed, by [channels, cells of these rows].
            workers.multiply(
              weight, strideA: outputs * kernel, x_.start + top * x.width, strideB: x.area, transposed: false,
              into: spread, strideC: cells, rows: outputs * kernel, columns: cells, inner: x.channels,
              transposedA: true)
            workers.run(outputs) { output in
              for row in 0..<rows {
                for place in 0..<kernel {
                  let source = from.base + (output * kernel + place) * cells + row * x.width
                  let i = (top + row) * stride.height + place / kernelWidth
                  let target = to.base + (output * height + i) * width + place % kernelWidth
                  for j in 0..<x.width { target[j * stride.width] += source[j] }
                }
              }
            }
          }
        }
      }
    }
    return y
  }
}
