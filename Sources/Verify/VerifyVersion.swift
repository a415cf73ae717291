/// The version that results and reports name.
public enum VerifyVersion {
  public static let current = "0.1.0"
}
