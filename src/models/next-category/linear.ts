/**
 * In-place Cholesky factor (lower) of a symmetric positive definite matrix, row-major.
 * @returns false when it is not positive definite. Cost: n³/3.
 */
export function cholesky(a: Float64Array, n: number): boolean {
  for (let j = 0; j < n; j++) {
    const rj = j * n;
    for (let i = j; i < n; i++) {
      const ri = i * n;
      let s = a[ri + j]!;
      for (let k = 0; k < j; k++) s -= a[ri + k]! * a[rj + k]!;
      if (i === j) {
        if (!(s > 0)) return false;
        a[rj + j] = Math.sqrt(s);
      } else a[ri + j] = s / a[rj + j]!;
    }
  }
  return true;
}

/** Solves L Lᵀ X = B in place for `width` right-hand sides, B row-major (n × width). Cost: 2 n² width. */
export function choleskySolve(l: Float64Array, n: number, b: Float64Array, width: number): void {
  for (let i = 0; i < n; i++) {
    const bi = i * width;
    for (let k = 0; k < i; k++) {
      const f = l[i * n + k]!;
      if (f === 0) continue;
      const bk = k * width;
      for (let w = 0; w < width; w++) b[bi + w]! -= f * b[bk + w]!;
    }
    const d = 1 / l[i * n + i]!;
    for (let w = 0; w < width; w++) b[bi + w]! *= d;
  }
  for (let i = n - 1; i >= 0; i--) {
    const bi = i * width;
    for (let k = i + 1; k < n; k++) {
      const f = l[k * n + i]!;
      if (f === 0) continue;
      const bk = k * width;
      for (let w = 0; w < width; w++) b[bi + w]! -= f * b[bk + w]!;
    }
    const d = 1 / l[i * n + i]!;
    for (let w = 0; w < width; w++) b[bi + w]! *= d;
  }
}
