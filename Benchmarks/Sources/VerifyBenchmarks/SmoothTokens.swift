import Foundation
import Inference

/// Keys, values and queries of a head on a grid whose features are smooth: sums of 24 waves of up to 8 crests round the
/// globe, of variance 1, plus noise of 0.3. Attention is diffuse: most of its mass is far from the best tokens.
struct SmoothTokens {
  let rows: Int
  let columns: Int
  let width: Int
  let keys: Matrix
  let values: Matrix
  let queries: Matrix

  init(rows: Int, columns: Int, width: Int, seed: UInt64 = 1) {
    self.rows = rows
    self.columns = columns
    self.width = width
    let waves = Waves(rows: rows, columns: columns, seed: seed)
    keys = waves.features(width, seed: seed &+ 1)
    values = waves.features(width, seed: seed &+ 2)
    queries = waves.features(width, seed: seed &+ 3)
  }

  private struct Waves {
    let count = 24
    let cells: Int
    var shapes: [Float] = []

    init(rows: Int, columns: Int, seed: UInt64) {
      cells = rows * columns
      var noise = Noise(seed)
      for _ in 0..<count {
        let (east, south) = (Double(noise.number(below: 9)), Double(noise.number(below: 9)))
        let phase = Double(noise.number(below: 360)) * .pi / 180
        for row in 0..<rows {
          for column in 0..<columns {
            let angle =
              2 * .pi * east * Double(column) / Double(columns) + .pi * south * Double(row) / Double(rows) + phase
            shapes.append(Float(2.0.squareRoot() * cos(angle)))
          }
        }
      }
    }

    /// A row a cell.
    func features(_ width: Int, seed: UInt64) -> Matrix {
      var noise = Noise(seed)
      let weights = (0..<count * width).map { _ in noise.next() / Float(count).squareRoot() }
      var features = Matrix(rows: cells, columns: width)
      features.values.withUnsafeMutableBufferPointer { features in
        shapes.withUnsafeBufferPointer { shapes in
          for cell in 0..<cells {
            for j in 0..<width { features[cell * width + j] = 0.3 * noise.next() }
            for wave in 0..<count {
              let height = shapes[wave * cells + cell]
              for j in 0..<width { features[cell * width + j] += height * weights[wave * width + j] }
            }
          }
        }
      }
      return features
    }
  }
}
