import type { NetworkConfig } from '../../models/registry.ts'
import { withFileSource } from '../formats/byteSource.ts'
import { readSafetensors } from '../formats/safetensors.ts'
import type { NamedTensor } from './devices/device.ts'
import { type ModelRecord, parseModelRecord, tensorsOfNetwork } from './modelRecord.ts'

/** Prefixes under which a `last` checkpoint keeps Adam's moments beside the weights. */
export const ADAM_M = 'adam.m.'
export const ADAM_V = 'adam.v.'

export interface ModelFile {
  readonly network: NetworkConfig
  readonly record: ModelRecord
  /** The network's own, in its order. */
  readonly tensors: readonly NamedTensor[]
  /** The file's metadata and all of its tensors. */
  readonly metadata: Readonly<Record<string, string>>
  readonly all: readonly NamedTensor[]
}

/**
 * Reads a checkpoint or exported weights.
 * @throws AppError 'bad-input' where the file is damaged, or naming the tensors that are not its network's
 */
export async function readModelFile(file: string): Promise<ModelFile> {
  const { tensors, metadata } = await withFileSource(file, readSafetensors)
  const all = tensors.map(({ name, shape, data }) => ({ name, shape, data: Float32Array.from(data) }))
  const { record, network } = parseModelRecord(metadata, file)
  const weights = all.filter(({ name }) => !name.startsWith(ADAM_M) && !name.startsWith(ADAM_V))
  return { network, record, tensors: tensorsOfNetwork(network, weights, file), metadata, all }
}
