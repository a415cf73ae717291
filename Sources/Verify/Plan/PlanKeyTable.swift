/// The keys of evaluation and event files as pages of the documentation.
public enum PlanKeyTable {
  /// The page as Markdown that ends in a line feed; the same bytes every time.
  public static func text() -> String {
    """
    # Keys of the evaluation file

    This page is written from the description that evaluation files are checked by; a test compares the two.
    [evaluation.md](evaluation.md) shows them in use.


    """ + sections(PlanDescription.evaluation, path: "").joined(separator: "\n")
  }

  /// The page of event files.
  public static func eventText() -> String {
    """
    # Keys of the event file

    This page is written from the description that event files are checked by; a test compares the two.
    [case-studies.md](case-studies.md) and [cyclones.md](cyclones.md) show them in use.


    """ + sections(PlanDescription.event, path: "").joined(separator: "\n")
      + """

      # Keys of the event file of a tropical cyclone

      With `hazard: tropical-cyclone` the file has these instead.


      """ + sections(PlanDescription.cyclone, path: "").joined(separator: "\n")
  }

  /// The table of a section, then those of the sections in it.
  private static func sections(_ keys: [PlanKey], path: String) -> [String] {
    var table = "## \(path.isEmpty ? "The file" : "`\(path)`")\n\n| key | takes | |\n| --- | --- | --- |\n"
    for key in keys {
      table += "| `\(key.name)` | \(words(key.shape)) | \(key.isRequired ? "Required. " : "")\(key.summary) |\n"
    }
    let inner = keys.flatMap { key in
      nested(key.shape).flatMap { sections($0, path: path.isEmpty ? key.name : "\(path): \(key.name)") }
    }
    return [table] + inner
  }

  private static func words(_ shape: PlanShape) -> String {
    switch shape {
    case .section: "a section"
    case .named(let item): "names, each with \(words(item))"
    case .list(let item): "one or more: \(words(item))"
    case .either(let shapes): shapes.map(words).joined(separator: ", or ")
    default: shape.summary
    }
  }

  private static func nested(_ shape: PlanShape) -> [[PlanKey]] {
    switch shape {
    case .section(let keys): [keys]
    case .named(let item), .list(let item): nested(item)
    case .either(let shapes): shapes.flatMap(nested)
    default: []
    }
  }
}
