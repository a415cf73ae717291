import Fields
import Foundation
import Testing

/// What holds on every grid.
@Suite struct GridLawTests {
  static let samples = Result { try SampleGrid.all() }
  static var all: [SampleGrid] { (try? samples.get()) ?? [] }
  static let methods: [Interpolation] = [.nearest, .bilinear, .inverseDistance]

  @Test func everySampleCanBeMade() throws {
    #expect(try GridLawTests.samples.get().count == 27)
  }

  @Test(arguments: all)
  func weightsAddToOneAndLieBetweenZeroAndOne(sample: SampleGrid) {
    let grid = sample.grid
    var random = RandomPoints(seed: 1)
    var found = 0
    for _ in 0..<300 {
      let point = random.point(near: grid, within: sample.spacing)
      for method in GridLawTests.methods {
        guard let stencil = grid.stencil(at: point, method) else { continue }
        found += 1
        #expect(abs(stencil.parts.reduce(0) { $0 + $1.weight } - 1) < 1e-12)
        #expect(stencil.parts.allSatisfy { $0.weight > 0 && $0.weight <= 1 })
        #expect(stencil.parts.allSatisfy { (0..<grid.count).contains($0.cell) })
      }
    }
    #expect(found > 300)
  }

  @Test(arguments: all)
  func atACentreTheStencilIsThatCell(sample: SampleGrid) throws {
    let grid = sample.grid
    for cell in stride(from: 0, to: grid.count, by: max(1, grid.count / 300)) {
      let centre = grid.coordinate(of: cell)
      for method in GridLawTests.methods where !(grid is UnstructuredGrid && method == .bilinear) {
        let stencil = try #require(grid.stencil(at: centre, method), "\(centre), \(method)")
        // A pole and a repeated column have several cells in one place.
        let weight = stencil.parts.filter { grid.coordinate(of: $0.cell).distance(to: centre) < 0.01 }
          .reduce(0) { $0 + $1.weight }
        #expect(abs(weight - 1) < 1e-12, "\(centre), \(method)")
      }
    }
  }

  @Test(arguments: all)
  func nearestIsNearestByGreatCircle(sample: SampleGrid) throws {
    let grid = sample.grid
    var random = RandomPoints(seed: 2)
    var found = 0
    for _ in 0..<120 {
      let point = random.point(near: grid, within: sample.spacing / 2)
      guard let cells = grid.nearestCells(to: point, count: 6) else { continue }
      found += 1
      let distances = cells.map { grid.coordinate(of: $0).distance(to: point) }
      #expect(Set(cells).count == cells.count)
      let nearest = try #require(grid.stencil(at: point, .nearest)).parts
      #expect(nearest.map(\.cell) == [cells[0]])
      // A repeated column is never found, and counts in the slow search.
      let slow = grid.distancesByBruteForce(to: point, count: sample.name.contains("twice") ? 1 : 6)
      for (fast, slow) in zip(distances, slow) { #expect(abs(fast - slow) < 1e-3, "\(point)") }
    }
    #expect(found > 50)
  }

  @Test(arguments: all)
  func globalGridsHaveNoOutsideAndOthersHave(sample: SampleGrid) {
    let grid = sample.grid
    var random = RandomPoints(seed: 3)
    var points = (0..<300).map { _ in random.point() }
    points += [(90, 0), (-90, 0), (90, 123), (-90, -77), (89.99, 359.99), (0, 180), (0, -180), (0, 360)].map {
      Coordinate(latitude: $0.0, longitude: $0.1)
    }
    for method in GridLawTests.methods where !(grid is UnstructuredGrid && method == .bilinear) {
      let outside = points.count { grid.stencil(at: $0, method) == nil }
      #expect((outside == 0) == sample.isGlobal, "\(method)")
    }
    #expect(points.allSatisfy { grid.stencil(at: Coordinate(latitude: $0.latitude, longitude: .nan), .nearest) == nil })
    #expect(grid.stencil(at: Coordinate(latitude: .nan, longitude: 0), .bilinear) == nil)
    #expect(grid.stencil(at: Coordinate(latitude: 91, longitude: 0), .nearest) == nil)
  }

  /// The components of the unit vector to a point are smooth everywhere, across the seam and the
  /// poles too; what linear interpolation misses is bounded by the spacing squared over eight, in
  /// each direction.
  @Test(arguments: all)
  func smoothFunctionsOfTheSphereAreInterpolatedToSecondOrder(sample: SampleGrid) {
    let grid = sample.grid
    let radians = Double.pi / 180
    let functions: [(Coordinate) -> Double] = [
      { sin($0.latitude * radians) }, { cos($0.latitude * radians) * cos($0.longitude * radians) },
      { cos($0.latitude * radians) * sin($0.longitude * radians) },
    ]
    let fields = functions.map { grid.field($0) }
    let spacing = sample.spacing * radians
    var random = RandomPoints(seed: 4)
    for _ in 0..<300 {
      let point = random.point(near: grid, within: sample.spacing)
      for (field, function) in zip(fields, functions) {
        guard let value = field.value(at: point, .bilinear) else { continue }
        #expect(abs(value - function(point)) < spacing * spacing / 4 + 1e-6, "\(point)")
      }
    }
  }

  @Test(arguments: all)
  func aMissingCellIsMissingExactlyWhereItCarriesWeight(sample: SampleGrid) {
    let grid = sample.grid
    var random = RandomPoints(seed: 5)
    for _ in 0..<50 {
      let point = random.point(near: grid, within: sample.spacing / 2)
      for method in GridLawTests.methods {
        guard let stencil = grid.stencil(at: point, method) else { continue }
        var others = Field(values: [Float](repeating: .nan, count: grid.count), grid: grid)
        for part in stencil.parts { others.values[part.cell] = 7 }
        #expect(abs((others.value(at: point, method) ?? .nan) - 7) < 1e-9)
        others.values[stencil.parts[0].cell] = .nan
        #expect(others.value(at: point, method)?.isNaN == true)
      }
    }
  }

  /// Two ways to write the same longitudes are one grid.
  @Test func gridsAreEqualToTheirLikesOnly() throws {
    let others = try SampleGrid.all()
    let same = ["global with pole rows, southwards", "global, longitudes that jump at the dateline"]
    for (i, a) in GridLawTests.all.enumerated() {
      for (j, b) in others.enumerated() {
        let isSame = i == j || (same.contains(a.name) && same.contains(b.name))
        #expect(a.grid.isEqual(to: b.grid) == isSame, "\(a.name), \(b.name)")
      }
      #expect(AnyHashable(a.grid).hashValue == AnyHashable(others[i].grid).hashValue)
      #expect(!a.grid.summary.isEmpty)
      #expect(a.grid.shape.reduce(1, *) == a.grid.count)
    }
  }
}
