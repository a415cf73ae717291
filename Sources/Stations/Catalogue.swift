/// Every quality check of this package, in the order in which they run. A new one is a file of its own
/// and one line here.
public enum QualityCatalogue {
  public static let checks: [any QualityCheck.Type] = [
    GrossLimits.self,
    DewPointAboveTemperature.self,
    Spike.self,
    LoneOutburst.self,
    Persistence.self,
    Buddies.self,
  ]
}
