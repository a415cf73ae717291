import Metrics

/// What a gate found as JUnit XML: a failure is a score that is worse, an error one that could not be judged.
struct GateJUnit {
  let text: String

  init(_ record: GateRecord) {
    let failures = record.count("worse")
    let errors = record.problems.count + record.comparisons.count - failures - record.count("not_worse")
    let total = record.problems.count + record.comparisons.count
    let counts = "tests=\"\(total)\" failures=\"\(failures)\" errors=\"\(errors)\""
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites \(counts)>",
      "  <testsuite name=\"\(escaped("verify regress: \(record.title)"))\" \(counts)>",
    ]
    for (number, problem) in record.problems.enumerated() {
      lines.append("    <testcase classname=\"reference\" name=\"same data \(number + 1)\">")
      lines.append("      <error type=\"incomparable\" message=\"\(escaped(problem))\"/>")
      lines.append("    </testcase>")
    }
    for wording in record.wordings { lines += GateJUnit.testCase(wording) }
    lines += ["  </testsuite>", "</testsuites>"]
    text = lines.joined(separator: "\n") + "\n"
  }

  private static func testCase(_ wording: GateWording) -> [String] {
    let comparison = wording.comparison
    let head =
      "    <testcase classname=\"\(escaped("\(comparison.system).\(comparison.variable)"))\" "
      + "name=\"\(escaped(wording.title))\">"
    let message = escaped(wording.explanation)
    let body =
      switch comparison.verdict {
      case .notWorse: "<system-out>\(message)</system-out>"
      case .worse: "<failure type=\"worse\" message=\"\(message)\"/>"
      case .inconclusive, .incomparable: "<error type=\"\(comparison.verdict.id)\" message=\"\(message)\"/>"
      }
    return [head, "      \(body)", "    </testcase>"]
  }
}

/// Text in XML; characters that it can't hold at all are left out.
private func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "\n", "\r", "\t": result += " "
    case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: continue
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
