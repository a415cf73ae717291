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

  /// Large tiles, since each packs its operands anew; smaller ones where there would be less than eight.
  private static func tile(rows: Int, columns: Int) -> (rows: Int, columns: Int) {
    var tile = (rows: min(512, max(1, rows)), columns: min(1024, max(1, columns)))
    func count() -> Int { (rows + tile.rows - 1) / tile.rows * ((columns + tile.columns - 1) / tile.columns) }
    while count() < 8, max(tile.rows, tile.columns) > 128 {
      if tile.columns > tile.rows { tile.columns = (tile.columns + 1) / 2 } else { tile.rows = (tile.rows + 1) / 2 }
    }
    return tile
  }
}
