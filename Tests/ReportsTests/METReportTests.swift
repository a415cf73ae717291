import Fields
import Foundation
import Metrics
import TestSupport
import Testing

@testable import Reports

/// Lines in the layout of MET, against those that MET 10.1.1 wrote and by hand.
@Suite struct METReportTests {
  /// Columns from TOTAL on in MET 10.1, as its table of header columns names them.
  static let columns = [
    "SL1L2": "TOTAL FBAR OBAR FOBAR FFBAR OOBAR MAE",
    "CNT": """
    TOTAL FBAR FBAR_NCL FBAR_NCU FBAR_BCL FBAR_BCU FSTDEV FSTDEV_NCL FSTDEV_NCU FSTDEV_BCL FSTDEV_BCU OBAR OBAR_NCL \
    OBAR_NCU OBAR_BCL OBAR_BCU OSTDEV OSTDEV_NCL OSTDEV_NCU OSTDEV_BCL OSTDEV_BCU PR_CORR PR_CORR_NCL PR_CORR_NCU \
    PR_CORR_BCL PR_CORR_BCU SP_CORR KT_CORR RANKS FRANK_TIES ORANK_TIES ME ME_NCL ME_NCU ME_BCL ME_BCU ESTDEV \
    ESTDEV_NCL ESTDEV_NCU ESTDEV_BCL ESTDEV_BCU MBIAS MBIAS_BCL MBIAS_BCU MAE MAE_BCL MAE_BCU MSE MSE_BCL MSE_BCU \
    BCMSE BCMSE_BCL BCMSE_BCU RMSE RMSE_BCL RMSE_BCU E10 E10_BCL E10_BCU E25 E25_BCL E25_BCU E50 E50_BCL E50_BCU E75 \
    E75_BCL E75_BCU E90 E90_BCL E90_BCU EIQR EIQR_BCL EIQR_BCU MAD MAD_BCL MAD_BCU ANOM_CORR ANOM_CORR_NCL \
    ANOM_CORR_NCU ANOM_CORR_BCL ANOM_CORR_BCU ME2 ME2_BCL ME2_BCU MSESS MSESS_BCL MSESS_BCU RMSFA RMSFA_BCL RMSFA_BCU \
    RMSOA RMSOA_BCL RMSOA_BCU ANOM_CORR_UNCNTR ANOM_CORR_UNCNTR_BCL ANOM_CORR_UNCNTR_BCU SI SI_BCL SI_BCU
    """,
    "CTC": "TOTAL FY_OY FY_ON FN_OY FN_ON",
    "CTS": """
    TOTAL BASER BASER_NCL BASER_NCU BASER_BCL BASER_BCU FMEAN FMEAN_NCL FMEAN_NCU FMEAN_BCL FMEAN_BCU ACC ACC_NCL \
    ACC_NCU ACC_BCL ACC_BCU FBIAS FBIAS_BCL FBIAS_BCU PODY PODY_NCL PODY_NCU PODY_BCL PODY_BCU PODN PODN_NCL PODN_NCU \
    PODN_BCL PODN_BCU POFD POFD_NCL POFD_NCU POFD_BCL POFD_BCU FAR FAR_NCL FAR_NCU FAR_BCL FAR_BCU CSI CSI_NCL CSI_NCU \
    CSI_BCL CSI_BCU GSS GSS_BCL GSS_BCU HK HK_NCL HK_NCU HK_BCL HK_BCU HSS HSS_BCL HSS_BCU ODDS ODDS_NCL ODDS_NCU \
    ODDS_BCL ODDS_BCU LODDS LODDS_NCL LODDS_NCU LODDS_BCL LODDS_BCU ORSS ORSS_NCL ORSS_NCU ORSS_BCL ORSS_BCU EDS \
    EDS_NCL EDS_NCU EDS_BCL EDS_BCU SEDS SEDS_NCL SEDS_NCU SEDS_BCL SEDS_BCU EDI EDI_NCL EDI_NCU EDI_BCL EDI_BCU SEDI \
    SEDI_NCL SEDI_NCU SEDI_BCL SEDI_BCU BAGSS BAGSS_BCL BAGSS_BCU
    """,
    "VL1L2": "TOTAL UFBAR VFBAR UOBAR VOBAR UVFOBAR UVFFBAR UVOOBAR F_SPEED_BAR O_SPEED_BAR",
  ].mapValues { $0.split(separator: " ").map(String.init) }

  private let start = UTCTime(secondsSince1970: 1_560_470_400)  // 2019-06-14 00 UTC

  private func part(
    _ variable: Variable, _ sums: AnySums, _ threshold: Threshold? = nil, stratum: String = "all",
    lead: TimeSpan = .hours(25)
  ) -> PartialSums {
    PartialSums(
      system: "a model", variable: variable, stratum: stratum, leadTime: lead, initTimes: start...start,
      threshold: threshold, sums: sums)
  }

  private func record(_ parts: [PartialSums]) -> EvaluationRecord {
    var record = SampleRecord().make()
    record.sums = parts
    return record
  }

  /// The lines after the head, cut into columns.
  private func lines(_ parts: [PartialSums]) throws -> [[String]] {
    try METReport().text(of: record(parts)).split(separator: "\n").dropFirst().map { line in
      line.split(separator: " ").map(String.init)
    }
  }

  private func pairs(
    _ variable: Variable, _ forecasts: [Double], _ observations: [Double], columns: [PairColumn: [Double]] = [:]
  ) -> MatchedPairs {
    MatchedPairs(
      variable: variable, initTime: start, leadTime: .hours(25), stations: forecasts.indices.map(Int32.init),
      forecasts: forecasts, observations: observations, columns: columns)
  }

  private func sums(_ statistic: some Statistic, _ pairs: MatchedPairs) throws -> AnySums {
    var sums = statistic.emptySums()
    try statistic.accumulate(pairs, into: &sums)
    return sums
  }

  // MARK: - Layout

  @Test func columnsAreThoseOfMET() throws {
    let errors = try sums(ErrorMoments(), pairs(.temperature2m, [1, 2, 4], [1, 3, 3]))
    let threshold = Threshold(.atLeast, 2)
    let table = try sums(ContingencyTable(threshold), pairs(.temperature2m, [1, 2, 4], [1, 3, 3]))
    let moments = try ErrorMoments().result(in: errors)
    for (type, columns) in [
      ("SL1L2", METContinuous.partialSums(moments)), ("CNT", METContinuous.statistics(moments)),
      ("CTC", METEvents.table(try ContingencyTable(threshold).result(in: table))),
      ("CTS", try METEvents.scores(table, of: threshold)),
    ] {
      #expect(columns.flatMap(\.names) == Self.columns[type])
      #expect(columns.flatMap(\.texts).count == Self.columns[type]?.count)
    }
  }

  @Test func theHeadTellsWhatALineIsOf() throws {
    let errors = try sums(ErrorMoments(), pairs(.temperature2m, [1, 2], [1, 3]))
    let text = try METReport().text(of: record([part(.temperature2m, errors, stratum: "the north")]))
    #expect(text.hasPrefix("VERSION MODEL   DESC FCST_LEAD"))
    let cells = text.split(separator: "\n")[1].split(separator: " ").map(String.init)
    #expect(
      Array(cells.prefix(24)) == [
        "V10.1", "a_model", "NA", "250000", "20190615_010000", "20190615_010000", "000000", "20190615_010000",
        "20190615_010000", "TMP", "K", "Z2", "TMP", "K", "Z2", "NA", "the_north", "NA", "NA", "NA", "NA", "NA", "NA",
        "SL1L2",
      ])
    // f 1, 2 and o 1, 3: 1.5, 2, (1 + 6) / 2, 5 / 2, 10 / 2, 0.5
    #expect(Array(cells.dropFirst(24)) == ["2", "1.5", "2", "3.5", "2.5", "5", "0.5"])
  }

  @Test(arguments: [
    (Variable.precipitation(.hours(6)), "APCP", "kg/m^2", "A06"),
    (.precipitation(.minutes(30)), "APCP", "kg/m^2", "A003000"),
    (.windSpeed10m, "WIND", "m/s", "Z10"), (.seaLevelPressure, "PRMSL", "Pa", "Z0"),
    (Variable(.geopotential, .pressure(500)), "GP", "m^2/s^2", "P500"),
    // A fraction here, a percentage in GRIB: not the same name.
    (.cloudCover, "tcc", "1", "L0"),
    (Variable(.airTemperature, .height(2), .maximum(.hours(12))), "t2m_max12h", "K", "Z2"),
  ])
  func variablesHaveTheNamesOfGRIB(variable: Variable, name: String, units: String, level: String) {
    let met = METName(variable)
    #expect([met.name, met.units, met.level] == [name, units, level])
  }

  @Test func thresholdsOfClimatologiesAreMETsOrLeftOutAndSaid() throws {
    let table = try sums(ContingencyTable(Threshold(.atLeast, 2)), pairs(.temperature2m, [1, 2, 4], [1, 3, 3])).numbers
    func part(_ threshold: Threshold) throws -> PartialSums {
      let sums = try #require(ContingencySums(numbers: table))
      var data: [UInt8] = []
      for number in sums.numbers { withUnsafeBytes(of: number.bitPattern.littleEndian) { data += $0 } }
      return self.part(.temperature2m, try ContingencyTable(threshold).sums(bytes: data), threshold)
    }
    let quantile = try part(Threshold(.atLeast, .quantile(QuantileLevel(0.95))))
    #expect(try lines([quantile]).map { Array($0[19...20]) } == [[">=CDP95", ">=CDP95"], [">=CDP95", ">=CDP95"]])
    #expect(METReport.omissions(in: record([quantile])).isEmpty)
    let period = try part(Threshold(.atLeast, .returnPeriod(years: 10)))
    #expect(try lines([period]).isEmpty)
    #expect(
      METReport.omissions(in: record([period])) == ["events >=rp10y of t2m have no lines: MET has no such threshold"])
  }

  // MARK: - Winds

  /// Two winds, by hand: f (3, 4) and (0, 2), o (0, 4) and (1, 2).
  @Test func windVectorsHaveTheMomentsOfTheirComponents() throws {
    let (u, v) = (Variable.eastwardWind10m, Variable.northwardWind10m)
    let wind = Variable(.windVector, .height(10))
    let errors = try sums(
      VectorErrors(), pairs(wind, [3, 0], [0, 1], columns: [.secondForecast: [4, 2], .secondObservation: [4, 2]]))
    let speeds = try sums(ErrorMoments(), pairs(.windSpeed10m, [5, 2], [4, 5.0.squareRoot()]))
    let components = [
      part(u, try sums(ErrorMoments(), pairs(u, [3, 0], [0, 1]))),
      part(v, try sums(ErrorMoments(), pairs(v, [4, 2], [4, 2]))),
    ]
    func vector(_ parts: [PartialSums]) throws -> [String]? {
      try lines(parts).first { $0[23] == "VL1L2" }.map { Array($0.dropFirst(24)) }
    }
    let whole = try #require(try vector([part(wind, errors), part(.windSpeed10m, speeds)] + components))
    #expect(whole.count == Self.columns["VL1L2"]?.count)
    // f·o 16 and 4, f² 25 and 4, o² 16 and 5
    #expect(whole.prefix(9) == ["2", "1.5", "3", "0.5", "3", "10", "14.5", "10.5", "3.5"])
    #expect(abs((Double(whole[9]) ?? 0) - (4 + 5.0.squareRoot()) / 2) < 1e-15)
    // Speeds that were interpolated by themselves are not those of the vectors.
    let others = try sums(ErrorMoments(), pairs(.windSpeed10m, [5.5, 2.5], [4, 5.0.squareRoot()]))
    #expect(
      try vector([part(wind, errors), part(.windSpeed10m, others)] + components)?.suffix(2) == ["NA", "NA"])
    // Components of other pairs give no line, and that is said.
    let lacking = [part(wind, errors), components[0]]
    #expect(try vector(lacking) == nil)
    #expect(
      METReport.omissions(in: record(lacking))
        == ["wind10m has no VL1L2 lines: they need u10m and v10m of the same pairs"])
  }
}

/// MET's own sums through our lines, against MET's own scores of them (MET 10.1.1).
@Suite(.enabled(if: Fixture.hasSharedData, "shared data absent")) struct METAgreementOfLines {
  private static let theirs: [[String]] = {
    let name = "met/stat/point_stat_FV3_GFS_v15p2_CONUS_25km_NDAS_ADPSFC_010000L_20190615_010000V.stat"
    let text = Fixture.shared(name).flatMap { try? String(contentsOf: $0, encoding: .utf8) } ?? ""
    return text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
  }()

  private func theirs(_ type: String) -> [[String]] { Self.theirs.filter { $0[23] == type } }

  /// Theirs of another type of the same variable and thresholds.
  private func beside(_ line: [String], _ type: String) -> [String]? {
    theirs(type).first { $0[9...16] == line[9...16] && $0[19...21] == line[19...21] }
  }

  private func ours(_ sums: AnySums, _ threshold: Threshold? = nil) throws -> [[String]] {
    var record = SampleRecord().make()
    let start = UTCTime(secondsSince1970: 1_560_556_800)
    record.sums = [
      PartialSums(
        system: "m", variable: .temperature2m, stratum: "all", leadTime: .hours(1), initTimes: start...start,
        threshold: threshold, sums: sums)
    ]
    return try METReport().text(of: record).split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
  }

  private func sums(_ statistic: some Statistic, _ numbers: [Double]) throws -> AnySums {
    try statistic.sums(
      bytes: numbers.flatMap { number in withUnsafeBytes(of: number.bitPattern.littleEndian) { [UInt8]($0) } })
  }

  @Test func theHeadIsTheirs() throws {
    let sums = try sums(ErrorMoments(), [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    #expect(try ours(sums)[0] == Self.theirs[0])
    #expect(try ours(sums)[1].count == theirs("SL1L2")[0].count)
    #expect(try ours(sums)[2].count == theirs("CNT")[0].count)
  }

  /// Their means have five decimals, so that what is left of a difference of squares has few.
  @Test func continuousLines() throws {
    var compared = 0
    for line in theirs("SL1L2") {
      let x = line.dropFirst(24).compactMap(Double.init)
      let (n, f, o, fo, ff, oo, absolute) = (x[0], x[1], x[2], x[3], x[4], x[5], x[6])
      let square = ff + oo - 2 * fo
      let lines = try ours(
        try sums(
          ErrorMoments(),
          [
            n, n, n, f, o, f - o, n * (ff - f * f), n * (oo - o * o), n * (square - (f - o) * (f - o)),
            n * (fo - f * o), n * (f - o), n * square, n * absolute, 0, 0,
          ]))
      for (ours, theirs) in zip(lines[1].dropFirst(24), line.dropFirst(24)) {
        let (a, b) = (try #require(Double(ours)), try #require(Double(theirs)))
        #expect(abs(a - b) < 1e-9 * max(1, abs(b)), "\(line[9]) SL1L2: ours \(a), theirs \(b)")
      }
      let statistics = try #require(beside(line, "CNT"))
      let few = 4e-5 * max(1, (1 + 2 * abs(f)) / min(ff - f * f, oo - o * o))
      for (name, ours, theirs) in zip3(try #require(METReportTests.columns["CNT"]), lines[2], statistics) {
        guard let a = Double(ours), let b = Double(theirs) else { continue }
        let isOfSquares = ["FBAR_N", "FST", "OBAR_N", "OST", "PR", "MSESS"].contains { name.hasPrefix($0) }
        let slack = isOfSquares ? few : 4e-5
        #expect(abs(a - b) < slack * max(1, abs(b)), "\(name) of \(line[9]): ours \(a), theirs \(b)")
        compared += 1
      }
    }
    #expect(compared > 200, "\(compared)")
  }

  /// Limits of proportions but those of all pairs differ: MET counts all pairs where the proportion has fewer.
  @Test func eventLines() throws {
    let withEqualLimits: Set = ["BASER", "FMEAN", "ACC", "ODDS", "LODDS", "ORSS"]
    var compared = 0
    for line in theirs("CTC") {
      let cells = line.dropFirst(24).compactMap(Double.init)
      let threshold = Threshold(line[19]) ?? Threshold(.atLeast, 0)
      let lines = try ours(
        try sums(ContingencyTable(threshold), [cells[0], 0] + cells.dropFirst()), threshold)
      #expect(lines[1].dropFirst(24) == line.dropFirst(24))
      let scores = try #require(beside(line, "CTS"))
      for (name, ours, theirs) in zip3(try #require(METReportTests.columns["CTS"]), lines[2], scores) {
        guard let b = Double(theirs), let a = Double(ours) else { continue }
        guard !name.contains("_") || withEqualLimits.contains(String(name.prefix { $0 != "_" })) else { continue }
        let slack = name == "BAGSS" ? 8e-3 : 1e-5
        #expect(abs(a - b) < slack * max(1, abs(b)), "\(name) of \(cells): ours \(a), theirs \(b)")
        compared += 1
      }
    }
    #expect(compared > 400, "\(compared)")
  }

  private func zip3(_ names: [String], _ a: [String], _ b: [String]) -> [(String, String, String)] {
    names.indices.map { (names[$0], a[24 + $0], b[24 + $0]) }
  }
}
