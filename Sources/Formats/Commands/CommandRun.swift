import Fields
import Foundation

/// One program at work on one initial time: its states in order, one held at a time.
struct CommandRun {
  let initTime: UTCTime
  private let command: ForecastCommand
  private let leadTimes: [TimeSpan]
  private let process: ChildProcess
  private var stream: GRIBStream
  private(set) var state: StreamedState
  private(set) var grids: GRIBGrids
  /// What begins the state that follows.
  private var next: (message: [UInt8], fields: [GRIBField])?
  /// Whether the program has closed its output.
  private var hasEnded = false

  /// Starts the program. Throws `GRIBStream.Damage` where it can't be.
  ///
  /// - leadTimes: what the program writes, in order.
  init(_ command: ForecastCommand, from initTime: UTCTime, leadTimes: [TimeSpan], grids: GRIBGrids) throws {
    self.initTime = initTime
    self.command = command
    self.leadTimes = leadTimes
    self.grids = grids
    state = StreamedState(from: initTime, at: .seconds(-1))
    do {
      process = try ChildProcess(
        command.words(from: initTime, leadTimes: leadTimes), in: command.workingDirectory.path)
    } catch {
      throw GRIBStream.Damage(place: nil, problem: error.text)
    }
    stream = GRIBStream(of: process, timeout: command.timeout)
  }

  func stop() { process.stop() }

  /// Whether a lead time is still to come, or is the one that is held.
  func reaches(_ leadTime: TimeSpan) -> Bool { leadTime >= state.leadTime }

  /// Reads on until the state of a lead time holds some variables.
  ///
  /// Throws `GRIBStream.Damage` where they don't come.
  mutating func advance(to leadTime: TimeSpan, holding variables: [Variable]) throws {
    do {
      while state.leadTime < leadTime || !state.isComplete && !state.holds(variables) {
        guard try take(onTo: leadTime) else { break }
      }
    } catch is ChildProcess.Stall {
      throw GRIBStream.Damage(
        place: nil,
        problem: "has written nothing for \(command.timeout), which is taken for a stall (see 'timeout')\(lastWords)")
    }
    guard state.leadTime == leadTime else {
      throw GRIBStream.Damage(
        place: nil,
        problem: "wrote no field of it; what comes instead is of \(state.leadTime)")
    }
    let missing = state.missing(of: variables)
    guard missing.isEmpty else {
      let unread = state.unread.isEmpty ? "" : "; not read: \(state.unread.prefix(3).joined(separator: "; "))"
      throw GRIBStream.Damage(
        place: nil,
        problem: "wrote no \(missing.map(\.description).joined(separator: ", ")), but \(state.contents)\(unread)")
    }
  }

  /// Takes the next message; false where it belongs to a later state than the one that is wanted.
  private mutating func take(onTo wanted: TimeSpan) throws -> Bool {
    let (message, fields): ([UInt8], [GRIBField])
    if let next {
      (message, fields) = next
      self.next = nil
    } else {
      guard let found = try read() else {
        state.isComplete = true
        guard state.leadTime == wanted else { throw short() }
        return false
      }
      (message, fields) = found
    }
    let leadTime = try leadTime(of: fields)
    guard leadTime >= state.leadTime else {
      throw damage("is of lead time \(leadTime) and comes after \(state.leadTime); lead times come in order")
    }
    if leadTime > state.leadTime {
      guard state.leadTime < wanted else {
        state.isComplete = true
        next = (message, fields)
        return false
      }
      state = StreamedState(from: initTime, at: leadTime)
    }
    // What is not wanted is not held.
    if leadTime >= wanted { state.add(message, fields) }
    return leadTime <= wanted
  }

  private mutating func read() throws -> (message: [UInt8], fields: [GRIBField])? {
    guard !hasEnded else { return nil }
    let found: [UInt8]?
    do {
      found = try stream.next()
    } catch let damage as GRIBStream.Damage {
      let end = process.ended()
      guard damage.problem.hasPrefix("cut short"), !end.isFine else { throw damage }
      throw GRIBStream.Damage(place: damage.place, problem: "\(damage.problem), and \(ended(end))")
    }
    guard let message = found else {
      hasEnded = true
      let end = process.ended()
      guard end.isFine else { throw GRIBStream.Damage(place: nil, problem: ended(end)) }
      return nil
    }
    let file = ByteFile(URL(filePath: "/standard output"), holding: message)
    do {
      return (
        message,
        try GRIBField.fields(of: 0..<message.count, number: stream.count, in: file, number: 0, grids: &grids)
      )
    } catch let error as FormatError {
      throw damage(error.problem)
    } catch {
      throw damage("damaged: \(error)")
    }
  }

  /// The one lead time of the fields of a message.
  private func leadTime(of fields: [GRIBField]) throws -> TimeSpan {
    var leadTime: TimeSpan?
    for field in fields {
      guard let time = field.time else { throw damage(field.reason ?? "has no time that can be read") }
      guard time.initTime == initTime else {
        throw damage("is from \(time.initTime.shortDescription); expected \(initTime.shortDescription)")
      }
      guard (leadTime ?? time.leadTime) == time.leadTime else {
        throw damage("has fields of \(time.leadTime) beside those of \(leadTime ?? .zero)")
      }
      leadTime = time.leadTime
    }
    guard let leadTime else { throw damage("holds no field") }
    return leadTime
  }

  // MARK: - Words

  private func damage(_ problem: String) -> GRIBStream.Damage {
    GRIBStream.Damage(place: "message \(stream.count)", problem: problem)
  }

  private func short() -> GRIBStream.Damage {
    let last = state.leadTime < .zero ? "without any field" : "after \(state.leadTime)"
    return GRIBStream.Damage(
      place: nil,
      problem: "ended \(last); expected lead times to \(leadTimes.last ?? .zero)\(lastWords)")
  }

  private func ended(_ end: ChildProcess.End) -> String {
    let missing = end == .status(127) ? " (there is no such program)" : ""
    return "the program ended with \(end)\(missing)\(lastWords)"
  }

  /// What the program said last, each line on one of its own.
  private var lastWords: String {
    let lines = process.lastLines(10)
    return lines.isEmpty ? "" : "; it said:" + lines.map { "\n  " + $0 }.joined()
  }
}
