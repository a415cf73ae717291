import Fields
import Metrics

/// Which conditions on the observation a value meets, as bits.
struct ObservedBits {
  private var conditions: [ObservedCondition] = []
  /// By stratum: the bits that have to be set; nil where it is of another variable.
  private(set) var needed: [UInt64?] = []

  init(_ variable: Variable, _ strata: [Stratum]) {
    for stratum in strata {
      guard stratum.observed.allSatisfy({ $0.variable == variable }) else {
        needed.append(nil)
        continue
      }
      var bits: UInt64 = 0
      for condition in stratum.observed {
        let position = conditions.firstIndex(of: condition) ?? conditions.count
        if position == conditions.count { conditions.append(condition) }
        bits |= 1 << UInt64(position)
      }
      needed.append(bits)
    }
    precondition(conditions.count <= ObservedCondition.limit, "\(conditions.count) conditions on \(variable)")
  }

  var count: Int { conditions.count }

  /// One entry a value; empty where there is no condition.
  ///
  /// - Parameter columns: The limits of the values, where a threshold has one for each.
  func bits<Value: BinaryFloatingPoint>(of values: [Value], _ columns: [PairColumn: [Value]]) -> [UInt64] {
    guard !conditions.isEmpty else { return [] }
    var bits = [UInt64](repeating: 0, count: values.count)
    for (position, condition) in conditions.enumerated() {
      for (i, holds) in condition.holds(of: values, columns).enumerated() where holds {
        bits[i] |= 1 << UInt64(position)
      }
    }
    return bits
  }

  func holds(_ stratum: Int, in bits: UInt64) -> Bool { needed[stratum].map { bits & $0 == $0 } ?? false }
}
