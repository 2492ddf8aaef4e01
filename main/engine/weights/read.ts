import { createHash } from 'node:crypto'
import { isDerived, keyProblems, recogniseWeights, withoutPrefix } from '../../../models/fitWeights.ts'
import { countTrainable } from '../../../models/network.ts'
import { type NetworkConfig, networkOf, parseNetwork } from '../../../models/registry.ts'
import { AppError } from '../../domain/errors.ts'
import { withFileSource } from '../../formats/byteSource.ts'
import { parseWeights } from '../../formats/weights.ts'
import type { NamedTensor } from '../devices/device.ts'
import { isTrainingState } from '../modelFile.ts'
import { METADATA_KEY, type ModelRecord, parseModelRecord } from '../modelRecord.ts'
import type { WeightsReport } from '../port.ts'

/** What stands in a file of weights from anywhere. */
export interface ForeignWeights {
  readonly report: WeightsReport
  readonly network: NetworkConfig
  /** Under the network's own names; they need not fit it. */
  readonly tensors: readonly NamedTensor[]
  /** Of weights that Subarc wrote. */
  readonly record: ModelRecord | undefined
}

/** Three times the largest network that Subarc runs: weights and an optimizer's two moments. */
const MAX_BYTES = 1.5e9

/**
 * Reads a file of weights and recognises their network: by what they say of themselves, else by keys and shapes.
 * @param changes fields of the network that the weights do not tell
 * @throws AppError of the formats' readers; 'unsupported' for a network that Subarc does not know; 'bad-input' for changes
 * that do not fit it
 */
export async function readForeignWeights(
  file: string,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<ForeignWeights> {
  const bytes = await withFileSource(file, source => {
    if (source.size > MAX_BYTES) throw tooLarge(file, source.size)
    return source.read(0, source.size)
  })
  const { format, tensors: all, metadata } = parseWeights(bytes)
  const given = new Map(all.filter(({ name }) => !isTrainingState(name)).map(tensor => [tensor.name, tensor]))
  const shapes = new Map([...given].map(([name, { shape }]) => [name, shape]))
  const record = METADATA_KEY in metadata ? parseModelRecord(metadata, file) : undefined
  const {
    network: recognised,
    prefix,
    ignored,
  } = record ? { network: record.network, prefix: '', ignored: [] } : recogniseWeights(shapes)
  const first = parseNetwork(recognised)
  const untold = record ? [] : networkOf(first).untold
  refuseOtherChanges(changes, untold)
  const network = parseNetwork({ ...recognised, ...changes })
  const architecture = networkOf(network)
  const own = withoutPrefix(prefix, given)
  const tensors = [...own].filter(([name]) => !isDerived(network, name))
  const report: WeightsReport = {
    format,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    network: { ...network },
    description: architecture.describe(network),
    parameters: countTrainable(architecture.parameters(network)),
    magnification: architecture.magnification(network),
    bands: 'bands' in network ? (network.bands ?? 1) : 1,
    untold,
    problems: keyProblems(architecture.parameters(network), withoutPrefix(prefix, shapes), name =>
      isDerived(network, name),
    ),
    prefix,
    ignored,
    own: record === undefined ? null : ownFacts(record),
  }
  return {
    report,
    network,
    record,
    tensors: tensors.map(([name, { shape, data }]) => ({ name, shape, data: Float32Array.from(data) })),
  }
}

function ownFacts({ scaling, fluxFactor, provenance, step, epoch, psnr }: ModelRecord): WeightsReport['own'] {
  return { scaling, fluxFactor, provenance, step, epoch, psnr }
}

function refuseOtherChanges(changes: Readonly<Record<string, unknown>>, untold: readonly string[]): void {
  const told = Object.keys(changes).filter(field => !untold.includes(field))
  if (told.length === 0) return
  const possible = untold.length > 0 ? `Only ${untold.join(' and ')} can be said` : 'Nothing is left to be said'
  throw new AppError('bad-input', `The weights tell themselves what ${told.join(', ')} is. ${possible} of them.`, {
    told,
  })
}

function tooLarge(file: string, size: number): AppError {
  const message = `${file} has ${size} bytes; weights of up to ${MAX_BYTES} are read. Save the state dict alone, without the optimizer's state.`
  return new AppError('bad-input', message, { file, size, limit: MAX_BYTES })
}
