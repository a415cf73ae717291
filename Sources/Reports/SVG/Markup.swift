/// A piece of HTML or SVG. Text and attributes are escaped when it is written, whatever they hold.
indirect enum Markup {
  case element(String, [(name: String, value: String)], [Markup])
  case text(String)
  /// A style sheet of our own, written as it stands. Never anything of a user's.
  case verbatim(String)

  static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [Markup] = []
  ) -> Markup {
    .element(name, attributes.map { (name: $0.key, value: $0.value) }, children)
  }

  /// An element around one text.
  static func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ text: String) -> Markup {
    element(name, attributes, [.text(text)])
  }

  private static let withoutContent: Set<String> = ["meta", "br", "hr", "input"]
  private static let shapes: Set<String> = ["path", "line", "rect", "use"]

  func write(to output: inout some TextOutputStream) {
    switch self {
    case .verbatim(let text): output.write(text)
    case .text(let text): output.write(Markup.escaped(text))
    case .element(let name, let attributes, let children):
      output.write("<\(name)")
      for attribute in attributes { output.write(" \(attribute.name)=\"\(Markup.escaped(attribute.value))\"") }
      if Markup.withoutContent.contains(name) {
        output.write(">")
        return
      }
      if children.isEmpty, Markup.shapes.contains(name) {
        output.write("/>")
        return
      }
      output.write(">")
      for child in children { child.write(to: &output) }
      output.write("</\(name)>")
    }
  }

  /// Text without meaning to a parser. Control characters, which HTML forbids, become U+FFFD.
  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case "\r": break
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
