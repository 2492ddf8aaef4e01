import { stateLengths, type TrainedPart } from '../compiler/descent.ts'
import type { NamedTensor, NetworkState } from '../devices/device.ts'
import type { Stepper } from '../devices/stepper.ts'

/** A network's state as the vectors that its step reads and writes. Without an average so far, it begins at the weights. */
export function packState(
  { weights, statistics, prefix }: TrainedPart,
  { tensors, adamM, adamV, average = tensors }: NetworkState,
  averageDecay?: number,
): Record<string, Float32Array> {
  const packed: Record<string, Float32Array> = {
    [`${prefix}weights`]: weights.pack(tensors),
    [`${prefix}statistics`]: statistics.pack(tensors),
    [`${prefix}m`]: weights.pack(adamM),
    [`${prefix}v`]: weights.pack(adamV),
    [`${prefix}average`]: weights.pack(average),
    [`${prefix}averageStatistics`]: statistics.pack(average),
  }
  return Object.fromEntries(
    stateLengths({ weights, statistics, prefix }, averageDecay).map(([name]) => [name, packed[name]]),
  )
}

/** The reverse. */
export function unpackState(
  part: TrainedPart,
  stepper: Stepper,
  names: readonly string[],
  step: number,
  averageDecay?: number,
): NetworkState {
  const { weights, prefix } = part
  return {
    tensors: tensorsOf(part, stepper, names, false),
    adamM: weights.unpack(stepper.read(`${prefix}m`)),
    adamV: weights.unpack(stepper.read(`${prefix}v`)),
    ...(averageDecay !== undefined && { average: tensorsOf(part, stepper, names, true) }),
    step,
  }
}

/** Parameters and statistics of this moment, or their average, in the order of `names`. */
export function tensorsOf(
  { weights, statistics, prefix }: TrainedPart,
  stepper: Stepper,
  names: readonly string[],
  averaged: boolean,
): NamedTensor[] {
  const [w, s] = averaged ? ['average', 'averageStatistics'] : ['weights', 'statistics']
  const parts = [...weights.unpack(stepper.read(prefix + w)), ...statistics.unpack(stepper.read(prefix + s))]
  const byName = new Map(parts.map(p => [p.name, p]))
  return names.flatMap(name => byName.get(name) ?? [])
}
