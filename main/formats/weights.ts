import { AppError } from '../domain/errors.ts'
import { parseSafetensors } from './safetensors.ts'
import type { NamedTensor } from './tensor.ts'
import { readTorchStateDict } from './torch/stateDict.ts'

export type WeightsFormat = 'torch' | 'safetensors'

/** Named tensors, whichever program wrote them. */
export interface Weights {
  readonly format: WeightsFormat
  readonly tensors: readonly NamedTensor[]
  /** Of safetensors; a PyTorch file has none. */
  readonly metadata: Readonly<Record<string, string>>
}

/**
 * Reads the weights of a `.pt`, `.pth` or `.safetensors` file, by its content and not by its name. Nothing in it is
 * executed.
 *
 * Errors: those of the two readers; `unsupported` for ONNX; `bad-input` for anything else, and for values that are no numbers.
 */
export function parseWeights(bytes: Uint8Array): Weights {
  const weights = isSafetensors(bytes) ? safetensors(bytes) : torch(bytes)
  const broken = weights.tensors.find(tensor => !tensor.data.every(Number.isFinite))
  if (broken === undefined) return weights
  throw new AppError(
    'bad-input',
    `${broken.name} holds values that are no finite numbers: the training that made these weights had failed. Take an earlier checkpoint.`,
    { key: broken.name },
  )
}

function safetensors(bytes: Uint8Array): Weights {
  return { format: 'safetensors', ...parseSafetensors(bytes) }
}

function torch(bytes: Uint8Array): Weights {
  const state = readTorchStateDict(bytes)
  return { format: 'torch', tensors: [...state].map(([name, tensor]) => ({ name, ...tensor })), metadata: {} }
}

/** Eight bytes of length, then a JSON object: nothing else begins so. */
const isSafetensors = (bytes: Uint8Array): boolean => bytes.length > 8 && bytes[8] === 0x7b && bytes[7] === 0
