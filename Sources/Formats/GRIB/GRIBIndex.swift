import Fields
import Foundation

/// One field of a GRIB file: where it is and what it is, without its values.
struct GRIBField: Sendable {
  /// The file's number in the source.
  var file: Int
  /// The message's number in the file, from 1.
  var message: Int
  /// The field's number in a message of several, from 1; nil in a message of one.
  var part: Int?
  var sections: GRIBSections
  /// nil where ecCodes can make nothing of the message.
  var product: GRIBProduct?
  var time: GRIBTime?
  var meaning: GRIBMeaning?
  /// Why `meaning` is nil, or the grid can't be read.
  var reason: String?
  /// The grid's number among the source's grids; nil where the message has no definition of one.
  var grid: Int?

  /// `message 3`, `message 3 field 2`.
  var place: String { "message \(message)" + (part.map { " field \($0)" } ?? "") }

  var key: ForecastKey? {
    guard let meaning, let time else { return nil }
    return ForecastKey(meaning.variable, initTime: time.initTime, leadTime: time.leadTime)
  }
}

/// Every field of a GRIB file, from one pass over its messages.
struct GRIBIndex: Sendable {
  let url: URL
  let byteCount: Int
  private(set) var fields: [GRIBField] = []
  /// What stands between messages and is not padding.
  private(set) var junk: [Range<Int>] = []
  private(set) var messageCount = 0

  /// Throws where the file can't be read, holds no GRIB message, or a message of it is cut short
  /// or damaged: a part of a file is no file.
  ///
  /// Grids that are not yet in `grids` are built and added.
  init(_ url: URL, number: Int = 0, grids: inout GRIBGrids) throws(FormatError) {
    let file = try ByteFile(url)
    self.url = url
    byteCount = file.count
    let found = try MessageScanner(magic: "GRIB", length: GRIBSections.length).scan(file)
    if let broken = found.broken.first {
      throw FormatError(
        url, place: "message \(broken.number) at byte \(broken.offset)",
        "\(broken.problem). Whole messages: \(found.messages.count); fetch the file again")
    }
    guard !found.messages.isEmpty else { throw FormatError(url, "holds no GRIB message of edition 1 or 2") }
    // Archives pad messages with zeros to a whole number of blocks.
    for range in found.junk where try file.bytes(range).contains(where: { $0 != 0 }) { junk.append(range) }
    messageCount = found.messages.count
    for (i, range) in found.messages.enumerated() {
      do {
        fields += try GRIBField.fields(of: range, number: i + 1, in: file, number: number, grids: &grids)
      } catch let error as FormatError {
        throw error
      } catch {
        throw FormatError(
          url, place: "message \(i + 1) at byte \(range.lowerBound)", "damaged: \(error). Fetch the file again")
      }
    }
  }
}

extension GRIBField {
  /// The fields of the message at a range of a file, with their numbers; grids that are new are built and added.
  ///
  /// Throws `GRIBSectionError` where its sections are damaged.
  static func fields(
    of range: Range<Int>, number message: Int, in file: borrowing ByteFile, number: Int, grids: inout GRIBGrids
  ) throws -> [GRIBField] {
    let parts = try GRIBSections.fields(of: range, in: file)
    var fields: [GRIBField] = []
    for (p, sections) in parts.enumerated() {
      var field = GRIBField(file: number, message: message, part: parts.count > 1 ? p + 1 : nil, sections: sections)
      try field.read(from: file, grids: &grids)
      fields.append(field)
    }
    return fields
  }

  fileprivate init(file: Int, message: Int, part: Int?, sections: GRIBSections) {
    self.file = file
    self.message = message
    self.part = part
    self.sections = sections
  }

  /// Fills in what the message says; what it does not say well becomes `reason`.
  fileprivate mutating func read(from file: borrowing ByteFile, grids: inout GRIBGrids) throws(FormatError) {
    let header = try GRIBHeader(sections, in: file)
    let key = header.family
    let known = grids.families[key]
    // Names are found in long lists, once for all the times of a product; the values are not needed for
    // it, but ecCodes wants them in edition 1.
    let message = known != nil ? [] : header.edition == 1 ? try sections.bytes(in: file) : header.message
    do {
      let family = try known ?? GRIBFamily(message, edition: header.edition)
      if known == nil { grids.families[key] = family }
      let product = family.product
      self.product = product
      let byteCount = sections.byteCount
      // A damaged size, before memory is asked for it.
      guard !header.takesBits || product.pointCount <= 8 * byteCount else {
        throw GRIBUnmapped("its \(product.pointCount) points do not fit into its \(byteCount) bytes")
      }
      let time = Result { () throws(GRIBUnmapped) in try GRIBTime(header) }
      self.time = try? time.get()
      guard let definition = header.grid else { throw GRIBUnmapped("it defines no grid") }
      let number = grids.number(of: definition, family)
      grid = number
      _ = try grids[number].get()
      meaning = try GRIBMeaning(product, try time.get())
    } catch {
      reason = String(describing: error)
    }
  }
}

/// What fields that differ in their times and values alone have in common.
struct GRIBFamily: Sendable {
  let product: GRIBProduct
  let definition: GRIBGridDefinition

  /// Asks ecCodes about one of them. Throws where it can make nothing of the message.
  init(_ message: [UInt8], edition: Int) throws {
    (product, definition) = try ECCodes.withHandle(of: message) { (handle: borrowing ECCodesHandle) in
      (GRIBProduct(handle, edition: edition), GRIBGridDefinition(handle))
    }
  }
}

/// The grids and products of a source, each read once however many messages are of it.
struct GRIBGrids: Sendable {
  /// By `GRIBHeader.family`.
  var families: [[UInt8]: GRIBFamily] = [:]
  private var geometries: [Result<GRIBGeometry, GRIBUnmapped>] = []
  private var numbers: [[UInt8]: Int] = [:]

  /// The number of the grid that a section defines, which is built where it is new.
  mutating func number(of section: [UInt8], _ family: GRIBFamily) -> Int {
    if let known = numbers[section] { return known }
    numbers[section] = geometries.count
    geometries.append(
      Result { () throws(GRIBUnmapped) in
        try GRIBGeometry(family.definition, pointCount: family.product.pointCount)
      })
    return geometries.count - 1
  }

  subscript(number: Int) -> Result<GRIBGeometry, GRIBUnmapped> { geometries[number] }
}
