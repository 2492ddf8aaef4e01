import { AppError } from '../main/domain/errors.ts'
import type { ParameterSpec, ShapesByName } from './network.ts'
import { type NetworkConfig, networkOf, recogniseNetwork } from './registry.ts'

/** A tensor that does not fit a network. */
export interface KeyProblem {
  readonly key: string
  readonly problem: 'missing' | 'unknown' | 'shape'
  /** Null: the network has no such tensor. */
  readonly wanted: readonly number[] | null
  /** Null: the file has none. */
  readonly found: readonly number[] | null
}

/** PyTorch counts batches beside the running statistics; nothing depends on the count. */
const isCounter = (name: string): boolean => name.endsWith('.num_batches_tracked')

/** Whether a tensor is no weight of the network, but follows from its configuration or counts its batches. */
export function isDerived(config: NetworkConfig, name: string): boolean {
  return isCounter(name) || networkOf(config).derived?.test(name) === true
}

/**
 * What keeps tensors of these names and shapes from being those of `specs`, in their order; empty: they fit.
 * @param derived tensors that are no weights, and that nothing is said of
 */
export function keyProblems(
  specs: readonly ParameterSpec[],
  shapes: ShapesByName,
  derived: (name: string) => boolean = isCounter,
): KeyProblem[] {
  const wanted = new Set(specs.map(spec => spec.name))
  const own = specs.flatMap(({ name, shape }): KeyProblem[] => {
    const found = shapes.get(name)
    if (found === undefined) return [{ key: name, problem: 'missing', wanted: shape, found: null }]
    return found.join() === shape.join() ? [] : [{ key: name, problem: 'shape', wanted: shape, found }]
  })
  const others = [...shapes].filter(([name]) => !wanted.has(name) && !derived(name))
  return [...own, ...others.map(([key, found]): KeyProblem => ({ key, problem: 'unknown', wanted: null, found }))]
}

/** Weights by what they are, before anybody says which network they belong to. */
export interface RecognisedWeights {
  /** Not validated. */
  readonly network: Readonly<Record<string, unknown>>
  /** In front of the network's own keys: 'module.' of a network that was trained on several devices. */
  readonly prefix: string
  /** Keys that lie outside of the prefix. */
  readonly ignored: readonly string[]
}

/** How many keys an error lists before it only counts them. */
const LISTED_KEYS = 6

/**
 * The architecture by keys and shapes: of the whole file, or of a part of it under one prefix, the largest first.
 * @throws AppError 'unsupported' where it is none that Subarc knows
 */
export function recogniseWeights(shapes: ShapesByName): RecognisedWeights {
  for (const prefix of ['', ...prefixes(shapes)]) {
    const own = withoutPrefix(prefix, shapes)
    const network = recogniseNetwork(own)
    if (network === undefined) continue
    const ignored = [...shapes.keys()].filter(name => !name.startsWith(prefix))
    return { network, prefix, ignored }
  }
  const keys = [...shapes.keys()]
  const more = keys.length > LISTED_KEYS ? ` and ${keys.length - LISTED_KEYS} more` : ''
  throw new AppError(
    'unsupported',
    `These weights belong to no super-resolution network that Subarc knows: ResnetSISR, Denoiser, DenoisedSISR, EDSR, RCAN, SwinIR (light), U-Net. Their keys are ${keys.slice(0, LISTED_KEYS).join(', ')}${more}.`,
    { keys: keys.slice(0, 100) },
  )
}

/** Tensors under a prefix, without it. */
export function withoutPrefix<T>(prefix: string, values: Iterable<readonly [string, T]>): Map<string, T> {
  return new Map(
    [...values].flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [])),
  )
}

/** 'a.' and 'a.b.' of the keys, those with the most keys first. */
function prefixes(shapes: ShapesByName): string[] {
  const counts = new Map<string, number>()
  for (const name of shapes.keys()) {
    const [first, second] = name.split('.')
    for (const prefix of [`${first}.`, `${first}.${second}.`]) counts.set(prefix, (counts.get(prefix) ?? 0) + 1)
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([prefix]) => prefix)
}
