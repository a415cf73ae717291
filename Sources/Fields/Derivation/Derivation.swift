/// How one quantity follows from others at the same level and time.
struct Derivation: Sendable {
  let result: Quantity
  /// The variables it follows from at a level, at most three; nil where it has no meaning there.
  let inputs: @Sendable (Level) -> [Variable]?
  /// From the inputs in their order, unused slots 0, in canonical units.
  let formula: @Sendable (_ inputs: SIMD3<Double>, _ level: Level) -> Double

  private init(
    _ result: Quantity, from quantities: [Quantity],
    _ formula: @escaping @Sendable (SIMD3<Double>, Level) -> Double
  ) {
    self.init(result, inputs: { level in quantities.map { Variable($0, level) } }, formula)
  }

  private init(
    _ result: Quantity, inputs: @escaping @Sendable (Level) -> [Variable]?,
    _ formula: @escaping @Sendable (SIMD3<Double>, Level) -> Double
  ) {
    self.result = result
    self.inputs = inputs
    self.formula = formula
  }

  /// Every derivation, the preferred first where several give one quantity.
  static let all: [Derivation] = [
    Derivation(.windSpeed, from: [.eastwardWind, .northwardWind]) { input, _ in
      Wind.speed(eastward: input.x, northward: input.y)
    },
    Derivation(.windDirection, from: [.eastwardWind, .northwardWind]) { input, _ in
      Wind.direction(eastward: input.x, northward: input.y)
    },
    Derivation(.eastwardWind, from: [.windSpeed, .windDirection]) { input, _ in
      Wind.components(speed: input.x, direction: input.y).eastward
    },
    Derivation(.northwardWind, from: [.windSpeed, .windDirection]) { input, _ in
      Wind.components(speed: input.x, direction: input.y).northward
    },
    Derivation(.relativeHumidity, from: [.airTemperature, .dewPoint]) { input, _ in
      Humidity.relativeHumidity(temperature: input.x, dewPoint: input.y)
    },
    Derivation(.relativeHumidity, inputs: { moisture(at: $0, with: [.airTemperature]) }) { input, level in
      Humidity.relativeHumidity(
        specificHumidity: input.x, pressure: pressure(at: level, surface: input.z), temperature: input.y)
    },
    Derivation(.dewPoint, from: [.airTemperature, .relativeHumidity]) { input, _ in
      Humidity.dewPoint(temperature: input.x, relativeHumidity: input.y)
    },
    Derivation(.dewPoint, inputs: { moisture(at: $0, with: []) }) { input, level in
      Humidity.dewPoint(
        vapourPressure: Humidity.vapourPressure(
          specificHumidity: input.x, pressure: pressure(at: level, surface: input.y)))
    },
    Derivation(.geopotentialHeight, from: [.geopotential]) { input, _ in
      Geopotential.height(geopotential: input.x)
    },
    Derivation(.geopotential, from: [.geopotentialHeight]) { input, _ in
      Geopotential.geopotential(height: input.x)
    },
  ]

  /// Specific humidity and what goes with it: on a pressure level the pressure is known, near the
  /// ground it is the surface's, elsewhere it is not.
  private static func moisture(at level: Level, with quantities: [Quantity]) -> [Variable]? {
    let here = ([.specificHumidity] + quantities).map { Variable($0, level) }
    return switch level {
    case .pressure: here
    case .height(let metres) where metres <= 10: here + [.surfacePressure]
    case .surface: here + [.surfacePressure]
    default: nil
    }
  }

  private static func pressure(at level: Level, surface: Double) -> Double {
    if case .pressure(let hectopascals) = level { return hectopascals * 100 }
    return surface
  }
}
