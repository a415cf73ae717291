/// How one forecast is had from held ones.
struct Recipe: Sendable {
  let key: ForecastKey
  let way: Way

  enum Way: Sendable {
    case held
    case formula(Derivation, [ForecastKey])
    case sum([Accumulations.Term])
  }

  /// The forecasts it needs, in the order that `forecast(from:)` takes them.
  var inputs: [ForecastKey] {
    switch way {
    case .held: [key]
    case .formula(_, let inputs): inputs
    case .sum(let terms):
      terms.map {
        let variable = Variable(
          key.variable.quantity, key.variable.level, .accumulation($0.end - $0.begin))
        return ForecastKey(variable, initTime: key.initTime, leadTime: $0.end)
      }
    }
  }

  /// Throws `FieldError.mismatch` where the inputs do not go together. Traps where there are not as
  /// many as it needs.
  func forecast(from inputs: [Forecast]) throws(FieldError) -> Forecast {
    precondition(inputs.count == self.inputs.count, "a recipe of \(self.inputs.count) forecasts")
    switch way {
    case .held: return inputs[0]
    case .formula(let derivation, _):
      let level = key.variable.level
      let origin = "\(key.variable) from " + inputs.map { "\($0.variable) (\($0.origin))" }.joined(separator: ", ")
      return try combined(inputs, origin: origin) { row in
        var slots = SIMD3<Double>.zero
        for index in row.indices { slots[index] = row[index] }
        return derivation.formula(slots, level)
      }
    case .sum(let terms): return try sum(inputs, terms)
    }
  }

  private func sum(_ inputs: [Forecast], _ terms: [Accumulations.Term]) throws(FieldError) -> Forecast {
    let signs: [Double] = terms.map { $0.isAdded ? 1 : -1 }
    let tolerance = signs.contains(-1) ? Accumulations.negativeTolerance(of: key.variable.quantity) : nil
    var impossible = 0
    let result = try combined(inputs, origin: "") { row in
      var sum = 0.0
      for index in row.indices { sum += signs[index] * row[index] }
      guard let tolerance, sum < 0 else { return sum }
      if sum >= -tolerance { return 0 }
      impossible += 1
      return .nan
    }
    var origin = "\(key.variable) = "
    for (index, input) in inputs.enumerated() {
      let sign = terms[index].isAdded ? (index == 0 ? "" : " + ") : " - "
      origin += "\(sign)\(input.variable) at \(input.leadTime) (\(input.origin))"
    }
    if let tolerance, impossible > 0 {
      origin += "; \(impossible) values below -\(tolerance) \(key.variable.unit) taken as missing"
    }
    return Forecast(
      key.variable, initTime: key.initTime, leadTime: key.leadTime, values: result.values, origin: origin)
  }

  private func combined(
    _ inputs: [Forecast], origin: String, _ formula: ([Double]) -> Double
  ) throws(FieldError) -> Forecast {
    try Combination(result: key.variable, inputs: inputs).forecast(
      initTime: key.initTime, leadTime: key.leadTime, origin: origin, formula)
  }
}
