/// The periods over which a forecast holds one accumulation, as spans of lead time, and how others
/// follow from them.
///
/// An accumulation from lead a to lead b is a step from a to b. Taken forwards it adds, backwards it
/// subtracts, and every way from one lead to another is a sum that gives the accumulation between them:
/// two amounts since the start, four of 6 h, or the buckets of a model that resets them.
struct Accumulations: Sendable {
  /// One held accumulation and its sign in a sum.
  struct Term: Hashable, Sendable {
    let begin: TimeSpan
    let end: TimeSpan
    let isAdded: Bool
  }

  private var held: [TimeSpan: Set<TimeSpan>] = [:]
  private var heldBackwards: [TimeSpan: Set<TimeSpan>] = [:]

  mutating func insert(period: TimeSpan, endingAt end: TimeSpan) {
    guard period > .zero else { return }
    held[end - period, default: []].insert(end)
    heldBackwards[end, default: []].insert(end - period)
  }

  /// The sum of the fewest held accumulations for a span, with the fewest subtractions among equals;
  /// nil where there is none.
  func terms(from begin: TimeSpan, to end: TimeSpan) -> [Term]? {
    guard begin < end else { return nil }
    var arrivals: [TimeSpan: Term] = [:]
    var settled: Set<TimeSpan> = []
    var frontier: [TimeSpan: Cost] = [begin: Cost(terms: 0, subtractions: 0)]
    while let (here, cost) = frontier.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
      frontier[here] = nil
      settled.insert(here)
      if here == end { return path(from: begin, to: end, arrivals) }
      // Nothing that is settled later gets there with less.
      if held[here]?.contains(end) == true {
        arrivals[end] = Term(begin: here, end: end, isAdded: true)
        return path(from: begin, to: end, arrivals)
      }
      func step(to next: TimeSpan, _ term: Term) {
        guard !settled.contains(next) else { return }
        let total = Cost(terms: cost.terms + 1, subtractions: cost.subtractions + (term.isAdded ? 0 : 1))
        if let known = frontier[next], known <= total { return }
        frontier[next] = total
        arrivals[next] = term
      }
      for next in (held[here] ?? []).sorted() {
        step(to: next, Term(begin: here, end: next, isAdded: true))
      }
      for next in (heldBackwards[here] ?? []).sorted() {
        step(to: next, Term(begin: next, end: here, isAdded: false))
      }
    }
    return nil
  }

  private func path(from begin: TimeSpan, to end: TimeSpan, _ arrivals: [TimeSpan: Term]) -> [Term] {
    var terms: [Term] = []
    var here = end
    while here != begin, let term = arrivals[here] {
      terms.append(term)
      here = term.isAdded ? term.begin : term.end
    }
    // Added ones first, so that the sum reads well.
    return terms.sorted { $0.isAdded == $1.isAdded ? $0.end > $1.end : $0.isAdded }
  }

  private struct Cost: Comparable {
    let terms: Int
    let subtractions: Int

    static func < (a: Cost, b: Cost) -> Bool { (a.terms, a.subtractions) < (b.terms, b.subtractions) }
  }

  /// The amount below zero down to which a difference is packing noise and becomes 0, in the
  /// quantity's unit; nil where amounts may be negative. Files pack amounts since the start to
  /// a few hundredths of a millimetre.
  static func negativeTolerance(of quantity: Quantity) -> Double? {
    switch quantity {
    case .precipitation: 0.1
    case .shortwaveRadiation, .netShortwaveRadiation: 20_000
    default: nil
    }
  }
}
