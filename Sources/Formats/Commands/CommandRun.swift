import Fields
import Foundation

/// One program at work on one initial time: its states in order, one held at a time.
struct CommandRun {
  let initTime: UTCTime
  private let command: ForecastCommand
  private let leadTimes: [TimeSpan]
  private let process: ChildProcess
  private var stream: MessageStream
  private(set) var state: StreamedState
  private(set) var grids: GRIBGrids
  /// What begins the state that follows.
  private var next: StreamedMessage?
  /// Whether the program has closed its output.
  private var hasEnded = false

  /// Starts the program. Throws `MessageStream.Damage` where it can't be.
  ///
  /// - leadTimes: what the program writes, in order.
  init(
    _ command: ForecastCommand, named name: String, from initTime: UTCTime, leadTimes: [TimeSpan], grids: GRIBGrids
  ) throws {
    self.initTime = initTime
    self.command = command
    self.leadTimes = leadTimes
    self.grids = grids
    state = StreamedState(from: initTime, at: .seconds(-1))
    do {
      process = try ChildProcess(
        command.words(from: initTime, leadTimes: leadTimes), in: command.workingDirectory.path)
    } catch {
      throw MessageStream.Damage(place: nil, problem: error.text)
    }
    stream = MessageStream(of: process, named: name, timeout: command.timeout)
  }

  func stop() { process.stop() }

  /// Whether a lead time is still to come, or is the one that is held.
  func reaches(_ leadTime: TimeSpan) -> Bool { leadTime >= state.leadTime }

  /// Reads on until the state of a lead time holds some variables.
  ///
  /// Throws `MessageStream.Damage` where they don't come.
  mutating func advance(to leadTime: TimeSpan, holding variables: [Variable]) throws {
    do {
      while state.leadTime < leadTime || !state.isComplete && !state.holds(variables) {
        guard try take(onTo: leadTime) else { break }
      }
    } catch is ChildProcess.Stall {
      throw MessageStream.Damage(
        place: nil,
        problem: "has written nothing for \(command.timeout), which is taken for a stall (see 'timeout')\(lastWords)")
    }
    guard state.leadTime == leadTime else {
      throw MessageStream.Damage(
        place: nil,
        problem: "wrote no field of it; what comes instead is of \(state.leadTime)")
    }
    let missing = state.missing(of: variables)
    guard missing.isEmpty else {
      let unread = state.unread.isEmpty ? "" : "; not read: \(state.unread.prefix(3).joined(separator: "; "))"
      throw MessageStream.Damage(
        place: nil,
        problem: "wrote no \(missing.map(\.description).joined(separator: ", ")), but \(state.contents)\(unread)")
    }
  }

  /// Takes the next message; false where it belongs to a later state than the one that is wanted.
  private mutating func take(onTo wanted: TimeSpan) throws -> Bool {
    let message: StreamedMessage
    if let next {
      message = next
      self.next = nil
    } else {
      guard let found = try read() else {
        state.isComplete = true
        guard state.leadTime == wanted else { throw short() }
        return false
      }
      message = found
    }
    let leadTime = message.leadTime
    guard leadTime >= .zero else { throw damage("is of \(leadTime), before the initial time") }
    guard leadTime >= state.leadTime else {
      throw damage("is of lead time \(leadTime) and comes after \(state.leadTime); lead times come in order")
    }
    if leadTime > state.leadTime {
      guard state.leadTime < wanted else {
        state.isComplete = true
        next = message
        return false
      }
      state = StreamedState(from: initTime, at: leadTime)
    }
    let repeated = state.repeated(by: message)
    guard repeated.isEmpty else {
      throw damage(
        "holds \(repeated.map(\.description).joined(separator: ", ")) of \(leadTime) once more; "
          + "members of an ensemble lie along a dimension of one file")
    }
    // What is not wanted is not held.
    if leadTime >= wanted { state.add(message) }
    return leadTime <= wanted
  }

  private mutating func read() throws -> StreamedMessage? {
    guard !hasEnded else { return nil }
    let found: MessageStream.Message?
    do {
      found = try stream.next()
    } catch let damage as MessageStream.Damage {
      guard damage.isCutShort else { throw damage }
      let end = process.ended()
      guard !end.isFine else { throw damage }
      throw MessageStream.Damage(place: damage.place, problem: "\(damage.problem), and \(ended(end))")
    }
    guard let message = found else {
      hasEnded = true
      let end = process.ended()
      guard end.isFine else { throw MessageStream.Damage(place: nil, problem: ended(end)) }
      return nil
    }
    do {
      return try StreamedMessage(message, number: stream.count, from: initTime, grids: &grids)
    } catch let error as FormatError {
      throw damage(error.problem)
    } catch {
      throw damage("damaged: \(error)")
    }
  }

  // MARK: - Words

  private func damage(_ problem: String) -> MessageStream.Damage {
    MessageStream.Damage(place: "message \(stream.count)", problem: problem)
  }

  private func short() -> MessageStream.Damage {
    let last = state.leadTime < .zero ? "without any field" : "after \(state.leadTime)"
    return MessageStream.Damage(
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
