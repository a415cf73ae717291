/// Tokens of a grid that ask together, and those around them.
struct GridTile {
  /// Row by row.
  let tokens: [Int]
  /// The tokens and those up to so many rows and columns away, round the globe too.
  let near: [Int]

  /// The tiles of some tokens of a grid, which follow one another; a tile has those of its tokens that are among them.
  static func tiles(_ tokens: Range<Int>, _ place: AttentionPlace, _ configuration: WaveConfiguration) -> [GridTile] {
    guard !tokens.isEmpty else { return [] }
    let (height, width, around) = (configuration.tile[0], configuration.tile[1], configuration.neighbourhood)
    var tiles: [GridTile] = []
    let rows = tokens.lowerBound / place.columns...(tokens.upperBound - 1) / place.columns
    for top in stride(from: rows.lowerBound / height * height, through: rows.upperBound, by: height) {
      for left in stride(from: 0, to: place.columns, by: width) {
        let bottom = min(top + height, place.rows)
        let right = min(left + width, place.columns)
        let own = block(top..<bottom, Array(left..<right), place).filter { tokens.contains($0) }
        guard !own.isEmpty else { continue }
        let near = block(
          max(0, top - around)..<min(place.rows, bottom + around), columns(around: left..<right, around, place), place)
        tiles.append(GridTile(tokens: own, near: near))
      }
    }
    return tiles
  }

  private static func columns(around own: Range<Int>, _ around: Int, _ place: AttentionPlace) -> [Int] {
    let (first, end) = (own.lowerBound - around, own.upperBound + around)
    guard place.isCyclic else { return Array(max(0, first)..<min(place.columns, end)) }
    guard end - first < place.columns else { return Array(0..<place.columns) }
    return (first..<end).map { ($0 + place.columns) % place.columns }
  }

  private static func block(_ rows: Range<Int>, _ columns: [Int], _ place: AttentionPlace) -> [Int] {
    rows.flatMap { row in columns.map { row * place.columns + $0 } }
  }
}
