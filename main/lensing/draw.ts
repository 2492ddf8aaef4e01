import { createRandom } from '../domain/random.ts'

/** A fixed value or the distribution that each sample draws from. */
export type Distribution =
  | number
  | { readonly min: number; readonly max: number }
  | { readonly mean: number; readonly sigma: number }
  | { readonly log10Min: number; readonly log10Max: number }

/** A part of a configuration: its numbers may be distributions, what names it stays as it is. */
export type Drawable<T> = { readonly [K in keyof T]: T[K] extends number ? Distribution : T[K] }

/** The values that one sample drew, by the path of each parameter in the configuration. */
export type DrawnValues = Readonly<Record<string, number>>

/** Draws the parameters of one sample, and remembers them. */
export interface Sampler {
  /** The part with a number in place of each distribution. */
  part<T extends object>(path: string, spec: Drawable<T>): T
  /** One value. */
  value(path: string, distribution: Distribution): number
  readonly drawn: DrawnValues
}

/** Random sequences of one sample: one for each parameter and each kind of noise, by the name of its place. */
const streamsPerSample = 2 ** 32

/** The most samples of one data set, so that their sequences stay apart. */
export const maxSamples = 2 ** 20

/** The random sequence of a place in sample `index`: whatever else the configuration holds leaves it as it is. */
export function sequenceOf(seed: number, index: number, place: string) {
  return createRandom(seed, index * streamsPerSample + fnv1a(place))
}

/** Each parameter has a sequence of its own, so that changing or adding one leaves the others as they were. */
export function createSampler(seed: number, index: number): Sampler {
  const drawn: Record<string, number> = {}
  const value = (path: string, distribution: Distribution): number => {
    const result =
      typeof distribution === 'number' ? distribution : drawnValue(distribution, sequenceOf(seed, index, path))
    drawn[path] = result
    return result
  }
  return {
    drawn,
    value,
    part: <T extends object>(path: string, spec: Drawable<T>): T => {
      const entries = Object.entries(spec).map(([key, entry]) => [
        key,
        isDistribution(entry) ? value(`${path}.${key}`, entry) : entry,
      ])
      return Object.fromEntries(entries) as T
    },
  }
}

function isDistribution(entry: unknown): entry is Distribution {
  if (typeof entry === 'number') return true
  return typeof entry === 'object' && entry !== null && ('min' in entry || 'mean' in entry || 'log10Min' in entry)
}

function drawnValue(distribution: Exclude<Distribution, number>, random: ReturnType<typeof createRandom>): number {
  if ('mean' in distribution) return distribution.mean + random.normal() * distribution.sigma
  const uniform = random.uniform()
  if ('min' in distribution) return distribution.min + uniform * (distribution.max - distribution.min)
  return 10 ** (distribution.log10Min + uniform * (distribution.log10Max - distribution.log10Min))
}

/** The smallest, middle and largest of a distribution's usual values; a normal one's reach over two sigma. */
export function rangeOf(distribution: Distribution): { low: number; middle: number; high: number } {
  if (typeof distribution === 'number') return { low: distribution, middle: distribution, high: distribution }
  if ('min' in distribution) {
    const { min, max } = distribution
    return { low: min, middle: (min + max) / 2, high: max }
  }
  if ('mean' in distribution) {
    const { mean, sigma } = distribution
    return { low: mean - 2 * sigma, middle: mean, high: mean + 2 * sigma }
  }
  const { log10Min, log10Max } = distribution
  return { low: 10 ** log10Min, middle: 10 ** ((log10Min + log10Max) / 2), high: 10 ** log10Max }
}

/** 32-bit FNV-1a (Fowler, Noll & Vo) of a name's UTF-16 units. */
function fnv1a(name: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
