import TestSupport
import Testing

@testable import Inference

@Suite struct TrainedStepTests {
  /// Against PyTorch 2.13 in float32 on the same weights, recorded by `Scripts/train/train.py`.
  @Test(arguments: [("demo-meta", 0), ("demo-fine", 1)])
  func stepsOfTheTrainedModelsAreThoseOfPyTorch(name: String, groups: Int) throws {
    let model = try GoldenModel(fixture: name)
    for group in 0...groups {
      let made = try model.network.step(try model.input(), group: group).values
      #expect(GoldenModel.distance(made, try model.values("output.step\(group)")) < 1e-4, "group \(group)")
    }
  }
}
