import CNetCDF
import Fields
import Foundation
import TestSupport
import Testing

@testable import Formats

/// Arrays over named axes, read back by the library itself.
@Suite struct LabelledArrayWriterTests {
  @Test func arraysAreReadBackWithTheirAxes() throws {
    let url = try Fixture.temporaryFolder().appending(path: "scores.nc")
    let systems = LabelledArrayWriter.Axis.texts(name: "system", values: ["a", "ü"], longName: "system")
    let leads = LabelledArrayWriter.Axis.leadTimes(name: "lead_time", values: [.hours(6), .minutes(750)])
    var writer = try LabelledArrayWriter.create(url, attributes: [("title", "Small")])
    try writer.add("rmse", over: [systems, leads], [1, 2, nil, 4], attributes: ["units": "K"])
    try writer.add("pairs", over: [systems, leads], [10, nil, 0, 7], areCounts: true, attributes: ["units": "1"])
    try writer.finish()

    let dataset = try NetCDFDataset(url)
    func array(_ name: String) throws -> CFArray { try #require(dataset.array(named: name)) }
    #expect(try dataset.texts(try array("system")) == ["a", "ü"])
    #expect(try dataset.values(try array("lead_time")) == [6, 12.5])
    let rmse = try dataset.values(try array("rmse"))
    #expect(rmse[0] == 1 && rmse[1] == 2 && rmse[2].isNaN && rmse[3] == 4)
    #expect(try array("rmse").dimensionNames == ["system", "lead_time"])
  }

  @Test func oneNameIsNotGivenToTwoAxes() throws {
    let url = try Fixture.temporaryFolder().appending(path: "scores.nc")
    var writer = try LabelledArrayWriter.create(url, attributes: [])
    try writer.add("a", over: [.leadTimes(name: "lead_time", values: [.hours(6)])], [1], attributes: [:])
    var message = ""
    do {
      try writer.add("b", over: [.leadTimes(name: "lead_time", values: [.hours(9)])], [1], attributes: [:])
    } catch {
      message = "\(error)"
    }
    #expect(message.contains("dimension lead_time") && message.contains("two sets of values"))
  }
}
