import Fields

/// What a wind vector is made of: its components, or its speed and direction, at its level.
struct WindVariables: Hashable, Sendable {
  let eastward: Variable
  let northward: Variable
  let speed: Variable
  let direction: Variable

  /// Nil where the variable is no wind vector at one time and at a level where winds are.
  init?(_ variable: Variable) {
    guard variable.quantity == .windVector, variable.processing == .instantaneous, variable.level != .surface else {
      return nil
    }
    eastward = Variable(.eastwardWind, variable.level)
    northward = Variable(.northwardWind, variable.level)
    speed = Variable(.windSpeed, variable.level)
    direction = Variable(.windDirection, variable.level)
  }

  /// What is read of a forecast to have a variable: the components of a wind vector, otherwise itself.
  static func parts(of variable: Variable) -> [Variable] {
    WindVariables(variable).map { [$0.eastward, $0.northward] } ?? [variable]
  }

  /// Contents of a source and the wind vectors among some variables of which it holds both components.
  static func adding(_ variables: [Variable], to contents: [ForecastKey]) -> [ForecastKey] {
    let winds = variables.compactMap { variable in WindVariables(variable).map { (variable, $0) } }
    guard !winds.isEmpty else { return contents }
    let held = Set(contents)
    var all = contents
    for (variable, wind) in winds {
      for key in contents where key.variable == wind.eastward {
        let other = ForecastKey(wind.northward, initTime: key.initTime, leadTime: key.leadTime)
        guard held.contains(other) else { continue }
        all.append(ForecastKey(variable, initTime: key.initTime, leadTime: key.leadTime))
      }
    }
    return all.sorted()
  }
}
