/// Σ_{j<k} |x_j - x_k|, never negative and exactly 0 for equal values.
///
/// Few values are compared each with each, four at a time, which beats sorting them; many are sorted, and then
/// Σ_{j<k} (x_(k) - x_(j)) = Σ_k k(m-k)(x_(k+1) - x_(k)) takes O(m log m). It may reorder the values.
func sumOfDistances(_ values: UnsafeMutableBufferPointer<Double>, sortingFrom many: Int = 300) -> Double {
  values.count < many
    ? sumOfDistancesByPairs(UnsafeBufferPointer(values)) : sumOfDistancesBySorting(values)
}

func sumOfDistancesBySorting(_ values: UnsafeMutableBufferPointer<Double>) -> Double {
  var values = values
  values.sort()
  var sum = 0.0
  for k in 1..<max(1, values.count) {
    sum += Double(k * (values.count - k)) * (values[k] - values[k - 1])
  }
  return sum
}

func sumOfDistancesByPairs(_ values: UnsafeBufferPointer<Double>) -> Double {
  let count = values.count
  // Four sums, so that an addition need not wait for the last.
  var (s0, s1, s2, s3) = (0.0, 0.0, 0.0, 0.0)
  var start = 0
  while start + 4 <= count {
    let (a, b, c, d) = (values[start], values[start + 1], values[start + 2], values[start + 3])
    s0 += abs(a - b) + abs(c - d)
    s1 += abs(a - c) + abs(b - d)
    s2 += abs(a - d) + abs(b - c)
    for k in start + 4..<count {
      let x = values[k]
      s0 += abs(a - x)
      s1 += abs(b - x)
      s2 += abs(c - x)
      s3 += abs(d - x)
    }
    start += 4
  }
  for j in start..<count {
    for k in j + 1..<max(j + 1, count) { s3 += abs(values[j] - values[k]) }
  }
  return (s0 + s1) + (s2 + s3)
}
