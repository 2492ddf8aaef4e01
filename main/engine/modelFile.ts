import { type ClassifierConfig, classifierOf, parseClassifier } from '../../models/classifiers.ts'
import { type NetworkConfig, networkOf, parseNetwork } from '../../models/registry.ts'
import { withFileSource } from '../formats/byteSource.ts'
import { readSafetensors } from '../formats/safetensors.ts'
import type { NamedTensor } from './devices/device.ts'
import { type ModelKind, type ModelRecord, parseModelRecord, tensorsOfModel } from './modelRecord.ts'

/** Prefixes under which a `last` checkpoint keeps Adam's moments beside the weights. */
export const ADAM_M = 'adam.m.'
export const ADAM_V = 'adam.v.'
/** The weights that are trained, where those of the file itself are their moving average. */
export const RAW = 'raw.'
/** A discriminator beside its generator. */
export const RIVAL = 'rival.'

const trainingPrefixes = [ADAM_M, ADAM_V, RAW, RIVAL]

/** Whether a tensor of a checkpoint is of use for going on with its training, and for nothing else. */
export const isTrainingState = (name: string): boolean => trainingPrefixes.some(prefix => name.startsWith(prefix))

/** Networks from images to images. */
export const imageNetworks: ModelKind<NetworkConfig> = {
  parse: parseNetwork,
  parameters: config => networkOf(config).parameters(config),
  describe: config => networkOf(config).describe(config),
}

export const classifierNetworks: ModelKind<ClassifierConfig> = {
  parse: parseClassifier,
  parameters: config => classifierOf(config).parameters(config),
  describe: config => classifierOf(config).describe(config),
}

export interface ModelFile<C = NetworkConfig> {
  readonly network: C
  readonly record: ModelRecord
  /** The network's own, in its order. */
  readonly tensors: readonly NamedTensor[]
  /** The file's metadata and all of its tensors. */
  readonly metadata: Readonly<Record<string, string>>
  readonly all: readonly NamedTensor[]
}

/**
 * Reads a checkpoint or exported weights of a network from images to images.
 * @throws AppError 'bad-input' where the file is damaged, or naming the tensors that are not its network's
 */
export const readModelFile = (file: string): Promise<ModelFile> => readModel(file, imageNetworks)

/** As `readModelFile`, of any kind of model. */
export async function readModel<C>(file: string, kind: ModelKind<C>): Promise<ModelFile<C>> {
  const { tensors, metadata } = await withFileSource(file, readSafetensors)
  const all = tensors.map(({ name, shape, data }) => ({ name, shape, data: Float32Array.from(data) }))
  const record = parseModelRecord(metadata, file)
  const network = kind.parse(record.network)
  const weights = all.filter(({ name }) => !isTrainingState(name))
  return { network, record, tensors: tensorsOfModel(kind, network, weights, file), metadata, all }
}
