@testable import Metrics
import Testing

@Suite struct CategoryScoreTests {
  private func value<M: Metric>(_ metric: M, _ pairs: MatchedPairs) -> Outcome {
    var sums = M.Source.Result()
    metric.statistic.accumulate(pairs, into: &sums)
    return metric.value(of: sums)
  }

  @Test func twoCategoriesAreAnEvent() {
    let (two, event, pairs) = (Categories([1]), Threshold(.atLeast, 1), Samples.rain)
    let tolerance = 1e-13
    #expect(agree(value(CategoryHeidkeSkillScore(two), pairs), value(HeidkeSkillScore(event), pairs), to: tolerance))
    #expect(agree(value(CategoryPeirceSkillScore(two), pairs), value(PeirceSkillScore(event), pairs), to: tolerance))
    #expect(agree(value(GerrityScore(two), pairs), value(PeirceSkillScore(event), pairs), to: tolerance))
    #expect(
      agree(value(CategoryProportionCorrect(two), pairs), value(ProportionCorrect(event), pairs), to: tolerance))
  }

  @Test func aConstantForecastHasNoSkill() {
    let categories = Categories([1, 2, 5])
    for constant in [0.0, 1, 3, 9] {
      var pairs = Samples.rain
      pairs.forecasts = pairs.forecasts.map { _ in constant }
      for outcome in [
        value(CategoryHeidkeSkillScore(categories), pairs), value(CategoryPeirceSkillScore(categories), pairs),
        value(GerrityScore(categories), pairs),
      ] { #expect(abs(outcome.value ?? 1) < 1e-12) }
    }
  }

  @Test func undefinedWhereACategoryWasNeverObserved() {
    let dry = Samples.pairs([0, 3], [0, 0])
    #expect(value(GerrityScore(Categories([1])), dry) == .undefined("the highest category was never observed"))
    #expect(value(GerrityScore(Categories([-1])), dry) == .undefined("the lowest category was never observed"))
    #expect(
      value(CategoryPeirceSkillScore(Categories([1])), dry) == .undefined("one category was observed everywhere"))
  }

  @Test func aValueOnAnEdgeBelongsAboveIt() {
    let categories = Categories([0.1, 1, 10])
    #expect([0, 0.1, 0.9, 1, 10, 99].map(categories.category) == [0, 1, 1, 2, 3, 3])
  }

  @Test(arguments: ["0.1|1|10", "273.15", "-5|0|5"])
  func edgesAreReadAsTheyAreWritten(text: String) {
    #expect(Categories(text)?.description == text)
  }

  @Test(arguments: ["", "1|", "2|1", "1|1", "a", "1|inf"])
  func textThatIsNoEdgesIsNone(text: String) {
    #expect(Categories(text) == nil)
  }

  @Test func intervalsAndLevelsAreReadAsTheyAreWritten() {
    #expect(ValueInterval("[35,inf]")?.description == "[35,inf]")
    #expect(ValueInterval("[-inf, 0.5]")?.description == "[-inf,0.5]")
    #expect(QuantileInInterval("0.9 [35,inf]")?.description == "0.9 [35,inf]")
    for text in ["[1]", "[2,1]", "1,2", "[a,b]", ""] { #expect(ValueInterval(text) == nil) }
    for text in ["0", "1", "x", "nan"] { #expect(QuantileLevel(text) == nil) }
  }
}
