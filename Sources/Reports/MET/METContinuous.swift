import Metrics

/// Lines of single values: partial sums, and what is made of them.
enum METContinuous {
  /// SL1L2: means of f, o, f·o, f², o² and |f - o|.
  static func partialSums(_ sums: ErrorSums) -> [METColumn] {
    let (f, o) = (sums.meanF, sums.meanO)
    return [
      .plain("TOTAL", Double(sums.n)), .plain("FBAR", f), .plain("OBAR", o), .plain("FOBAR", sums.meanProduct),
      .plain("FFBAR", sums.meanSquareF), .plain("OOBAR", sums.meanSquareO),
      .plain("MAE", sums.sumAbsolute / sums.sumW),
    ]
  }

  /// CNT. Limits are MET's, for pairs that are independent of one another.
  static func statistics(_ sums: ErrorSums) -> [METColumn] {
    let sample = SampledMoments(sums)
    let (mean, square) = (sums.sumError / sums.sumW, sums.sumSquare / sums.sumW)
    func over(_ value: Double) -> Double? { sums.meanO != 0 ? value / sums.meanO : nil }
    var columns: [METColumn] = [
      .plain("TOTAL", Double(sums.n)), .normal("FBAR", sample.meanForecast),
      .normal("FSTDEV", sample.forecastDeviation), .normal("OBAR", sample.meanObservation),
      .normal("OSTDEV", sample.observationDeviation), .normal("PR_CORR", sample.correlation),
    ]
    columns += METColumn.unknown("SP_CORR", "KT_CORR", "RANKS", "FRANK_TIES", "ORANK_TIES")
    columns += [
      .normal("ME", sample.meanError), .normal("ESTDEV", sample.errorDeviation),
      .resampled("MBIAS", over(sums.meanF)), .resampled("MAE", sums.sumAbsolute / sums.sumW),
      .resampled("MSE", square), .resampled("BCMSE", sums.m2E / sums.sumW), .resampled("RMSE", square.squareRoot()),
    ]
    columns += ["E10", "E25", "E50", "E75", "E90", "EIQR", "MAD"].map { .resampled($0, nil) }
    columns += [
      .normal("ANOM_CORR", nil, .none("no climatology")), .resampled("ME2", mean * mean),
      .resampled("MSESS", SampleSkillScore().value(of: sums).value),
    ]
    columns += ["RMSFA", "RMSOA", "ANOM_CORR_UNCNTR"].map { .resampled($0, nil) }
    return columns + [.resampled("SI", over(square.squareRoot()))]
  }
}

extension ErrorSums {
  var meanSquareF: Double { meanF * meanF + m2F / sumW }
  var meanSquareO: Double { meanO * meanO + m2O / sumW }
  var meanProduct: Double { meanF * meanO + cFO / sumW }
}
