import Fields

extension MapFrame {
  /// The ground of a map.
  var sea: Markup {
    .element("rect", ["class": "sea", "x": "0", "y": "0", "width": pixels(width), "height": pixels(height)])
  }

  /// Round meridians and parallels, with their degrees at the edges.
  func graticule() -> [Markup] {
    let step = graticuleStep
    var lines = ""
    var labels: [Markup] = []
    for i in Int((south / step).rounded(.up))...Int((north / step).rounded(.down)) {
      let latitude = Double(i) * step
      guard abs(latitude) < 90 else { continue }
      let y = position(latitude: latitude, longitude: west).y
      lines += "M0 \(pixels(y))H\(pixels(width))"
      labels.append(label(text(latitude, "N", "S"), x: 4, y: y - 3, anchor: "start", class: "tick"))
    }
    for i in Int((west / step).rounded(.up))...Int((east / step).rounded(.down)) {
      let longitude = Double(i) * step
      let x = position(latitude: 0, longitude: longitude).x
      guard x > 1, x < width - 1 else { continue }
      lines += "M\(pixels(x)) 0V\(pixels(height))"
      guard x > 40, x < width - 20 else { continue }
      let east = Coordinate(latitude: 0, longitude: longitude).longitude180
      labels.append(label(text(east, "E", "W"), x: x + 3, y: height - 4, anchor: "start", class: "tick"))
    }
    return [.element("path", ["class": "graticule", "d": lines])] + labels
  }

  private func text(_ degrees: Double, _ positive: String, _ negative: String) -> String {
    let number = Digits.shortest(abs(degrees))
    return degrees == 0 || degrees == -180 ? "\(number)°" : "\(number)°\(degrees > 0 ? positive : negative)"
  }
}
