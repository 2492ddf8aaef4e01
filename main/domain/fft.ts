/** A complex function on a grid, row-major, split into real and imaginary parts. */
export interface ComplexGrid {
  readonly width: number
  readonly height: number
  readonly re: Float64Array
  readonly im: Float64Array
}

/** A transform of one length, in place: X[k] = sum x[n] exp(-2 pi i k n / N). */
type Transform = (re: Float64Array, im: Float64Array) => void

const plans = new Map<number, Transform>()
const maxPlans = 32 // a session meets few sizes; the limit only bounds memory

/** Forward transform of length re.length, any length, in place. Swap the arguments and divide by N to invert. */
export function fft(re: Float64Array, im: Float64Array): void {
  planFor(re.length)(re, im)
}

/** A grid of the given real values (row-major), imaginary parts zero. */
export function complexGrid(width: number, height: number, values?: ArrayLike<number>): ComplexGrid {
  const re = new Float64Array(width * height)
  if (values) re.set(values)
  return { width, height, re, im: new Float64Array(width * height) }
}

/** Forward 2-D transform in place, unnormalised; returns its argument. */
export function fft2(grid: ComplexGrid): ComplexGrid {
  transform2(grid.width, grid.height, grid.re, grid.im)
  return grid
}

/** Inverse 2-D transform in place, divided by the number of pixels; returns its argument. */
export function inverseFft2(grid: ComplexGrid): ComplexGrid {
  transform2(grid.width, grid.height, grid.im, grid.re)
  const factor = 1 / (grid.width * grid.height)
  for (let i = 0; i < grid.re.length; i++) {
    grid.re[i] *= factor
    grid.im[i] *= factor
  }
  return grid
}

/** The smallest power of two that is at least n. */
export function nextPowerOfTwo(n: number): number {
  let power = 1
  while (power < n) power *= 2
  return power
}

function transform2(width: number, height: number, re: Float64Array, im: Float64Array): void {
  const rowPlan = planFor(width)
  for (let y = 0; y < height; y++) {
    rowPlan(re.subarray(y * width, (y + 1) * width), im.subarray(y * width, (y + 1) * width))
  }
  const columnPlan = planFor(height)
  const columnRe = new Float64Array(height)
  const columnIm = new Float64Array(height)
  for (let x = 0; x < width; x++) {
    for (let y = 0, i = x; y < height; y++, i += width) {
      columnRe[y] = re[i]
      columnIm[y] = im[i]
    }
    columnPlan(columnRe, columnIm)
    for (let y = 0, i = x; y < height; y++, i += width) {
      re[i] = columnRe[y]
      im[i] = columnIm[y]
    }
  }
}

function planFor(n: number): Transform {
  const known = plans.get(n)
  if (known) return known
  const plan = nextPowerOfTwo(n) === n ? radix2(n) : bluestein(n)
  if (plans.size >= maxPlans) plans.clear()
  plans.set(n, plan)
  return plan
}

/** Cooley & Tukey 1965, Math. Comput. 19, 297: decimation in time after bit reversal. */
function radix2(n: number): Transform {
  const cosine = Float64Array.from({ length: n / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / n))
  const sine = Float64Array.from({ length: n / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / n))
  const reversed = new Uint32Array(n)
  for (let i = 1; i < n; i++) reversed[i] = (reversed[i >> 1] >> 1) | (i & 1 ? n >> 1 : 0)

  return (re, im) => {
    for (let i = 0; i < n; i++) {
      const j = reversed[i]
      if (j <= i) continue
      const keptRe = re[i]
      const keptIm = im[i]
      re[i] = re[j]
      im[i] = im[j]
      re[j] = keptRe
      im[j] = keptIm
    }
    for (let half = 1; half < n; half *= 2) {
      const step = n / (2 * half)
      for (let start = 0; start < n; start += 2 * half) {
        for (let k = 0, twiddle = 0; k < half; k++, twiddle += step) {
          const a = start + k
          const b = a + half
          const c = cosine[twiddle]
          const s = sine[twiddle]
          const productRe = re[b] * c - im[b] * s
          const productIm = re[b] * s + im[b] * c
          re[b] = re[a] - productRe
          im[b] = im[a] - productIm
          re[a] += productRe
          im[a] += productIm
        }
      }
    }
  }
}

/** Bluestein 1970, IEEE Trans. Audio Electroacoust. 18, 451: any length as a convolution with a chirp. */
function bluestein(n: number): Transform {
  const size = nextPowerOfTwo(2 * n - 1)
  const inner = planFor(size)
  const chirpRe = new Float64Array(n)
  const chirpIm = new Float64Array(n)
  const filterRe = new Float64Array(size)
  const filterIm = new Float64Array(size)
  for (let k = 0; k < n; k++) {
    // k^2 modulo 2n: the same angle, without losing digits for large k.
    const angle = (Math.PI * ((k * k) % (2 * n))) / n
    chirpRe[k] = Math.cos(angle)
    chirpIm[k] = -Math.sin(angle)
    filterRe[k] = filterRe[(size - k) % size] = Math.cos(angle)
    filterIm[k] = filterIm[(size - k) % size] = Math.sin(angle)
  }
  inner(filterRe, filterIm)
  const workRe = new Float64Array(size)
  const workIm = new Float64Array(size)

  return (re, im) => {
    workRe.fill(0)
    workIm.fill(0)
    for (let k = 0; k < n; k++) {
      workRe[k] = re[k] * chirpRe[k] - im[k] * chirpIm[k]
      workIm[k] = re[k] * chirpIm[k] + im[k] * chirpRe[k]
    }
    inner(workRe, workIm)
    for (let k = 0; k < size; k++) {
      const real = workRe[k] * filterRe[k] - workIm[k] * filterIm[k]
      workIm[k] = workRe[k] * filterIm[k] + workIm[k] * filterRe[k]
      workRe[k] = real
    }
    inner(workIm, workRe)
    for (let k = 0; k < n; k++) {
      re[k] = (workRe[k] * chirpRe[k] - workIm[k] * chirpIm[k]) / size
      im[k] = (workRe[k] * chirpIm[k] + workIm[k] * chirpRe[k]) / size
    }
  }
}
