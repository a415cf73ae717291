/// The shape, colour and dash by which a system is known throughout a page, so that colour is never
/// alone in telling two of them apart.
struct Marker: Hashable {
  /// The class that colours it: `base` for the baseline, `s0`, `s1`, … for the others.
  let style: String
  private let shape: Int

  /// The marker of the baseline, or of the n-th other system.
  init(baseline: Bool, position: Int) {
    style = baseline ? "base" : "s\(position % 6)"
    shape = baseline ? 0 : 1 + position % 4
  }

  /// The marker of what was observed or analysed.
  static let observed = Marker(style: "observed", shape: 3)

  private init(style: String, shape: Int) {
    self.style = style
    self.shape = shape
  }

  /// The outline, centred at a point.
  func path(x: Double, y: Double, radius r: Double) -> String {
    func p(_ dx: Double, _ dy: Double) -> String { "\(pixels(x + dx * r)) \(pixels(y + dy * r))" }
    switch shape {
    case 0: return "M\(p(-0.85, -0.85))L\(p(0.85, -0.85))L\(p(0.85, 0.85))L\(p(-0.85, 0.85))Z"
    case 1:
      let radius = pixels(r)
      return "M\(p(-1, 0))A\(radius) \(radius) 0 1 0 \(p(1, 0))A\(radius) \(radius) 0 1 0 \(p(-1, 0))Z"
    case 2: return "M\(p(0, -1.2))L\(p(1.1, 0.8))L\(p(-1.1, 0.8))Z"
    case 3: return "M\(p(0, -1.25))L\(p(1.25, 0))L\(p(0, 1.25))L\(p(-1.25, 0))Z"
    default: return "M\(p(0, 1.2))L\(p(1.1, -0.8))L\(p(-1.1, -0.8))Z"
    }
  }

  /// A short line with the marker on it, for legends.
  func key() -> Markup {
    .element(
      "svg", ["class": "key", "viewBox": "0 0 30 12", "aria-hidden": "true"],
      [
        line(1, 6, 29, 6, class: "line \(style)"),
        .element("path", ["class": "mark \(style)", "d": path(x: 15, y: 6, radius: 3.5)]),
      ])
  }
}
