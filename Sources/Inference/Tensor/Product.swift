import COpenBLAS

/// Row-major products by OpenBLAS: C = alpha A op(B) + beta C.
///
/// A is `rows` by `inner` with `strideA` between its rows; op(B) is `inner` by `columns`, stored so or, where
/// transposed, as `columns` by `inner`.
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
