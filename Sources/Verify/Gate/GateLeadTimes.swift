import Fields

/// The lead times whose pairs a comparison takes together.
enum GateLeadTimes: Hashable, Sendable {
  case all
  case band(from: TimeSpan, through: TimeSpan)

  func contains(_ leadTime: TimeSpan) -> Bool {
    switch self {
    case .all: true
    case .band(let from, let through): leadTime >= from && leadTime <= through
    }
  }

  /// The one lead time of a comparison; nil where it takes several.
  var single: TimeSpan? {
    if case .band(let from, let through) = self, from == through { from } else { nil }
  }
}

/// `all`, `24h`, `0h..48h`
extension GateLeadTimes: LosslessStringConvertible {
  init?(_ text: String) {
    if text == "all" {
      self = .all
    } else if let band = LeadBand(text) {
      self = .band(from: band.from, through: band.through)
    } else if let span = TimeSpan(text), span >= .zero {
      self = .band(from: span, through: span)
    } else {
      return nil
    }
  }

  var description: String {
    switch self {
    case .all: "all"
    case .band(let from, let through): from == through ? "\(from)" : "\(from)..\(through)"
    }
  }
}
