import TestSupport
import Testing

@testable import Inference

@Suite struct DoublingConvolutionTests {
  static let name = "up_blocks.0.upsamplers.0.conv"

  /// Sizes with inner cells, without any, and of several parts.
  @Test(arguments: [(1, 1), (1, 5), (6, 1), (7, 9), (16, 11)], [1, 2])
  func isTheConvolutionOfTheDoubledField(size: (height: Int, width: Int), threads: Int) throws {
    let store = try ModelFolder(Fixture.url("models/tiny")).weights
    let (doubling, plain) = (
      try DoublingConvolution(DoublingConvolutionTests.name, store),
      try Convolution(DoublingConvolutionTests.name, store)
    )
    var numbers = SeededNumbers(state: UInt64(size.height * 31 + size.width))
    let field = Planes(
      channels: doubling.inputs, height: size.height, width: size.width,
      values: numbers.matrix(doubling.inputs, size.height * size.width).values)
    var doubled = Planes(channels: field.channels, height: 2 * size.height, width: 2 * size.width)
    for channel in 0..<field.channels {
      for i in 0..<doubled.height {
        for j in 0..<doubled.width {
          doubled.values[(channel * doubled.height + i) * doubled.width + j] =
            field.values[(channel * size.height + i / 2) * size.width + j / 2]
        }
      }
    }
    let workers = Workers(count: threads)
    let (made, expected) = (
      doubling(field, workers, atOnce: 5 * 9 * doubling.inputs * size.width), plain(doubled, workers)
    )
    #expect(made.height == expected.height && made.width == expected.width)
    #expect(GoldenModel.distance(made.values, expected.values) < 2e-7)
  }
}
