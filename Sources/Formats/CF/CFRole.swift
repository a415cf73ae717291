/// What an array that gives coordinates tells of: found by standard name, units, axis and usual
/// names, in this order of trust.
enum CFRole: Hashable, Sendable {
  case latitude, longitude
  /// The second and first axis of a rotated or projected grid.
  case gridLatitude, gridLongitude
  case projectionX, projectionY
  /// The valid time, unless the file means the initial time by it.
  case time
  case initTime
  case leadTime
  case pressure, height, modelLevel
  case member

  init?(_ array: CFArray) {
    guard array.element.isNumeric else { return nil }
    let attributes = array.attributes
    if let role = CFRole.byStandardName(attributes.text("standard_name")) {
      self = role
    } else if let role = CFRole.byUnits(attributes.text("units"), name: array.name.lowercased()) {
      self = role
    } else if let role = CFRole.byName(array.name.lowercased()) {
      self = role
    } else if let axis = attributes.text("axis"), let role = CFRole.byAxis(axis.uppercased()) {
      self = role
    } else {
      return nil
    }
  }

  private static func byStandardName(_ name: String?) -> CFRole? {
    switch name {
    case "latitude": .latitude
    case "longitude": .longitude
    case "grid_latitude": .gridLatitude
    case "grid_longitude": .gridLongitude
    case "projection_x_coordinate": .projectionX
    case "projection_y_coordinate": .projectionY
    case "time": .time
    case "forecast_reference_time": .initTime
    case "forecast_period": .leadTime
    case "air_pressure": .pressure
    case "height": .height
    case "realization": .member
    case "atmosphere_hybrid_sigma_pressure_coordinate", "model_level_number": .modelLevel
    default: nil
    }
  }

  /// Names that tell the two kinds of time apart, which have the same units.
  private static func timeByName(_ name: String) -> CFRole? {
    switch name {
    case "forecast_reference_time", "reference_time", "reftime", "init_time", "initial_time", "init", "initialization",
      "analysis_time", "base_time", "run_time", "runtime", "forecast_init_time", "forecast_time0":
      .initTime
    case "leadtime", "lead_time", "lead", "step", "forecast_period", "prediction_timedelta", "forecast_hour", "fhour",
      "forecast_lead", "timedelta":
      .leadTime
    case "time", "valid_time", "validtime", "forecast_time": .time
    default: nil
    }
  }

  private static func byUnits(_ units: String?, name: String) -> CFRole? {
    guard let units else { return nil }
    if CFTime.isTimeUnit(units) { return timeByName(name) == .initTime ? .initTime : .time }
    switch units.lowercased() {
    case "degrees_north", "degree_north", "degree_n", "degrees_n": return .latitude
    case "degrees_east", "degree_east", "degree_e", "degrees_e": return .longitude
    default: return nil
    }
  }

  private static func byName(_ name: String) -> CFRole? {
    switch name {
    case "latitude", "lat", "xlat", "nav_lat": .latitude
    case "longitude", "lon", "long", "xlong", "nav_lon": .longitude
    case "x", "xc", "west_east", "projection_x": .projectionX
    case "y", "yc", "south_north", "projection_y": .projectionY
    case "rlat": .gridLatitude
    case "rlon": .gridLongitude
    case "isobaricinhpa", "isobaricinpa", "plev", "pressure_level", "level", "lev", "isobaric", "pressure",
      "pfull", "levels":
      .pressure
    case "height", "heightaboveground", "height_above_ground", "z_height": .height
    case "hybrid", "model_level", "ml": .modelLevel
    case "number", "realization", "ensemble", "member", "ens", "ensemble_member", "sample", "members": .member
    default: timeByName(name)
    }
  }

  private static func byAxis(_ axis: String) -> CFRole? {
    switch axis {
    case "X": .projectionX
    case "Y": .projectionY
    case "T": .time
    case "E": .member
    default: nil
    }
  }
}
