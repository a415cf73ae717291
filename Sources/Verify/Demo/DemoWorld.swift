import Fields
import Foundation

/// A simulated atmosphere on a global grid: climate, season and day, waves that travel, and smooth
/// noise that forgets itself in two days.
///
/// It is no model of anything. It has what a verification has to cope with: variance on many scales,
/// a daily cycle, heights, calms and dry spells; and the truth is known.
struct DemoWorld {
  /// Rows from the north pole to the south pole, columns eastwards from Greenwich.
  let grid: RectilinearGrid
  let latitudes: [Double]
  let columns: Int
  let patterns: SmoothPatterns
  /// Metres, in the grid's order.
  let altitude: [Float]
  let start: UTCTime
  private let waves: [Wave]
  private let noise: [[NoiseTerm]]

  /// The variables that the world has, as its forecasts hold them.
  static let variables: [Variable] = [
    .temperature2m, .eastwardWind10m, .northwardWind10m, .seaLevelPressure, .precipitation(.hours(6)),
  ]

  private struct Wave {
    let number: Double
    /// Radians an hour eastwards, in phase.
    let speed: Double
    let phase: Double
    /// By row.
    let amplitude: [Double]
    let cosines: [Float]
    let sines: [Float]
  }

  private struct NoiseTerm {
    let pattern: Int
    /// One a step of six hours from `start`.
    let coefficients: [Double]
  }

  /// - spacing: degrees between rows and between columns; divides 180.
  /// - days: how long the world lasts from `start`.
  init(seed: UInt64, spacing: Double, start: UTCTime, days: Int) throws {
    self.start = start
    let rows = Int((180 / spacing).rounded()) + 1
    columns = Int((360 / spacing).rounded())
    latitudes = (0..<rows).map { 90 - Double($0) * spacing }
    grid = try RectilinearGrid(latitudes: latitudes, longitudes: (0..<columns).map { Double($0) * spacing })
    altitude = (0..<grid.count).map { [grid] in Float(DemoEarth.altitude(grid.coordinate(of: $0))) }
    var random = SeededRandom(seed: seed, purpose: "patterns")
    patterns = SmoothPatterns(latitudes: latitudes, columns: columns, count: 40, random: &random)
    waves = DemoWorld.waves(seed: seed, latitudes: latitudes, columns: columns)
    noise = DemoWorld.noise(seed: seed, steps: days * 4 + 1)
  }

  private static func waves(seed: UInt64, latitudes: [Double], columns: Int) -> [Wave] {
    var random = SeededRandom(seed: seed, purpose: "waves")
    return (2...8).flatMap { number in
      [48.0, -50].map { centre in
        let width = random.uniform(14...24)
        let shift = random.uniform(-8...8)
        let amplitude = 1.6 / Double(number).squareRoot()
        return Wave(
          number: Double(number), speed: Double(number) * random.uniform(0.06...0.16) / 24 * 2,
          phase: random.uniform(0...2 * .pi),
          amplitude: latitudes.map { latitude in
            let distance = (latitude - centre - shift) / width
            return amplitude * exp(-distance * distance)
          },
          cosines: (0..<columns).map { Float(cos(2 * .pi * Double(number * $0) / Double(columns))) },
          sines: (0..<columns).map { Float(sin(2 * .pi * Double(number * $0) / Double(columns))) })
      }
    }
  }

  /// For each variable three patterns whose coefficients follow an AR(1) process.
  private static func noise(seed: UInt64, steps: Int) -> [[NoiseTerm]] {
    var random = SeededRandom(seed: seed, purpose: "noise")
    let memory = exp(-6.0 / 48)
    return variables.indices.map { variable in
      (0..<3).map { term in
        var value = random.gaussian()
        let coefficients = (0..<max(steps, 1)).map { _ in
          defer { value = memory * value + (1 - memory * memory).squareRoot() * random.gaussian() }
          return value / 3.0.squareRoot()
        }
        return NoiseTerm(pattern: 3 * variable + term, coefficients: coefficients)
      }
    }
  }

  // MARK: - The truth

  /// The fields of all variables at an instant, in the order of `variables` and their canonical
  /// units, but for precipitation: there the wetness, from which `precipitation(ofWetness:)` follows.
  func truth(at time: UTCTime) -> [[Float]] {
    let hours = (time - start).hours
    let (crests, slopes) = waveFields(hours)
    var temperature = climate(at: time)
    var (east, north) = (jet(), [Float](repeating: 0, count: grid.count))
    var pressure = [Float](repeating: 101_300, count: grid.count)
    var wetness = [Float](repeating: 0, count: grid.count)
    for cell in 0..<grid.count {
      temperature[cell] += 3.5 * slopes[cell] - 0.0065 * altitude[cell]
      east[cell] += 3 * slopes[cell] + 1.2 * crests[cell]
      north[cell] += 4 * slopes[cell]
      pressure[cell] += 900 * crests[cell]
      wetness[cell] -= 0.7 * crests[cell]
    }
    var fields = [temperature, east, north, pressure, wetness]
    let scales = [1.5, 1.5, 1.5, 250, 0.8]
    for variable in fields.indices {
      for term in noise[variable] {
        let step = min(max(Int(hours / 6), 0), term.coefficients.count - 1)
        patterns.add(
          term.pattern, times: scales[variable] * term.coefficients[step], turned: Int(hours / 8), to: &fields[variable]
        )
      }
      SmoothPatterns.levelPoles(&fields[variable], latitudes, columns)
    }
    return fields
  }

  /// Millimetres in six hours from the wetness: none below 0.6, then ever more.
  static func precipitation(ofWetness wetness: Float) -> Float {
    let excess = wetness - 0.6
    return excess > 0 ? 3 * excess * excess.squareRoot() : 0
  }

  /// The sum of the waves, and the same a quarter of a wave to the west: where the flow is poleward.
  private func waveFields(_ hours: Double) -> (crests: [Float], slopes: [Float]) {
    var crests = [Float](repeating: 0, count: grid.count)
    var slopes = crests
    for wave in waves {
      let angle = wave.phase - wave.speed * hours
      for row in latitudes.indices where wave.amplitude[row] > 0.01 {
        let a = Float(wave.amplitude[row] * cos(angle))
        let b = Float(wave.amplitude[row] * sin(angle))
        let start = row * columns
        crests.withUnsafeMutableBufferPointer { crests in
          slopes.withUnsafeMutableBufferPointer { slopes in
            for i in 0..<columns {
              let (c, s) = (wave.cosines[i], wave.sines[i])
              crests[start + i] += a * c - b * s
              slopes[start + i] += a * s + b * c
            }
          }
        }
      }
    }
    return (crests, slopes)
  }

  /// Temperature at sea level: latitude, season, and the sun, warmest at three in the afternoon.
  private func climate(at time: UTCTime) -> [Float] {
    let season = cos(2 * .pi * (Double(time.dayOfYear) - 200) / 365.25)
    let hour = Double(time.components.hour)
    let sun = (0..<columns).map { Float(cos(2 * .pi * ((hour - 15) / 24 + Double($0) / Double(columns)))) }
    var field = [Float](repeating: 0, count: grid.count)
    for (row, latitude) in latitudes.enumerated() {
      let sine = sin(latitude * .pi / 180)
      let base = Float(299.5 - 34 * sine * sine + 11 * season * sine)
      let daily = Float(4 * (1 - sine * sine))
      for i in 0..<columns { field[row * columns + i] = base + daily * sun[i] }
    }
    return field
  }

  /// Westerlies in the middle latitudes, trades in the tropics.
  private func jet() -> [Float] {
    latitudes.flatMap { latitude -> [Float] in
      let wind = -4 * cos(3 * latitude * .pi / 180) * cos(latitude * .pi / 180)
      return [Float](repeating: Float(wind), count: columns)
    }
  }
}
