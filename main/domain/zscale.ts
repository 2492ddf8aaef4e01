import { percentileOfSorted } from './stats.ts'

/** Display limits. */
export interface Limits {
  readonly low: number
  readonly high: number
}

/** IRAF's and astropy's defaults. */
const contrast = 0.25
const sampleCount = 1000
const maxReject = 0.5
const minPixels = 5
const rejectSigma = 2.5
const maxIterations = 5

/**
 * IRAF's zscale (Tody 1986, as in `display`), equal to astropy's ZScaleInterval with its defaults: a line is fitted to
 * the sorted sample, outliers are rejected with their neighbours, and the slope over the contrast gives the limits
 * around the median. Values that are not finite are left out. NaN limits if nothing is finite.
 */
export function zscale(data: ArrayLike<number>): Limits {
  const sample = evenSample(data)
  const count = sample.length
  if (count === 0) return { low: Number.NaN, high: Number.NaN }
  const limits = { low: sample[0], high: sample[count - 1] }
  const fit = rejectAndFit(sample)
  if (fit.kept < Math.max(minPixels, Math.floor(count * maxReject))) return limits
  const slope = fit.slope / contrast
  const centre = Math.floor((count - 1) / 2)
  const middle = percentileOfSorted(sample, 50)
  return {
    low: Math.max(limits.low, middle - (centre - 1) * slope),
    high: Math.min(limits.high, middle + (count - centre) * slope),
  }
}

/** Every stride-th finite value, at most `sampleCount`, sorted. */
function evenSample(data: ArrayLike<number>): Float64Array {
  let finite = 0
  for (let i = 0; i < data.length; i++) if (Number.isFinite(data[i])) finite++
  const stride = Math.max(1, Math.floor(finite / sampleCount))
  const sample = new Float64Array(Math.min(sampleCount, Math.ceil(finite / stride)))
  let seen = 0
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) continue
    const place = seen / stride
    if (Number.isInteger(place) && place < sample.length) sample[place] = data[i]
    seen++
  }
  return sample.sort()
}

/** Slope of the line through the sorted sample, and how many of its points were kept. */
function rejectAndFit(sample: Float64Array): { slope: number; kept: number } {
  const count = sample.length
  const grow = Math.max(1, Math.floor(count * 0.01))
  const enough = Math.max(minPixels, Math.floor(count * maxReject))
  let bad = new Uint8Array(count)
  let kept = count
  let lastKept = count + 1
  let slope = 0
  for (let round = 0; round < maxIterations; round++) {
    if (kept >= lastKept || kept < enough) break
    const line = fitLine(sample, bad)
    slope = line.slope
    const residual = sample.map((value, i) => value - (line.offset + line.slope * i))
    const threshold = rejectSigma * spread(residual, bad)
    for (let i = 0; i < count; i++) if (Math.abs(residual[i]) > threshold) bad[i] = 1
    bad = grown(bad, grow)
    lastKept = kept
    kept = bad.reduce((sum, flag) => sum + 1 - flag, 0)
  }
  return { slope, kept }
}

function fitLine(sample: Float64Array, bad: Uint8Array): { slope: number; offset: number } {
  let n = 0
  let sumX = 0
  let sumY = 0
  for (let i = 0; i < sample.length; i++) {
    if (bad[i]) continue
    n++
    sumX += i
    sumY += sample[i]
  }
  const meanX = sumX / n
  const meanY = sumY / n
  let xx = 0
  let xy = 0
  for (let i = 0; i < sample.length; i++) {
    if (bad[i]) continue
    xx += (i - meanX) ** 2
    xy += (i - meanX) * (sample[i] - meanY)
  }
  const slope = xx > 0 ? xy / xx : 0
  return { slope, offset: meanY - slope * meanX }
}

/** Standard deviation with divisor n of the kept residuals. */
function spread(residual: Float64Array, bad: Uint8Array): number {
  const kept = residual.filter((_, i) => !bad[i])
  const centre = kept.reduce((a, b) => a + b, 0) / kept.length
  return Math.sqrt(kept.reduce((sum, value) => sum + (value - centre) ** 2, 0) / kept.length)
}

/** Rejected points take their neighbours along: np.convolve(bad, ones(grow), mode='same'). */
function grown(bad: Uint8Array, grow: number): Uint8Array<ArrayBuffer> {
  const before = Math.floor(grow / 2)
  const after = grow - 1 - before
  return Uint8Array.from(bad, (_, i) => {
    for (let k = Math.max(0, i - before); k <= Math.min(bad.length - 1, i + after); k++) if (bad[k]) return 1
    return 0
  })
}
