import Dispatch

/// How much of the weights stays in memory between one use and the next.
public enum WeightResidency: Sendable, Hashable {
  /// All of them.
  case kept
  /// Those of the stage that computes and, with `ahead`, of the next, which is read meanwhile.
  case streamed(ahead: Bool)
}

/// Stages of a network in their order, each with its weights in memory while it computes.
struct WeightStream {
  let store: WeightStore
  let residency: WeightResidency
  let stages: [NetworkStage]
  private var position = 0
  /// The reading of the weights of the stage at that position.
  private var reading = DispatchGroup()

  init(_ store: WeightStore, _ residency: WeightResidency, _ stages: [NetworkStage]) {
    self.store = store
    self.residency = residency
    self.stages = stages
  }

  /// Loads and runs the next stage, while a helper thread reads the weights of the one after.
  mutating func next<Layer, Result>(
    _ load: () throws -> Layer, _ body: (Layer) throws -> Result
  ) throws -> Result {
    let (stage, own) = (stages[position], reading)
    position += 1
    if position < stages.count, residency != .streamed(ahead: false) {
      let (store, next, touches) = (store, stages[position], residency != .kept)
      reading = DispatchGroup()
      DispatchQueue.global().async(group: reading) {
        for prefix in next.prefixes { store.advise(under: prefix, touches ? .readNow : .needed) }
      }
    }
    let result = try body(try load())
    guard residency != .kept else { return result }
    // What is let go of must not be read again behind.
    own.wait()
    for prefix in stage.prefixes { store.advise(under: prefix, .unneeded) }
    return result
  }
}
