import Fields
import Metrics
import Yams

extension PlanReader {
  /// Throws where a score is unknown, lacks what it needs of the evaluation, or has a parameter that fits nothing.
  func checkScores(of plan: EvaluationPlan, _ root: Node) throws {
    do throws(VerifyError) {
      let scores = try ScoreSelection(plan)
      if plan.climatology.isEmpty, let error = ClimatologyDoubts.missing(scores, of: plan.variables) { throw error }
    } catch {
      throw validator.error(
        at: root["scores"] ?? root["thresholds"] ?? root, error.problem, suggestion: error.suggestion)
    }
  }

  /// The thresholds of each variable, in its canonical unit and in the order of the file.
  func thresholds(_ root: Node, of variables: [Variable]) throws -> [Variable: [Threshold]] {
    var thresholds: [Variable: [Threshold]] = [:]
    for (key, value) in root["thresholds"]?.mapping ?? [:] {
      guard let variable = PlanVariables.variable(named: key.string ?? "") else {
        throw validator.mismatch(key, .variable, at: "thresholds")
      }
      guard variables.contains(variable) else {
        throw validator.error(
          at: key, "'thresholds' has \(variable), which is not among the 'variables'",
          suggestion: "Add \(variable) to 'variables', or remove its thresholds.")
      }
      guard !WindScores.isWind(variable), !Bearing.isMeasured(by: variable) else {
        throw validator.error(
          at: key, "'thresholds' has \(variable), and a \(variable.quantity.title) is neither above nor below a limit",
          suggestion: "Score the speed of the wind, as in 'variables: [ws10m]', and give its thresholds.")
      }
      for item in items(value) {
        do throws(VerifyError) {
          let threshold = try PlannedThreshold.threshold(item.string ?? "", of: variable)
          if thresholds[variable, default: []].contains(threshold) {
            throw VerifyError(
              "the threshold '\(item.string ?? "")' of \(variable) occurs twice", suggestion: "Remove one.")
          }
          thresholds[variable, default: []].append(threshold)
        } catch {
          throw validator.error(at: item, "'thresholds: \(variable)': \(error.problem)", suggestion: error.suggestion)
        }
      }
    }
    return thresholds
  }
}
