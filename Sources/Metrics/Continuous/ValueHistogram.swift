/// How often values occurred, in bins so narrow that quantiles are known to one part in a thousand.
///
/// A bin holds the values that share their sign, their power of two and the next ten binary digits, so that its
/// ends are 1/1024 apart, relatively, and 0 has a bin of its own. Bins are the same everywhere and cut without a
/// logarithm: pairs may be split and merged in any way, on any machine, for the same bins. Each holds Σw and Σwx,
/// and stands for the mean of its values: values that were rounded to few digits come back exactly.
///
/// Stored as: n, values that are no finite number, least, greatest, then of each bin in order of its values the
/// bin's number, Σw and Σwx.
public struct ValueHistogram: Sums {
  struct Bin: Equatable {
    let number: Int
    var weight: Double
    var sum: Double
  }

  public private(set) var n = 0
  private var notFinite = 0
  private var least = Double.infinity
  private var greatest = -Double.infinity
  /// In order of their numbers, which is that of their values.
  private var bins: [Bin] = []

  public init() {}

  public mutating func add(_ x: Double, weight: Double) {
    n += 1
    guard x.isFinite else {
      notFinite += 1
      return
    }
    least = min(least, x)
    greatest = max(greatest, x)
    let number = ValueHistogram.bin(of: x)
    let place = place(of: number)
    if place == bins.count || bins[place].number != number {
      bins.insert(Bin(number: number, weight: 0, sum: 0), at: place)
    }
    bins[place].add(weight, weight * x)
  }

  /// The position of the first bin whose number is not below one.
  private func place(of number: Int) -> Int {
    var (low, high) = (0, bins.count)
    while low < high {
      let middle = (low + high) / 2
      if bins[middle].number < number { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// 0 for 0; otherwise in the order of the values.
  private static func bin(of x: Double) -> Int {
    guard x != 0 else { return 0 }
    let size = Int(x.magnitude.bitPattern >> 42) + 1
    return x < 0 ? -size : size
  }

  public mutating func merge(_ other: ValueHistogram) {
    n += other.n
    notFinite += other.notFinite
    least = min(least, other.least)
    greatest = max(greatest, other.greatest)
    guard !other.bins.isEmpty else { return }
    guard !bins.isEmpty else {
      bins = other.bins
      return
    }
    var merged: [Bin] = []
    merged.reserveCapacity(bins.count + other.bins.count)
    var i = 0
    for bin in other.bins {
      while i < bins.count, bins[i].number < bin.number {
        merged.append(bins[i])
        i += 1
      }
      if i < bins.count, bins[i].number == bin.number {
        merged.append(bins[i])
        merged[merged.count - 1].add(bin.weight, bin.sum)
        i += 1
      } else {
        merged.append(bin)
      }
    }
    merged += bins[i...]
    bins = merged
  }

  public var numbers: [Double] {
    var numbers = [Double(n), Double(notFinite), least, greatest]
    numbers.reserveCapacity(4 + 3 * bins.count)
    for bin in bins {
      numbers.append(Double(bin.number))
      numbers.append(bin.weight)
      numbers.append(bin.sum)
    }
    return numbers
  }

  public init?(numbers x: [Double]) {
    guard x.count >= 4, (x.count - 4).isMultiple(of: 3), let n = Int(count: x[0]), let notFinite = Int(count: x[1])
    else { return nil }
    (self.n, self.notFinite, least, greatest) = (n, notFinite, x[2], x[3])
    bins.reserveCapacity(x.count / 3)
    for start in stride(from: 4, to: x.count, by: 3) {
      // Each bin once, in their order.
      guard let number = Int(exactly: x[start]), number > bins.last?.number ?? .min else { return nil }
      bins.append(Bin(number: number, weight: x[start + 1], sum: x[start + 2]))
    }
  }
}

extension ValueHistogram.Bin {
  fileprivate mutating func add(_ weight: Double, _ sum: Double) {
    self.weight += weight
    self.sum += sum
  }
}

extension ValueHistogram {
  /// The least value that at least a part `level` of the weight does not exceed, to 1/1024 of its size: the inverse
  /// of the empirical distribution, without interpolation.
  func quantiles(_ levels: [Double]) -> [Outcome] {
    guard n > 0 else { return levels.map { _ in .noPairs } }
    guard notFinite == 0 else { return levels.map { _ in Outcome(.nan) } }
    let total = bins.reduce(0) { $0 + $1.weight }
    var cumulative: [Double] = []
    cumulative.reserveCapacity(bins.count)
    for bin in bins { cumulative.append((cumulative.last ?? 0) + bin.weight) }
    return levels.map { level in
      // Sums of weights are rounded: a level that falls on a step takes the value of the step.
      let wanted = level * total * (1 - 1e-12)
      let position = cumulative.firstIndex { $0 >= wanted } ?? bins.count - 1
      return .value(min(greatest, max(least, bins[position].sum / bins[position].weight)))
    }
  }

  func quantile(_ level: Double) -> Outcome { quantiles([level])[0] }
}

extension ValueHistogram {
  /// The part of the weight a unit, over intervals of equal and round width, without the thousandth at either end:
  /// about 40 intervals over nineteen in twenty values. Empty without values, or where all are one.
  var density: [Curve.Point] {
    guard notFinite == 0, n > 1,
      case .value(let low) = quantile(0.001), case .value(let high) = quantile(0.999), low < high,
      case .value(let lower) = quantile(0.025), case .value(let upper) = quantile(0.975)
    else { return [] }
    // No more than 200 intervals, whatever the tails.
    let width = ValueHistogram.roundWidth(max((upper - lower) / 40, (high - low) / 150))
    let (first, last) = (Int((low / width).rounded()), Int((high / width).rounded()))
    var weights = [Double](repeating: 0, count: last - first + 1)
    for bin in bins where bin.weight > 0 {
      let interval = ((bin.sum / bin.weight) / width).rounded()
      guard interval >= Double(first), interval <= Double(last) else { continue }
      weights[Int(interval) - first] += bin.weight
    }
    let total = bins.reduce(0) { $0 + $1.weight }
    return weights.enumerated().map { i, weight in
      Curve.Point(x: Double(first + i) * width, y: weight / total / width)
    }
  }

  /// The least of 1, 2 and 5 times a power of ten that is not below a length.
  private static func roundWidth(_ length: Double) -> Double {
    var power = 1.0
    while power > length { power /= 10 }
    while power * 10 <= length { power *= 10 }
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= length * (1 - 1e-9) } ?? power
  }
}
