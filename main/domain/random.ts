import { AppError } from './errors.ts'
import { stableExp, stableLog } from './stableMath.ts'

/** Where a generator stands: plain JSON, enough to continue the very same sequence elsewhere. */
export interface RandomState {
  readonly algorithm: 'philox4x32-10'
  readonly key: readonly [number, number]
  readonly stream: readonly [number, number]
  /** 32-bit words drawn so far. */
  readonly words: number
  /** The second value of the last normal pair, not yet handed out. */
  readonly spareNormal: number | null
}

/** A seeded source of random numbers. The sequence for a seed never changes, on any platform or version. */
export interface Random {
  /** Uniform in [0, 1) with 53 bits. */
  uniform(): number
  /** Standard normal. */
  normal(): number
  /** Uniform whole number in [0, n), 1 <= n <= 2^32. */
  integer(n: number): number
  /** Poisson count of the given mean (0 <= mean < 2^50). */
  poisson(mean: number): number
  /** A random permutation of 0..n-1. */
  shuffle(n: number): Uint32Array
  state(): RandomState
}

/**
 * A Philox-4x32-10 generator (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", SC'11): the n-th
 * block of four words is a pure function of (seed, stream, n), so streams are independent and a state is a position.
 * The seed is taken modulo 2^64. Throws `bad-input` for a seed or stream that is not a whole number.
 */
export function createRandom(seed: number | bigint, stream = 0): Random {
  if (typeof seed === 'number' && !Number.isSafeInteger(seed)) {
    throw new AppError('bad-input', `The seed must be a whole number, not ${seed}.`, { seed })
  }
  if (!Number.isSafeInteger(stream) || stream < 0) {
    throw new AppError('bad-input', `The random stream must be a whole number from 0 on, not ${stream}.`, { stream })
  }
  const bits = BigInt.asUintN(64, BigInt(seed))
  return restoreRandom({
    algorithm: 'philox4x32-10',
    key: [Number(bits & 0xffffffffn), Number(bits >> 32n)],
    stream: [stream >>> 0, Math.floor(stream / 2 ** 32)],
    words: 0,
    spareNormal: null,
  })
}

/** Continues the sequence of a generator whose `state()` was kept. */
export function restoreRandom(state: RandomState): Random {
  if (state.algorithm !== 'philox4x32-10' || !Number.isSafeInteger(state.words) || state.words < 0) {
    throw new AppError('bad-input', 'This random state was written by another generator and cannot be continued.', {
      state,
    })
  }
  const block = new Uint32Array(4)
  let words = state.words
  let spare = state.spareNormal
  if (words % 4 !== 0) philoxBlock(state, Math.floor(words / 4), block)

  const word = (): number => {
    const lane = words % 4
    if (lane === 0) philoxBlock(state, words / 4, block)
    words++
    return block[lane]
  }
  const uniform = (): number => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53

  // Marsaglia & Bray's polar method (1964): only a logarithm and a square root, both exactly reproducible.
  const normal = (): number => {
    if (spare !== null) {
      const value = spare
      spare = null
      return value
    }
    for (;;) {
      const u = 2 * uniform() - 1
      const v = 2 * uniform() - 1
      const s = u * u + v * v
      if (s > 0 && s < 1) {
        const factor = Math.sqrt((-2 * stableLog(s)) / s)
        spare = v * factor
        return u * factor
      }
    }
  }

  // Rejecting the incomplete last interval keeps every value exactly equally likely.
  const integer = (n: number): number => {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) {
      throw new AppError('bad-input', `A random whole number below ${n} does not exist; n must be 1 to 2^32.`, { n })
    }
    const limit = Math.floor(2 ** 32 / n) * n
    for (;;) {
      const value = word()
      if (value < limit) return value % n
    }
  }

  const shuffle = (n: number): Uint32Array => {
    const order = Uint32Array.from({ length: n }, (_, i) => i)
    for (let i = n - 1; i > 0; i--) {
      const j = integer(i + 1)
      const kept = order[i]
      order[i] = order[j]
      order[j] = kept
    }
    return order
  }

  return {
    uniform,
    normal,
    integer,
    poisson: mean => poissonCount(mean, uniform),
    shuffle,
    state: () => ({
      algorithm: state.algorithm,
      key: [state.key[0], state.key[1]],
      stream: [state.stream[0], state.stream[1]],
      words,
      spareNormal: spare,
    }),
  }
}

const multiplier0 = 0xd2511f53
const multiplier1 = 0xcd9e8d57
const weyl0 = 0x9e3779b9
const weyl1 = 0xbb67ae85

/** Writes the four words of block `index` into `out`. */
function philoxBlock(state: RandomState, index: number, out: Uint32Array): void {
  let c0 = index >>> 0
  let c1 = Math.floor(index / 2 ** 32) >>> 0
  let c2 = state.stream[0]
  let c3 = state.stream[1]
  let k0 = state.key[0]
  let k1 = state.key[1]
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(multiplier0, c0)
    const low0 = Math.imul(multiplier0, c0)
    const high1 = multiplyHigh(multiplier1, c2)
    const low1 = Math.imul(multiplier1, c2)
    c0 = (high1 ^ c1 ^ k0) >>> 0
    c1 = low1 >>> 0
    c2 = (high0 ^ c3 ^ k1) >>> 0
    c3 = low0 >>> 0
    k0 = (k0 + weyl0) >>> 0
    k1 = (k1 + weyl1) >>> 0
  }
  out[0] = c0
  out[1] = c1
  out[2] = c2
  out[3] = c3
}

/** The upper 32 bits of the 64-bit product of two unsigned 32-bit numbers, in whole numbers of 32 bits throughout. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  const cross = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0
  const middle = (Math.imul(aLow, bHigh) + (cross & 0xffff)) | 0
  return (Math.imul(aHigh, bHigh) + (cross >>> 16) + (middle >>> 16)) | 0
}

function poissonCount(mean: number, uniform: () => number): number {
  if (!(mean >= 0 && mean < 2 ** 50)) {
    throw new AppError('bad-input', `A Poisson count of mean ${mean} cannot be drawn; the mean must be 0 to 2^50.`, {
      mean,
    })
  }
  return mean < 10 ? poissonByProducts(mean, uniform) : poissonByRejection(mean, uniform)
}

/** Knuth, The Art of Computer Programming 2, 3.4.1: the number of unit-rate arrivals before `mean`. */
function poissonByProducts(mean: number, uniform: () => number): number {
  const first = uniform()
  // 1 - mean is never above e^-mean: in the dark most counts are 0 without it.
  if (first <= 1 - mean) return 0
  const limit = stableExp(-mean)
  let count = 0
  for (let product = first; product > limit; product *= uniform()) count++
  return count
}

/** Hörmann 1993, "The transformed rejection method for generating Poisson random variables" (PTRS). */
function poissonByRejection(mean: number, uniform: () => number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean)
  const a = -0.059 + 0.02483 * b
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
  const acceptance = 0.9277 - 3.6224 / (b - 2)
  const logMean = stableLog(mean)
  for (;;) {
    const u = uniform() - 0.5
    const v = 1 - uniform()
    const us = 0.5 - Math.abs(u)
    if (us <= 0) continue
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43)
    if (us >= 0.07 && v <= acceptance) return k
    if (k < 0 || (us < 0.013 && v > us)) continue
    if (stableLog((v * inverseAlpha) / (a / (us * us) + b)) <= k * logMean - mean - logFactorial(k)) return k
  }
}

/** ln k!: summed for small k, Stirling's series (error below 1e-12) from there on. */
function logFactorial(k: number): number {
  if (k < 10) {
    let product = 1
    for (let i = 2; i <= k; i++) product *= i
    return stableLog(product)
  }
  const x = k + 1
  const inverseSquare = 1 / (x * x)
  const series = (1 / 12 - inverseSquare * (1 / 360 - inverseSquare * (1 / 1260 - inverseSquare / 1680))) / x
  return (x - 0.5) * stableLog(x) - x + 0.9189385332046727 + series
}
