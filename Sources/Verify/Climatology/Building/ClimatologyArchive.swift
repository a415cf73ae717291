public import Fields
public import Formats

/// What a climatology is made from: an observation database, or fields of analyses.
public protocol ClimatologyArchive: Sendable {
  /// Looks through all that counts, by a recipe, and reads few values or none.
  ///
  /// Throws where nothing counts, or a variable is not held.
  func survey(_ recipe: ClimatologyRecipe) async throws -> ClimatologySurvey

  /// The values of a variable at some of the places of the survey.
  func band(
    of variable: Variable, places: Range<Int>, _ survey: ClimatologySurvey, _ recipe: ClimatologyRecipe
  ) async throws -> any ClimatologyBand

  /// A digest of all values that went into the bands, in hexadecimal digits.
  var digest: String { get }
}

/// The values of one variable at a range of places.
public protocol ClimatologyBand: Sendable {
  /// The values of all years on a day at an hour, or at any where that is nil.
  func samples(on day: CalendarDay, hour: Int?) async throws -> DaySamples
}

/// What an archive has, before any value is worked on.
public struct ClimatologySurvey: Sendable {
  public var places: ClimatologyPlaces
  public var surfaceAltitude: [Float]?
  /// In words.
  public var source: String
  /// Days on which any variable has values, in order.
  public var days: [CalendarDay] = []
  /// Full hours at which any variable has values, in order; nil where hours are not kept apart.
  public var hours: [Int]?
  /// In order.
  public var years: [Int] = []
  public var from = UTCTime(secondsSince1970: 0)
  public var through = UTCTime(secondsSince1970: 0)
  /// About how many bytes the values of one place take while they are worked on.
  public var bytesPerPlace = 0
  /// Places of a band are a multiple of this.
  public var placeStep = 1
  /// Values that count, by variable.
  public var used: [Variable: Int] = [:]
  /// Values that do not, by reason.
  public var leftOut: [String: Int] = [:]
}

/// Values of some places on one day and hour, each with its year.
public struct DaySamples: Sendable {
  /// Where the values of each place begin, and their number at the end.
  public var starts: [Int32]
  /// By place; those of each place in order of size.
  public var values: [Double]
  public var years: [Int16]

  /// Values of each place, in any order.
  init(byPlace samples: [[(value: Double, year: Int16)]]) {
    starts = [0]
    values = []
    years = []
    for place in samples {
      for sample in place.sorted(by: { ($0.value, $0.year) < ($1.value, $1.year) }) {
        values.append(sample.value)
        years.append(sample.year)
      }
      starts.append(Int32(values.count))
    }
  }

  /// Values of fields at a range of their cells; NaN is no value.
  init(_ fields: [(values: [Float], year: Int16)], at places: Range<Int>) {
    starts = [0]
    starts.reserveCapacity(places.count + 1)
    values = []
    values.reserveCapacity(places.count * fields.count)
    years = []
    years.reserveCapacity(places.count * fields.count)
    for place in places {
      let start = values.count
      for field in fields where !field.values[place].isNaN {
        let value = Double(field.values[place])
        values.append(value)
        years.append(field.year)
        // A few values: each goes down to its place.
        var slot = values.count - 1
        while slot > start, values[slot - 1] > value {
          values[slot] = values[slot - 1]
          years[slot] = years[slot - 1]
          slot -= 1
        }
        values[slot] = value
        years[slot] = field.year
      }
      starts.append(Int32(values.count))
    }
  }

  func range(of place: Int) -> Range<Int> { Int(starts[place])..<Int(starts[place + 1]) }
}
