public import Fields

extension QualityFinding {
  /// The findings of one check about one variable, the worst first.
  public struct Group: Sendable, Hashable {
    public var check: String
    public var variable: Variable
    public var findings: [QualityFinding]

    public func count(of quality: Quality) -> Int { findings.count { $0.quality == quality } }
  }

  /// By check, in the order of their first finding, and by variable.
  public static func grouped(_ findings: [QualityFinding]) -> [Group] {
    struct Key: Hashable {
      var check: String
      var variable: Variable
    }
    var order: [String] = []
    for finding in findings where !order.contains(finding.check) { order.append(finding.check) }
    let groups = Dictionary(grouping: findings) { Key(check: $0.check, variable: $0.variable) }
    let sorted = groups.keys.sorted {
      let (a, b) = (order.firstIndex(of: $0.check) ?? 0, order.firstIndex(of: $1.check) ?? 0)
      return (a, $0.variable.description) < (b, $1.variable.description)
    }
    return sorted.map { key in
      let found = groups[key] ?? []
      let worst = found.filter { $0.quality == .bad } + found.filter { $0.quality != .bad }
      return Group(check: key.check, variable: key.variable, findings: worst)
    }
  }
}
