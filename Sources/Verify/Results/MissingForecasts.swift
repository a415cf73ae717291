import Fields

/// What a run that was stopped has not scored, in words.
struct MissingForecasts: CustomStringConvertible {
  let description: String

  /// - Parameters:
  ///   - missing: In order.
  ///   - all: Those that the evaluation asks for.
  init(_ missing: ArraySlice<EvaluationUnit>, of all: [EvaluationUnit]) {
    let asked = Dictionary(grouping: all, by: \.initTime).mapValues(\.count)
    let groups = Dictionary(grouping: missing, by: \.initTime).sorted { $0.key < $1.key }
    var texts: [String] = []
    var whole: [UTCTime] = []
    func close() {
      guard let first = whole.first, let last = whole.last else { return }
      texts.append(
        first == last
          ? "all from \(first.shortDescription)"
          : "all from the \(whole.count) initial times from \(first.shortDescription) to \(last.shortDescription)")
      whole = []
    }
    for (initTime, units) in groups {
      guard units.count < asked[initTime] ?? 0 else {
        whole.append(initTime)
        continue
      }
      close()
      let leads = units.map(\.leadTime.description).joined(separator: ", ")
      texts.append("from \(initTime.shortDescription) at \(leads)")
    }
    close()
    description =
      "\(missing.count) of \(all.count) forecasts are not scored: " + texts.joined(separator: "; ")
  }
}
