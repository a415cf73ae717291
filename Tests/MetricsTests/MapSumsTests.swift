import Testing

@testable import Metrics

@Suite struct MapSumsTests {
  /// 3 rows of 4 cells in squares of 2: the last row of squares is half as high.
  private let blocks = MapBlocks(rows: 3, columns: 4, side: 2)

  private func cells(_ weights: [Double]) -> CellBlocks {
    CellBlocks(rowStarts: [0, 4, 8, 12], weights: .rows(weights), parts: CellParts(cellCount: 12))
  }

  @Test func aSquareHasTheWeightedMeanOfItsCells() {
    var sums = MapSums(cellCount: blocks.count)
    let forecasts: [Float] = [1, 2, 3, 4, 5, 6, 7, 8, 9, .nan, 11, 12]
    sums.add(forecasts, [Float](repeating: 1, count: 12), of: blocks, cells([1, 3, 1]))
    // Upper left: errors 0, 1 of weight 1 and 4, 5 of weight 3. Lower left: 8, and one that is missing.
    // Upper right: errors 2, 3 of weight 1 and 6, 7 of weight 3.
    #expect(sums.meanErrors == [3.5, 5.5, 8, 10.5])
    #expect(sums.meanSquares[0] == 15.5)
    #expect(sums.meanSquares[2] == 64)
  }

  @Test func mapsOfTwoForecastsAddAndKeepEveryBit() throws {
    var whole = MapSums(cellCount: blocks.count)
    var part = whole
    let (a, b) = ([Float](repeating: 0.1, count: 12), [Float](repeating: .nan, count: 12))
    whole.add(a, b.map { _ in 0 }, of: blocks, cells([1, 1, 1]))
    part.add(b, a, of: blocks, cells([1, 1, 1]))
    whole.merge(part)
    #expect(whole.cases == 2)
    #expect(MapSums(bytes: whole.bytes, cellCount: blocks.count) == whole)
    #expect(MapSums(bytes: whole.bytes, cellCount: blocks.count + 1) == nil)
    #expect(part.meanErrors.allSatisfy { $0.isNaN })
  }
}
