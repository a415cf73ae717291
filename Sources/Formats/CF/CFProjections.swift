import Fields

/// Map projections from grid mapping variables (CF appendix F).
///
/// False eastings and northings other than 0 are refused, since no weather model writes them.
enum CFProjections {
  /// Throws `CFProblem` where the mapping is unknown or lacks a parameter, and `FieldError` where
  /// a parameter makes no map.
  static func projection(_ mapping: CFArray) throws -> any Projection {
    let attributes = mapping.attributes
    guard let name = attributes.text("grid_mapping_name") else {
      throw CFProblem("its grid mapping \(mapping.name) has no grid_mapping_name")
    }
    func number(_ key: String) throws -> Double {
      guard let value = attributes.number(key) else {
        throw CFProblem("its grid mapping \(mapping.name) (\(name)) lacks \(key)")
      }
      return value
    }
    for key in ["false_easting", "false_northing"] {
      if let value = attributes.number(key), value != 0 {
        throw CFProblem("its grid mapping \(mapping.name) has the \(key) \(value); only 0 can be read")
      }
    }
    let shape = try shape(attributes)
    switch name {
    case "rotated_latitude_longitude":
      return try RotatedPole(
        northPole: Coordinate(
          latitude: try number("grid_north_pole_latitude"), longitude: try number("grid_north_pole_longitude")),
        northPoleGridLongitude: attributes.number("north_pole_grid_longitude") ?? 0)
    case "lambert_conformal_conic":
      guard let parallels = attributes.numbers("standard_parallel") else {
        throw CFProblem("its grid mapping \(mapping.name) (\(name)) lacks standard_parallel")
      }
      return try LambertConformal(
        firstParallel: parallels[0], secondParallel: parallels.count > 1 ? parallels[1] : nil,
        latitudeOfOrigin: try number("latitude_of_projection_origin"),
        centralMeridian: try number("longitude_of_central_meridian"), shape: shape)
    case "polar_stereographic":
      let pole = try number("latitude_of_projection_origin")
      let meridian =
        try attributes.number("straight_vertical_longitude_from_pole") ?? number("longitude_of_projection_origin")
      return try PolarStereographic(
        pole: pole > 0 ? .north : .south,
        trueLatitude: try attributes.number("standard_parallel") ?? trueLatitude(attributes, pole: pole),
        centralMeridian: meridian, shape: shape)
    case "mercator":
      return try Mercator(
        trueLatitude: attributes.number("standard_parallel") ?? 0,
        centralMeridian: attributes.number("longitude_of_projection_origin") ?? 0, shape: shape)
    case "lambert_azimuthal_equal_area":
      return try AzimuthalEqualArea(
        centre: Coordinate(
          latitude: try number("latitude_of_projection_origin"), longitude: try number("longitude_of_projection_origin")
        ),
        shape: shape)
    default:
      throw CFProblem(
        "its grid mapping is '\(name)'; known are latitude_longitude, rotated_latitude_longitude, "
          + "lambert_conformal_conic, polar_stereographic, mercator and lambert_azimuthal_equal_area")
    }
  }

  /// The true latitude of a scale factor at the pole, on a sphere: k = (1 + sin φ) / 2.
  private static func trueLatitude(_ attributes: CFAttributes, pole: Double) throws -> Double {
    guard let scale = attributes.number("scale_factor_at_projection_origin"), scale != 1 else { return pole }
    throw CFProblem(
      "its polar stereographic mapping gives a scale factor at the pole of \(scale); give standard_parallel instead")
  }

  private static func shape(_ attributes: CFAttributes) throws -> EarthShape {
    if let radius = attributes.number("earth_radius") { return try .sphere(radius: radius) }
    guard let major = attributes.number("semi_major_axis") else { return .sphere6371229 }
    if let minor = attributes.number("semi_minor_axis") {
      return try EarthShape(semiMajorAxis: major, semiMinorAxis: minor)
    }
    guard let inverse = attributes.number("inverse_flattening"), inverse > 0 else { return try .sphere(radius: major) }
    return try EarthShape(semiMajorAxis: major, semiMinorAxis: major * (1 - 1 / inverse))
  }
}
