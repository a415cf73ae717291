import Fields
import Foundation

/// A field of 0.09° to 0.25°, beside the same with a sparse matrix of SciPy and with CDO.
func regridFields(in folder: URL) throws {
  heading("Regridding from 2001 x 4000 to 721 x 1440")
  let (source, target) = (try grid(rows: 2001, columns: 4000), try grid(rows: 721, columns: 1440))
  let field = waves(on: source)
  try folder.appending(path: "field.f32").write(field.values)
  var table = MarkdownTable(header: ["What", "Time", "Beside"])
  for method in Regridding.Method.allCases {
    let result = try measure(method, field, to: target, &table)
    try folder.appending(path: "\(method.rawValue).f32").write(result.values)
  }
  guard let peer = Peer("regridding.py") else {
    print("no Python with NumPy and SciPy: `make references` makes one; its part is left out")
    return table.print()
  }
  for line in try peer.run([folder.path]).split(separator: "\n") {
    let words = line.split(separator: " ", maxSplits: 3)
    guard words.count == 4, let build = Double(words[0]), let apply = Double(words[1]),
      let difference = Double(words[2])
    else { continue }
    table.add(
      String(words[3]), String(format: "weights %.2f s, a field %.0f ms", build, apply * 1000),
      String(format: "differs from ours by at most %.1e K", difference))
  }
  table.print()
}

private func grid(rows: Int, columns: Int) throws -> RectilinearGrid {
  try RectilinearGrid(
    latitudes: (0..<rows).map { 90 - Double($0) * 180 / Double(rows - 1) },
    longitudes: (0..<columns).map { Double($0) * 360 / Double(columns) })
}

/// Waves and noise, like a temperature.
private func waves(on grid: any Grid) -> Field {
  var random = SplitMix64(state: 9)
  let values = (0..<grid.count).map { cell in
    let place = grid.coordinate(of: cell)
    let wave = sin(place.latitude * .pi / 60) * cos(place.longitude * .pi / 36)
    return Float(280 + 20 * wave) + Float.random(in: -1...1, using: &random)
  }
  return Field(values: values, grid: grid)
}

private func integral(_ field: Field) -> Double {
  field.values.indices.reduce(0) { $0 + Double(field.values[$1]) * field.grid.area(of: $1) }
}

private func measure(
  _ method: Regridding.Method, _ field: Field, to target: any Grid, _ table: inout MarkdownTable
) throws -> Field {
  let regridding = Regridding(method)
  let build = try best(of: 2) { _ = try Regridder(from: field.grid, to: target, regridding) }
  let regridder = try Regridder(from: field.grid, to: target, regridding)
  func time(_ field: Field, threads: Int) -> Double {
    best(of: 5) { _ = regridder.apply(to: field, threads: threads) }
  }
  var gappy = field
  for cell in gappy.values.indices where cell / 16 % 10 < 3 { gappy.values[cell] = .nan }
  let (one, two, withGaps) = (time(field, threads: 1), time(field, threads: 2), time(gappy, threads: 1))
  let result = regridder.apply(to: field).field
  let change = method == .conservative ? abs(integral(result) / integral(field) - 1) : nil
  table.add(
    method.rawValue,
    String(
      format: "weights %.2f s, a field %.1f ms; 2 threads %.1f ms; three in ten missing %.1f ms", build, one * 1000,
      two * 1000, withGaps * 1000),
    change.map { String(format: "the global integral changes by %.1e of itself", $0) } ?? "")
  if let change, change > 1e-6 {
    throw BenchmarkError(description: "conservative regridding changes the global integral by \(change) of itself")
  }
  return result
}

extension URL {
  fileprivate func write(_ values: [Float]) throws {
    try values.withUnsafeBytes { try Data($0).write(to: self) }
  }
}
