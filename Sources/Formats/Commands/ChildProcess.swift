import Fields
import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A program that has been started, its standard output read as it comes and the end of its standard error kept.
///
/// It runs in a process group of its own, so that what it started ends with it. It is for one thread at a time.
final class ChildProcess {
  /// How a program ended.
  enum End: Equatable, CustomStringConvertible {
    case status(Int32)
    case signal(Int32)

    var isFine: Bool { self == .status(0) }

    /// `exit status 1`, `signal 9`
    var description: String {
      switch self {
      case .status(let status): "exit status \(status)"
      case .signal(let signal): "signal \(signal)"
      }
    }
  }

  /// Why a program can't be started or read.
  struct Failure: Error {
    let text: String
  }

  /// Nothing came for as long as was to be waited.
  struct Stall: Error {}

  private let group: pid_t
  private var output: Int32
  private var errors: Int32
  private var lastErrors: [UInt8] = []
  private var end: End?
  private var isStopped = false

  /// How much of standard error is kept.
  private static let keptErrors = 8192
  /// Pipes that are closed on execution, and the program that is to inherit them, one at a time.
  private static let starting = Mutex<Void>(())

  /// Starts a program in a folder; where there is none of its name, it ends with status 127. Throws `Failure` where the
  /// system can start none at all.
  init(_ words: [String], in folder: String) throws(Failure) {
    guard !words.isEmpty else { throw Failure(text: "the command is empty") }
    let started = ChildProcess.starting.withLock { _ in
      Result { () throws(Failure) in try ChildProcess.start(words, in: folder) }
    }
    (group, output, errors) = try started.get()
  }

  deinit { stop() }

  // MARK: - Reading

  /// Appends what comes next of standard output, at most `count` bytes; false at its end.
  ///
  /// Throws `Stall` where nothing comes within the time.
  func read(upTo count: Int, into bytes: inout [UInt8], within timeout: TimeSpan) throws -> Bool {
    guard output >= 0 else { return false }
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(timeout.seconds)
    while true {
      let left = clock.now.duration(to: deadline)
      guard left > .zero else { throw Stall() }
      guard wait(for: [output, errors], left) else { continue }
      drainErrors()
      if let n = ChildProcess.read(output, upTo: count, into: &bytes) {
        if n == 0 { close(&output) }
        return n > 0
      }
    }
  }

  /// Waits until one of some descriptors can be read; false where none can within the time.
  private func wait(for descriptors: [Int32], _ time: Duration) -> Bool {
    var polled = descriptors.filter { $0 >= 0 }.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let milliseconds =
      min(time.components.seconds, 3600) * 1000 + 1 + time.components.attoseconds / 1_000_000_000_000_000
    return poll(&polled, nfds_t(polled.count), Int32(milliseconds)) > 0
  }

  /// Nil where there is nothing yet, 0 at the end.
  private static func read(_ descriptor: Int32, upTo count: Int, into bytes: inout [UInt8]) -> Int? {
    var (n, code) = (0, Int32(0))
    let most = min(count, 1 << 16)
    bytes += [UInt8](unsafeUninitializedCapacity: most) { buffer, filled in
      n = readBytes(descriptor, UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: most))
      code = errno
      filled = max(n, 0)
    }
    guard n < 0 else { return n }
    return code == EAGAIN || code == EINTR ? nil : 0
  }

  /// Takes what there is, but not for ever from a program that never pauses.
  private func drainErrors() {
    for _ in 0..<64 {
      guard errors >= 0, let n = ChildProcess.read(errors, upTo: ChildProcess.keptErrors, into: &lastErrors) else {
        return
      }
      if n == 0 { close(&errors) }
      if lastErrors.count > 2 * ChildProcess.keptErrors {
        lastErrors.removeFirst(lastErrors.count - ChildProcess.keptErrors)
      }
    }
  }

  private func close(_ descriptor: inout Int32) {
    if descriptor >= 0 { _ = closeDescriptor(descriptor) }
    descriptor = -1
  }

  // MARK: - The end

  /// The last lines of standard error that are not empty, the latest last.
  func lastLines(_ count: Int) -> [String] {
    let text = String(decoding: lastErrors.suffix(ChildProcess.keptErrors), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
    return lines.filter { !$0.isEmpty }.suffix(count)
  }

  /// How it ended, once it has closed its standard output; one that goes on for more than `grace` is stopped.
  func ended(within grace: Duration = .seconds(10)) -> End {
    let deadline = ContinuousClock().now + grace
    while reap(), ContinuousClock().now < deadline {
      // What the program still says comes first.
      if errors < 0 || !wait(for: [errors], .milliseconds(20)) { usleep(5000) }
      drainErrors()
    }
    stop()
    return end ?? .status(0)
  }

  /// Ends it and all that it started.
  func stop() {
    guard !isStopped else { return }
    isStopped = true
    drainErrors()
    close(&output)
    close(&errors)
    let isRunning = reap()
    // Also where it has ended: it may have left something behind.
    kill(-group, SIGTERM)
    guard isRunning else { return }
    let deadline = ContinuousClock().now + .seconds(2)
    while reap(), ContinuousClock().now < deadline { usleep(5000) }
    kill(-group, SIGKILL)
    while reap() { usleep(5000) }
  }

  /// Whether it still runs.
  private func reap() -> Bool {
    guard end == nil else { return false }
    var status: Int32 = 0
    let found = waitpid(group, &status, WNOHANG)
    if found == 0 || found < 0 && errno == EINTR { return true }
    // The low seven bits are the signal, and the next byte is the status (POSIX leaves both to macros).
    let signal = status & 0x7f
    end = found < 0 ? .status(0) : signal == 0 ? .status(status >> 8 & 0xff) : .signal(signal)
    return false
  }

  // MARK: - The start

  private static func start(_ words: [String], in folder: String) throws(Failure) -> (pid_t, Int32, Int32) {
    let (outputEnds, errorEnds) = (try pipe(), try pipe())
    defer {
      _ = closeDescriptor(outputEnds.write)
      _ = closeDescriptor(errorEnds.write)
    }
    #if canImport(Darwin)
      var (actions, attributes): (posix_spawn_file_actions_t?, posix_spawnattr_t?)
    #else
      var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, outputEnds.write, 1)
    posix_spawn_file_actions_adddup2(&actions, errorEnds.write, 2)
    // Threads here may hold signals back or ignore them; the program does as it would from a shell.
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    var child: pid_t = 0
    // The shell goes to the folder and becomes the program; it ends with status 127 where there is none.
    let status = withCStrings(["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder] + words) { argv in
      withCStrings(environment) { envp in posix_spawn(&child, "/bin/sh", &actions, &attributes, argv, envp) }
    }
    guard status == 0 else {
      _ = closeDescriptor(outputEnds.read)
      _ = closeDescriptor(errorEnds.read)
      throw Failure(text: "'\(words[0])' can't be started: \(String(cString: strerror(status)))")
    }
    return (child, outputEnds.read, errorEnds.read)
  }

  /// A pipe that no other program inherits, and whose end for reading never waits.
  private static func pipe() throws(Failure) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard makePipe(&ends) == 0 else { throw Failure(text: "no pipe: \(String(cString: strerror(errno)))") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    return (ends[0], ends[1])
  }

  /// An array of C strings that ends in nil.
  private static func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
  }
}

// What a method of the class would hide.
private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, buffer.baseAddress, buffer.count)
}
private func closeDescriptor(_ descriptor: Int32) -> Int32 { close(descriptor) }
private func makePipe(_ ends: UnsafeMutablePointer<Int32>) -> Int32 { pipe(ends) }
