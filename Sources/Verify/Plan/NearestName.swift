/// The name a person most likely meant, or nil where none is close.
///
/// Close is at most a third of the letters inserted, deleted, replaced or swapped with their
/// neighbour; case and the difference between `_` and `-` are free.
func nearestName(to text: String, among names: some Sequence<String>) -> String? {
  let wanted = folded(text)
  let ranked = names.map { (name: $0, distance: editDistance(wanted, folded($0))) }
  guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
  return best.distance <= max(1, wanted.count / 3) ? best.name : nil
}

private func folded(_ text: String) -> [Character] {
  text.lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 }
}

/// Optimal string alignment distance.
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  var rows = [Array(0...b.count)]
  for i in 1...a.count {
    var row = [i]
    for j in 1...b.count {
      var cost = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, rows[i - 2][j - 2] + 1) }
      row.append(cost)
    }
    rows.append(row)
  }
  return rows[a.count][b.count]
}
