import Fields

/// The tables behind `Lexicon`. Names are in lower case.
enum LexiconNames {
  /// Names that say all of a variable.
  static let variables: [String: Variable] = {
    let heated = { (hours: Int) in Variable(.airTemperature, .height(2), .maximum(.hours(hours))) }
    let cooled = { (hours: Int) in Variable(.airTemperature, .height(2), .minimum(.hours(hours))) }
    let table: [(Variable, String)] = [
      (
        .temperature2m,
        "t2m 2t t2 t_2m tmp2m tmp_2m tas 2m_temperature temperature_2m temperature2m air_temperature_2m 2_metre_temperature"
      ),
      (
        .dewPoint2m,
        "td2m d2m 2d td2 dpt2m dpt_2m td_2m tdps 2m_dewpoint_temperature 2m_dew_point_temperature dew_point_2m "
          + "dewpoint_2m 2_metre_dewpoint_temperature"
      ),
      (
        .relativeHumidity2m,
        "rh2m 2r r2 r2m 2rh rh_2m hurs 2m_relative_humidity relative_humidity_2m 2_metre_relative_humidity"
      ),
      (Variable(.specificHumidity, .height(2)), "q2m 2sh sh2 q2 huss spfh2m 2m_specific_humidity specific_humidity_2m"),
      (
        .windSpeed10m,
        "ws10m s10m 10si si10 ws10 ff10m ff10 ff wind10m wspd10m wind_10m sfcwind 10m_wind_speed wind_speed_10m "
          + "10_metre_wind_speed"
      ),
      (
        .windDirection10m,
        "wd10m d10m 10wdir wdir10 wdir10m wd10 dd10m dd 10m_wind_direction wind_direction_10m 10_metre_wind_direction"
      ),
      (
        .eastwardWind10m,
        "u10m 10u u10 u_10m ugrd10m uas 10m_u_component_of_wind u_component_of_wind_10m 10_metre_u_wind_component"
      ),
      (
        .northwardWind10m,
        "v10m 10v v10 v_10m vgrd10m vas 10m_v_component_of_wind v_component_of_wind_10m 10_metre_v_wind_component"
      ),
      (
        Variable(.windGust, .height(10)),
        "fg10m 10fg fg10 i10fg gust gust10m 10m_wind_gust wind_gust_10m instantaneous_10m_wind_gust"
      ),
      (
        .seaLevelPressure,
        "msl mslp pmsl prmsl psl slp mslet mean_sea_level_pressure sea_level_pressure pressure_msl pressure_reduced_to_msl"
      ),
      (.surfacePressure, "sp ps psfc pressfc surface_pressure"),
      (.cloudCover, "tcc cct cctot clt tcdc total_cloud_cover cloud_cover"),
      (.visibility, "vis visibility"),
      (Variable(.snowDepth, .surface), "sd snod snow_thickness"),
      (.surfaceAltitude, "orog orography hgtsfc surface_altitude"),
      (.landFraction, "lsm land_sea_mask landsea_mask land_mask"),
      (.precipitation(.hours(1)), "tp1h rr1 accpcp1h total_precipitation_1hr"),
      (.precipitation(.hours(3)), "tp3h rr3 accpcp3h total_precipitation_3hr"),
      (.precipitation(.hours(6)), "tp6h rr6 accpcp6h total_precipitation_6hr"),
      (.precipitation(.hours(12)), "tp12h rr12 accpcp12h total_precipitation_12hr"),
      (.precipitation(.hours(24)), "tp24h rr24 accpcp24h total_precipitation_24hr"),
      (Variable(.geopotential, .pressure(500)), "z500 geopotential_500"),
      (Variable(.geopotentialHeight, .pressure(500)), "gh500 hgt500"),
      (Variable(.airTemperature, .pressure(850)), "t850 temperature_850"),
      (heated(3), "mx2t3"), (heated(6), "mx2t6"), (heated(24), "mx2t24 tasmax"),
      (cooled(3), "mn2t3"), (cooled(6), "mn2t6"), (cooled(24), "mn2t24 tasmin"),
    ]
    var names: [String: Variable] = [:]
    for (variable, text) in table {
      for name in text.split(separator: " ") { names[String(name)] = variable }
    }
    return names
  }()

  /// Names that leave the level open.
  static let quantities: [String: Quantity] = {
    let table: [(Quantity, String)] = [
      (.airTemperature, "t ta tmp temp temperature air_temperature"),
      (.dewPoint, "td dpt dewpoint dew_point dewpoint_temperature dew_point_temperature"),
      (.relativeHumidity, "r rh hur relative_humidity"),
      (.specificHumidity, "q hus spfh shum specific_humidity"),
      (.windSpeed, "ws si wind wind_speed wspd ff"),
      (.windDirection, "wd wdir wind_direction wind_from_direction dd"),
      (.windGust, "gust fg wind_gust wind_speed_of_gust"),
      (.eastwardWind, "u ua ugrd u_wind u_component_of_wind eastward_wind u_wind_component"),
      (.northwardWind, "v va vgrd v_wind v_component_of_wind northward_wind v_wind_component"),
      (.verticalVelocity, "w wap omega vvel vertical_velocity"),
      (.seaLevelPressure, "msl mslp prmsl mslet mean_sea_level_pressure air_pressure_at_sea_level"),
      (.surfacePressure, "sp ps psfc surface_pressure"),
      (
        .precipitation,
        "tp apcp pr_acc precip precipitation total_precipitation rain accpcp lwe_thickness_of_precipitation_amount "
          + "precipitation_amount"
      ),
      (.cloudCover, "tcc tcdc clt total_cloud_cover"),
      (.visibility, "vis visibility"),
      (.geopotential, "z geopotential"),
      (.geopotentialHeight, "gh hgt zg geopotential_height"),
      (.shortwaveRadiation, "ssrd surface_solar_radiation_downwards"),
      (.netShortwaveRadiation, "ssr surface_net_solar_radiation"),
      (.surfaceAltitude, "orog orography"),
      (.landFraction, "lsm land land_sea_mask"),
    ]
    var names: [String: Quantity] = [:]
    for (quantity, text) in table {
      for name in text.split(separator: " ") { names[String(name)] = quantity }
    }
    return names
  }()
}
