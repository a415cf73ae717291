public import ArgumentParser
public import Fields
public import Inference
public import Metrics
public import Stations
public import Verify

// What the command line reads as our types. Their own text forms are what a user writes.

extension Variable: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension UTCTime: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension MapBox: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension ByteCount: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}
extension Hazard: ExpressibleByArgument {}
extension EventSearch.Order: ExpressibleByArgument {}
extension FengWuConfiguration.AttentionKind: ExpressibleByArgument {}
extension WaveConfiguration.Precision: ExpressibleByArgument {}
