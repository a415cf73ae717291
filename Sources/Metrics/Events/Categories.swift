/// Categories of values, cut at edges: below the first, from each to below the next, and from the last on.
///
/// A value on an edge belongs above it. Its text form is `0.1|1|10`, which is part of the identity of a score.
public struct Categories: Hashable, Sendable {
  /// In the canonical unit of the variable, each greater than the last.
  public let edges: [Double]

  public var count: Int { edges.count + 1 }

  /// Traps where there is no edge, or where one is not finite or not greater than the last.
  public init(_ edges: [Double]) {
    precondition(Categories.areEdges(edges), "edges of categories of \(edges)")
    self.edges = edges
  }

  static func areEdges(_ edges: [Double]) -> Bool {
    !edges.isEmpty && edges.allSatisfy(\.isFinite) && zip(edges, edges.dropFirst()).allSatisfy(<)
  }

  func category(of x: Double) -> Int { edges.firstIndex { x < $0 } ?? edges.count }
}

extension Categories: CustomStringConvertible, LosslessStringConvertible {
  public var description: String {
    edges.map { Int(exactly: $0).map(String.init) ?? String($0) }.joined(separator: "|")
  }

  /// Reads `0.1|1|10`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "|", omittingEmptySubsequences: false)
    let edges = parts.compactMap { Double($0) }
    guard edges.count == parts.count, Categories.areEdges(edges) else { return nil }
    self.init(edges)
  }
}

extension Categories: CodedAsText {
  public static var expectedText: String { "edges of categories like '0.1|1|10'" }
}
