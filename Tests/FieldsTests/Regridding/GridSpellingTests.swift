import Fields
import Testing

@Suite struct GridSpellingTests {
  @Test(arguments: [
    ("0.25", [721, 1440], 90.0), ("1.5", [121, 240], 90), ("721x1440", [721, 1440], 90),
    ("720X1440", [720, 1440], 89.875),
    ("0.3333", [541, 1080], 90), ("F32", [64, 128], 87.863_798_839), ("n32", [64, 128], 87.863_798_839),
  ])
  func textNamesAGlobalGrid(text: String, shape: [Int], north: Double) throws {
    let spelling = try #require(GridSpelling(text))
    let grid = try spelling.grid()
    #expect(grid.shape == shape && grid.wraps)
    #expect(abs(grid.coordinate(of: 0).latitude - north) < 1e-9)
    #expect(abs(grid.coordinate(of: grid.count - 1).latitude + north) < 1e-9)
    #expect(GridSpelling(spelling.description) == spelling)
  }

  @Test(arguments: [
    "", "0", "-1", "0.7", "nan", "90.5", "0.001", "721x", "x1440", "1x4", "721x1440x2", "F", "F0", "F1", "N99999",
    "O320",
    "100000x1000000", "9223372036854775807x9223372036854775807", "quarter",
  ])
  func whatIsNoGridIsRefused(text: String) { #expect(GridSpelling(text) == nil) }

  /// `numpy.polynomial.legendre.leggauss(64)` and `(9)`, NumPy 2.4.
  @Test func gaussianLatitudesAreRootsOfTheLegendrePolynomial() {
    let even = GaussianLatitudes.latitudes(rows: 64)
    for (row, sine) in [(0, 0.9993050417357722), (1, 0.9963401167719552), (31, 0.024350292663424433)] {
      #expect(abs(even[row] - latitude(sine: sine)) < 1e-11)
      #expect(even[63 - row] == -even[row])
    }
    let odd = GaussianLatitudes.latitudes(rows: 9)
    #expect(odd[4] == 0)
    #expect(abs(odd[0] - latitude(sine: 0.9681602395076261)) < 1e-12)
  }
}
