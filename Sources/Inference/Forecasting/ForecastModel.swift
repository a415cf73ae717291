import Fields

/// A model that is ready to run: it makes the state one time step later of a state.
public struct ForecastModel: Sendable {
  public let folder: ModelFolder
  let network: FengWuNetwork

  public var description: ModelDescription { folder.description }

  /// - Parameters:
  ///   - memoryLimit: bytes that a step may take; nil has no limit, and all weights are kept.
  /// - Throws: `InferenceError` where not even one block of weights at a time fits.
  public init(_ folder: ModelFolder, threads: Int, memoryLimit: Int? = nil) throws {
    self.folder = folder
    let residency = try folder.cost(threads: threads).residency(under: memoryLimit, file: folder.url.path)
    network = try FengWuNetwork(
      folder.description.network, weights: folder.weights, threads: threads, residency: residency)
  }

  /// How wave attention attended so far; nil where the model has none.
  public var waveOutcome: WaveOutcome? { network.waveOutcome }

  /// The state of the next step, which is number `step` from 1.
  ///
  /// Throws `InferenceError` where a value of it is NaN or infinite: what would follow is no forecast.
  func next(after state: consuming ModelState, step: Int) throws -> ModelState {
    if step == 1 { network.forgetStates() }
    let group = description.network.loraGroup(ofStep: step)
    var planes = try network.step(state.planes, group: group)
    try refuseDiverged(planes, step: step)
    for (number, channel) in description.channels.enumerated() {
      guard let least = channel.normalisedMinimum else { continue }
      let area = planes.area
      planes.values.withUnsafeMutableBufferPointer { values in
        for cell in number * area..<(number + 1) * area where values[cell] < least { values[cell] = least }
      }
    }
    return ModelState(planes: planes)
  }

  private func refuseDiverged(_ planes: Planes, step: Int) throws {
    for (number, channel) in description.channels.enumerated() {
      let own = planes.values[number * planes.area..<(number + 1) * planes.area]
      // One sum tells of all values; few fields are looked at one by one.
      let total = own.withUnsafeBufferPointer { sum($0.start, count: $0.count) }
      guard !total.isFinite else { continue }
      let count = own.count { !$0.isFinite }
      guard count > 0 else { continue }
      throw InferenceError(
        file: folder.url.path, "step \(step) made \(count) of \(own.count) values of \(channel.name) infinite or NaN",
        suggestion:
          "Where the first step does, the means, the units or the weights are not those of the model; where a "
          + "later one does, the forecast diverges, and can be had up to the step before.")
    }
  }

  /// The field of a channel, in its variable's canonical unit.
  func field(_ channel: Int, of state: ModelState) -> Field {
    let (scale, offset, least) = description.channels[channel].denormalisation
    let area = state.planes.area
    return Field(
      values: state.planes.values[channel * area..<(channel + 1) * area].map { max($0 * scale + offset, least) },
      grid: description.grid)
  }
}

/// The fields of a model at one time, normalised: channels by rows by columns.
public struct ModelState: Sendable {
  var planes: Planes
}

extension ModelFolder {
  /// What a step costs.
  public func cost(threads: Int) -> ModelCost { ModelCost(description, weights, threads: threads) }
}
