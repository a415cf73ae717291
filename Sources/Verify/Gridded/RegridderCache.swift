import Fields
import Synchronization

/// The ways from grids to the verification grid, each made once.
final class RegridderCache: Sendable {
  let regridding: Regridding
  private let known = Mutex<[Regridder]>([])

  init(_ method: Regridding.Method) {
    regridding = Regridding(method)
  }

  /// Values of a field on another grid, and how many cells of that are outside its own; NaN is missing.
  ///
  /// Throws `VerifyError` where the method does not know a grid.
  func values(
    of field: Field, on target: any Grid, _ origin: String, threads: Int = 1
  ) throws -> (values: [Float], outside: Int) {
    if field.grid.isEqual(to: target) { return (field.values, 0) }
    let (regridded, counts) = try regridder(from: field.grid, to: target, origin).apply(to: field, threads: threads)
    return (regridded.values, counts.outside)
  }

  private func regridder(from source: any Grid, to target: any Grid, _ origin: String) throws -> Regridder {
    func isIt(_ regridder: Regridder) -> Bool {
      regridder.source.isEqual(to: source) && regridder.target.isEqual(to: target)
    }
    if let regridder = known.withLock({ $0 }).first(where: isIt) { return regridder }
    do {
      let regridder = try Regridder(from: source, to: target, regridding)
      known.withLock { $0.append(regridder) }
      return regridder
    } catch {
      throw VerifyError(
        "\(origin): \(error)",
        suggestion: "Choose another 'analysis: regrid', such as bilinear or nearest.")
    }
  }
}
