import Fields

/// What a field is to us: a variable, and the straight line to its canonical unit.
struct GRIBMeaning: Sendable, Hashable {
  var variable: Variable
  var scale: Double
  var offset: Double

  /// Reads a product by the lexicon. Throws why it is no variable of ours.
  init(_ product: GRIBProduct, _ time: GRIBTime) throws(GRIBUnmapped) {
    try Self.check(product)
    let codes = product.codes
    guard
      let word = GRIBLexicon.word(
        shortName: product.shortName, discipline: codes?[0], category: codes?[1], number: codes?[2],
        surface: product.typeOfLevel)
    else { throw GRIBUnmapped(Self.stranger(product)) }
    let level = try Self.level(of: product, by: word)
    guard let unit = word.unit ?? PhysicalUnit(product.unit) else {
      throw GRIBUnmapped("its unit '\(product.unit)' is unknown")
    }
    let (from, factor) = word.quantity == .surfaceAltitude && unit == .geopotential ? (.metre, word.scale) : (unit, 1)
    guard let line = from.line(to: word.quantity.unit) else {
      throw GRIBUnmapped(
        "'\(product.shortName)' in \(unit) is not \(word.quantity.title), which is in \(word.quantity.unit)")
    }
    variable = Variable(word.quantity, level, try Self.processing(of: product, at: time, by: word))
    scale = line.scale * factor
    offset = line.offset
  }

  /// A value of the message in the variable's canonical unit.
  func canonical(_ value: Double) -> Double { value * scale + offset }

  private static func stranger(_ product: GRIBProduct) -> String {
    guard product.shortName == "unknown", let codes = product.codes else {
      return "no lexicon has '\(product.shortName)' (paramId \(product.paramId))"
    }
    return
      "ecCodes has no name for discipline \(codes[0]), category \(codes[1]), number \(codes[2]), and no lexicon has it"
  }

  /// Products that are not the forecast itself.
  private static func check(_ product: GRIBProduct) throws(GRIBUnmapped) {
    if let template = product.template {
      switch template {
      case 0, 1, 8, 11, 60, 61: break
      case 2, 3, 4, 12, 13, 14:
        throw GRIBUnmapped("it is derived from all members of an ensemble (template 4.\(template))")
      case 5, 9: throw GRIBUnmapped("it is a probability (template 4.\(template))")
      case 6, 10: throw GRIBUnmapped("it is a percentile (template 4.\(template))")
      default: throw GRIBUnmapped("product definition template 4.\(template) is none that this package reads")
      }
    }
    switch product.dataType {
    case "em", "es", "taem", "taes":
      throw GRIBUnmapped("it is derived from all members of an ensemble (type \(product.dataType))")
    case "ep", "pb", "pd", "fp": throw GRIBUnmapped("it is a probability or percentile (type \(product.dataType))")
    case "fcmean", "fcmax", "fcmin", "fcstdev":
      throw GRIBUnmapped("it is a monthly statistic (type \(product.dataType))")
    default: break
    }
  }

  private static func level(of product: GRIBProduct, by word: GRIBLexicon.Word) throws(GRIBUnmapped) -> Level {
    let contradiction = GRIBUnmapped("'\(product.shortName)' at \(product.levelText) contradicts its name")
    switch word.level {
    case .only(let level, let kinds):
      guard kinds.contains(product.typeOfLevel) else { throw contradiction }
      return level
    case .fixed(let level):
      if case .height(let metres) = level, product.typeOfLevel == "heightAboveGround", product.level != metres {
        throw contradiction
      }
      let kinds = ["surface", "heightAboveGround", "heightAboveGroundLayer", "nominalTop", "entireAtmosphere"]
      guard kinds.contains(product.typeOfLevel) else { throw contradiction }
      return level
    case .message:
      switch product.typeOfLevel {
      case "isobaricInhPa": return .pressure(product.level)
      case "isobaricInPa": return .pressure(product.level / 100)
      case "heightAboveGround": return .height(product.level)
      case "hybrid":
        guard let level = Int(exactly: product.level) else { fallthrough }
        return .model(level)
      default: throw GRIBUnmapped("'\(product.shortName)' at \(product.levelText) is none of our variables")
      }
    }
  }

  private static func processing(
    of product: GRIBProduct, at time: GRIBTime, by word: GRIBLexicon.Word
  ) throws(GRIBUnmapped) -> Processing {
    // An explicit range; its kind is in the message or in the name.
    let statistic: GRIBTime.Statistic
    var period = time.period
    switch (word.processing, time.statistic) {
    case (.message, nil) where period == .zero: return .instantaneous
    case (.message, let given?): statistic = given
    case (.message, nil):
      throw GRIBUnmapped("it covers \(period), and neither the message nor its name says how")
    case (.sinceStart, .accumulation?): statistic = .accumulation
    case (.sinceStart, nil):
      statistic = .accumulation
      if period == .zero { period = time.leadTime }
    case (.maximum, .maximum?), (.maximum, nil): statistic = .maximum
    case (.minimum, .minimum?), (.minimum, nil): statistic = .minimum
    case (.maximumOf(let span), .maximum?), (.maximumOf(let span), nil):
      statistic = .maximum
      if period == .zero { period = span }
    case (.minimumOf(let span), .minimum?), (.minimumOf(let span), nil):
      statistic = .minimum
      if period == .zero { period = span }
    case (_, let given?):
      throw GRIBUnmapped("'\(product.shortName)' as \(given) over \(period) contradicts its name")
    }
    guard period > .zero else {
      throw GRIBUnmapped(
        statistic == .accumulation
          ? "it is an amount over no time at all" : "it is an extreme, and the message does not say of which period")
    }
    switch statistic {
    case .accumulation: return .accumulation(period)
    case .maximum: return .maximum(period)
    case .minimum: return .minimum(period)
    case .mean: return .mean(period)
    }
  }
}
