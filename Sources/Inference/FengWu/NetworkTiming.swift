import Foundation

/// What a step of a network took, stage by stage, beside the fastest products of the same process: for benchmarks.
public struct NetworkTiming: Sendable {
  public let stages: [NetworkStage]
  /// Seconds of each stage.
  public let seconds: [Double]

  /// Runs a step of a network on a state of noise, several times; the fastest counts.
  ///
  /// - Parameter clock: seconds since some moment: of the wall, or of the processor.
  public init(_ model: ForecastModel, threads: Int, times: Int = 1, clock: @escaping () -> Double) throws {
    precondition(times > 0, "\(times) times")
    let grid = model.description.grid
    let planes = Planes(
      channels: model.description.channels.count, height: grid.rows, width: grid.columns,
      values: NetworkTiming.noise(model.description.channels.count * grid.count))
    stages = model.description.network.stages(cells: grid.count, threads: threads)
    var passes: [[Double]] = []
    defer { model.network.forgetStates() }
    for _ in 0..<times {
      model.network.forgetStates()
      var marks = [clock()]
      let made = try model.network.step(planes, group: 0) { stage, _ in
        if stage != .decoded { marks.append(clock()) }
      }
      marks.append(clock())
      precondition(made.values.count == planes.values.count, "a state of another size")
      // The decoder's stages come as one.
      passes.append(zip(marks.dropFirst(), marks).map { $0 - $1 })
    }
    seconds = passes.min { $0.reduce(0, +) < $1.reduce(0, +) } ?? []
  }

  /// Operations a second of whole products of square matrices, one on each thread: the most that there is.
  public static func productRate(size: Int = 2048, threads: Int, clock: () -> Double) -> Double {
    let (a, b) = (noise(size * size), noise(size * size))
    var c = [Float](repeating: 0, count: threads * size * size)
    let workers = Workers(count: threads)
    var least = Double.infinity
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          let (a, b, c) = (SharedConstant(base: a.start), SharedConstant(base: b.start), Shared(base: c.start))
          for _ in 0..<5 {
            let start = clock()
            workers.run(threads) { thread in
              multiply(
                a.base, strideA: size, b.base, strideB: size, transposed: true, into: c.base + thread * size * size,
                strideC: size, rows: size, columns: size, inner: size)
            }
            least = min(least, clock() - start)
          }
        }
      }
    }
    return 2 * Double(threads) * Double(size) * Double(size) * Double(size) / least
  }

  /// Numbers between -1 and 1, the same each time.
  private static func noise(_ count: Int) -> [Float] {
    var state: UInt32 = 1
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(Int32(bitPattern: state)) / 2_147_483_648
    }
  }
}
