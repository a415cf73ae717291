import COpenBLAS

/// Row-major products by OpenBLAS on this thread: C = alpha op(A) op(B) + beta C.
///
/// op(A) is `rows` by `inner`, stored so with `strideA` between its rows or, where transposed, as `inner` by `rows`;
/// op(B) is `inner` by `columns` in the same way.
func multiply(
  _ a: UnsafePointer<Float>, strideA: Int, _ b: UnsafePointer<Float>, strideB: Int, transposed: Bool,
  into c: UnsafeMutablePointer<Float>, strideC: Int, rows: Int, columns: Int, inner: Int, alpha: Float = 1,
  beta: Float = 0, transposedA: Bool = false
) {
  guard rows > 0, columns > 0 else { return }
  cblas_sgemm(
    CblasRowMajor, transposedA ? CblasTrans : CblasNoTrans, transposed ? CblasTrans : CblasNoTrans, Int32(rows),
    Int32(columns), Int32(inner), alpha, a, Int32(strideA), b, Int32(strideB), beta, c, Int32(strideC))
}

extension Workers {
  /// One product, cut into tiles that the threads share.
  ///
  /// The tiles depend on the sizes alone, so that the result is the same bits on any number of threads.
  func multiply(
    _ a: UnsafePointer<Float>, strideA: Int, _ b: UnsafePointer<Float>, strideB: Int, transposed: Bool,
    into c: UnsafeMutablePointer<Float>, strideC: Int, rows: Int, columns: Int, inner: Int, alpha: Float = 1,
    beta: Float = 0, transposedA: Bool = false
  ) {
    let tile = Workers.tile(rows: rows, columns: columns)
    let across = (columns + tile.columns - 1) / tile.columns
    let (a, b, c) = (SharedConstant(base: a), SharedConstant(base: b), Shared(base: c))
    run((rows + tile.rows - 1) / tile.rows * across) { number in
      let (top, left) = (number / across * tile.rows, number % across * tile.columns)
      Inference.multiply(
        a.base + top * (transposedA ? 1 : strideA), strideA: strideA, b.base + left * (transposed ? strideB : 1),
        strideB: strideB, transposed: transposed, into: c.base + top * strideC + left, strideC: strideC,
        rows: min(tile.rows, rows - top), columns: min(tile.columns, columns - left), inner: inner, alpha: alpha,
        beta: beta, transposedA: transposedA)
    }
  }

  /// Large tiles of one size, since each packs its operands anew; smaller ones where there would be less than eight.
  private static func tile(rows: Int, columns: Int) -> (rows: Int, columns: Int) {
    var (down, across) = (max(1, (rows + 1023) / 1024), max(1, (columns + 3071) / 3072))
    func size() -> (rows: Int, columns: Int) { (part(of: rows, down), part(of: columns, across)) }
    while down * across < 8, max(size().rows, size().columns) > 128 {
      if size().columns > size().rows { across += 1 } else { down += 1 }
    }
    return size()
  }

  /// One of so many parts, a multiple of 16 where it has more: kernels make so many rows and columns at a time.
  private static func part(of length: Int, _ parts: Int) -> Int {
    let part = max(1, (length + parts - 1) / parts)
    return part > 16 ? min(length, (part + 15) / 16 * 16) : part
  }
}
