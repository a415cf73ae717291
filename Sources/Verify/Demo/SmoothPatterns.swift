import Foundation

/// Smooth random fields on a global grid with mean 0 and variance 1 at every point, to be added,
/// shifted in longitude and scaled.
///
/// Each is a sum of waves `cos(kλ + lφ + θ)` with random phases θ, whole zonal numbers k (so that the
/// field closes round the globe) and any meridional number l. A row at a pole holds its mean.
struct SmoothPatterns {
  let rows: Int
  let columns: Int
  private(set) var fields: [[Float]] = []

  init(latitudes: [Double], columns: Int, count: Int, random: inout SeededRandom) {
    rows = latitudes.count
    self.columns = columns
    for _ in 0..<count {
      var field = [Float](repeating: 0, count: rows * columns)
      for _ in 0..<SmoothPatterns.waveCount {
        SmoothPatterns.addWave(to: &field, latitudes, columns, &random)
      }
      SmoothPatterns.levelPoles(&field, latitudes, columns)
      fields.append(field)
    }
  }

  private static let waveCount = 24

  private static func addWave(
    to field: inout [Float], _ latitudes: [Double], _ columns: Int, _ random: inout SeededRandom
  ) {
    let k = Double(Int(random.uniform() * 9))
    let l = random.uniform(-9...9)
    let phase = random.uniform(0...2 * .pi)
    let amplitude = (2 / Double(waveCount)).squareRoot()
    let cosines = (0..<columns).map { Float(cos(2 * .pi * k * Double($0) / Double(columns))) }
    let sines = (0..<columns).map { Float(sin(2 * .pi * k * Double($0) / Double(columns))) }
    for (row, latitude) in latitudes.enumerated() {
      let angle = l * latitude * .pi / 180 + phase
      let (a, b) = (Float(amplitude * cos(angle)), Float(amplitude * sin(angle)))
      let start = row * columns
      for i in 0..<columns { field[start + i] += a * cosines[i] - b * sines[i] }
    }
  }

  /// Gives rows at a pole one value, since they are one point.
  static func levelPoles(_ field: inout [Float], _ latitudes: [Double], _ columns: Int) {
    for (row, latitude) in latitudes.enumerated() where abs(latitude) > 89.999 {
      let cells = row * columns..<(row + 1) * columns
      let mean = field[cells].reduce(0, +) / Float(columns)
      for cell in cells { field[cell] = mean }
    }
  }

  /// Adds `scale` times a pattern, turned eastwards by a number of columns.
  func add(_ index: Int, times scale: Double, turned: Int, to field: inout [Float]) {
    let factor = Float(scale)
    let turn = ((turned % columns) + columns) % columns
    let pattern = fields[index % fields.count]
    field.withUnsafeMutableBufferPointer { target in
      pattern.withUnsafeBufferPointer { source in
        for row in 0..<rows {
          let start = row * columns
          for i in 0..<turn { target[start + i] += factor * source[start + i - turn + columns] }
          for i in turn..<columns { target[start + i] += factor * source[start + i - turn] }
        }
      }
    }
  }
}
