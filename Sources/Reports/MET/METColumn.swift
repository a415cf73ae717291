import Metrics

/// A statistic in a line of MET: its number, and the columns of limits that stand behind it.
struct METColumn {
  enum Limits {
    case none
    /// `_BCL` and `_BCU`, of resampled pairs, which are never known here.
    case resampled
    /// `_NCL` and `_NCU`, for pairs that are independent of one another, before those.
    case normal(Confidence)
  }

  let name: String
  let value: Double?
  let limits: Limits

  /// A number without limits.
  static func plain(_ name: String, _ value: Double?) -> METColumn {
    METColumn(name: name, value: value, limits: .none)
  }

  static func resampled(_ name: String, _ value: Double?) -> METColumn {
    METColumn(name: name, value: value, limits: .resampled)
  }

  static func normal(_ name: String, _ value: Double?, _ confidence: Confidence) -> METColumn {
    METColumn(name: name, value: value, limits: .normal(confidence))
  }

  static func normal(_ name: String, _ estimate: SampledMoments.Estimate) -> METColumn {
    normal(name, estimate.outcome.value, estimate.confidence)
  }

  /// Statistics that are not known, with the columns that they have.
  static func unknown(_ names: String...) -> [METColumn] { names.map { plain($0, nil) } }

  var names: [String] {
    switch limits {
    case .none: [name]
    case .resampled: [name, "\(name)_BCL", "\(name)_BCU"]
    case .normal: [name, "\(name)_NCL", "\(name)_NCU", "\(name)_BCL", "\(name)_BCU"]
    }
  }

  var texts: [String] {
    let number = METColumn.text(value)
    return switch limits {
    case .none: [number]
    case .resampled: [number, METColumn.missing, METColumn.missing]
    case .normal(let confidence):
      [
        number, METColumn.text(confidence.lower), METColumn.text(confidence.upper), METColumn.missing,
        METColumn.missing,
      ]
    }
  }

  static let missing = "NA"

  static func text(_ x: Double?) -> String { Digits.exact(x) ?? missing }
}
