import Fields
import Foundation
import Testing

@Suite struct UnstructuredGridTests {
  @Test func bilinearIsNone() throws {
    let grid = try UnstructuredGrid(coordinates: SampleGrid.spiral(100))
    #expect(grid.stencil(at: grid.coordinate(of: 7), .bilinear) == nil)
  }

  @Test func farFromAllPointsIsOutside() throws {
    // A line of points one degree apart on the equator.
    let grid = try UnstructuredGrid(coordinates: (0..<10).map { Coordinate(latitude: 0, longitude: Double($0)) })
    #expect(grid.stencil(at: Coordinate(latitude: 1.49, longitude: 4), .nearest)?.parts.map(\.cell) == [4])
    #expect(grid.stencil(at: Coordinate(latitude: 1.51, longitude: 4), .nearest) == nil)
    #expect(grid.nearestCells(to: Coordinate(latitude: 0.1, longitude: 4.2), count: 3) == [4, 5, 3])
  }

  @Test func inverseDistanceTakesTheFourClosest() throws {
    let grid = try UnstructuredGrid(
      coordinates: [(0, 0), (0, 2), (2, 0), (2, 2), (0, 10), (10, 0)].map {
        Coordinate(latitude: $0.0, longitude: $0.1)
      })
    let stencil = try #require(grid.stencil(at: Coordinate(latitude: 1, longitude: 1), .inverseDistance))
    #expect(Set(stencil.parts.map(\.cell)) == [0, 1, 2, 3])
    #expect(stencil.parts.allSatisfy { abs($0.weight - 0.25) < 1e-3 })
  }

  @Test func fewPointsAndPointsOfOnePlaceAreNoTrouble() throws {
    let one = try UnstructuredGrid(coordinates: [Coordinate(latitude: 10, longitude: 10)])
    #expect(one.stencil(at: Coordinate(latitude: 10, longitude: 10), .inverseDistance)?.parts.map(\.cell) == [0])
    #expect(one.stencil(at: Coordinate(latitude: 11, longitude: 10), .nearest) == nil)
    let same = try UnstructuredGrid(
      coordinates: [Coordinate](repeating: Coordinate(latitude: 10, longitude: 10), count: 50))
    #expect(same.nearestCells(to: Coordinate(latitude: 10, longitude: 10), count: 3) == [0, 1, 2])
    let hole = try UnstructuredGrid(
      coordinates: [Coordinate(latitude: .nan, longitude: 0), Coordinate(latitude: 1, longitude: 1)])
    #expect(hole.nearestCells(to: Coordinate(latitude: 1, longitude: 1), count: 2) == [1])
    #expect(throws: FieldError.empty("points")) { try UnstructuredGrid(coordinates: []) }
    #expect(throws: FieldError.self) { try UnstructuredGrid(coordinates: [Coordinate(latitude: 100, longitude: 0)]) }
  }

  @Test func manyTasksMayAskAtOnce() async throws {
    let grid = try UnstructuredGrid(coordinates: SampleGrid.spiral(5000))
    let point = Coordinate(latitude: 12, longitude: 34)
    let answers = await withTaskGroup(of: [Int]?.self) { group in
      for _ in 0..<8 { group.addTask { grid.nearestCells(to: point, count: 5) } }
      var answers: [[Int]?] = []
      for await answer in group { answers.append(answer) }
      return answers
    }
    #expect(answers.allSatisfy { $0 == answers[0] && $0?.count == 5 })
  }
}
