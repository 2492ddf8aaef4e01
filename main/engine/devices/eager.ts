import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { pixelLoss } from '../../../models/losses.ts'
import type { ParameterTensors } from '../../../models/network.ts'
import { adamRates, adamStep, clipByGlobalNorm, globalNorm } from '../../../models/optimisers.ts'
import { networkOf } from '../../../models/registry.ts'
import { AppError, toAppError } from '../../domain/errors.ts'
import type {
  Device,
  DeviceId,
  DeviceProbe,
  ImageBatch,
  NamedTensor,
  Predictor,
  PredictorOptions,
  Trainer,
  TrainerOptions,
} from './device.ts'

/** A tfjs backend that has been loaded and answers. */
export interface LoadedBackend {
  /** Its name in tfjs's registry. */
  readonly name: string
  readonly versions: Readonly<Record<string, string>>
}

/** A device on which tfjs runs a network kernel by kernel. */
export interface EagerBackend {
  readonly id: DeviceId
  readonly title: string
  /** @throws AppError 'device-unavailable' with `details.reason` and `details.remedy` */
  load(): Promise<LoadedBackend>
}

export function eagerDevice(backend: EagerBackend): Device {
  return {
    id: backend.id,
    title: backend.title,
    probe: () => probe(backend),
    createTrainer: async options => createTrainer(backend.id, await backend.load(), options),
    createPredictor: async options => createPredictor(await backend.load(), options),
  }
}

async function probe(backend: EagerBackend): Promise<DeviceProbe> {
  try {
    const { versions } = await backend.load()
    return { available: true, versions }
  } catch (error) {
    const { message, details } = toAppError(error)
    const text = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise)
    return { available: false, reason: text(details.reason, message), remedy: text(details.remedy, '') }
  }
}

/** Other backends may have been active since the last call; tfjs has one active backend in a process. */
function onBackend<T extends tf.TensorContainer>(name: string, run: () => T): T {
  // The backend is initialised, so that this takes effect before the call returns.
  if (tf.getBackend() !== name) void tf.setBackend(name)
  return tf.tidy(run)
}

function createTrainer(device: DeviceId, loaded: LoadedBackend, options: TrainerOptions): Trainer {
  const network = networkOf(options.network)
  const specs = network.parameters(options.network)
  const trainable = specs.filter(spec => spec.trainable).map(spec => spec.name)
  let tensors = upload(loaded, options.state.tensors)
  let m = upload(loaded, options.state.adamM)
  let v = upload(loaded, options.state.adamV)
  let step = options.state.step

  const lossAndGradients = (lr: ImageBatch, hr: ImageBatch, mask: ImageBatch | undefined) => {
    const x = imageTensor(lr)
    const target = imageTensor(hr)
    const counts = mask && imageTensor(mask)
    let updates: ParameterTensors = {}
    const { value, grads } = tf.valueAndGrads((...trained: Tensor[]) => {
      const parameters = { ...tensors, ...byName(trainable, trained) }
      const forward = network.forward(options.network, parameters, x, 'train')
      updates = mapValues(forward.updates, tensor => tf.keep(tensor))
      return pixelLoss(options.loss, forward.output, target, counts)
    })(trainable.map(name => named(tensors, name)))
    return { loss: value, grads, updates }
  }

  return {
    step: async (lr, hr, learningRate, mask) => {
      const next = onBackend(loaded.name, () => {
        const { loss, grads, updates } = lossAndGradients(lr, hr, mask)
        const norm = globalNorm(grads)
        const used = options.clipNorm === undefined ? grads : clipByGlobalNorm(grads, norm, options.clipNorm)
        const rates = adamRates(step + 1, learningRate, options.adam)
        const stepped = trainable.map((name, i) => {
          const moments = { m: named(m, name), v: named(v, name) }
          return adamStep(named(tensors, name), used[i], moments, rates, options.adam)
        })
        return { loss, norm, stepped: byName(trainable, stepped), updates: { ...updates } }
      })
      const stepped = (part: 'parameter' | 'm' | 'v') => mapValues(next.stepped, value => value[part])
      tensors = replaced(tensors, { ...stepped('parameter'), ...next.updates })
      m = replaced(m, stepped('m'))
      v = replaced(v, stepped('v'))
      step += 1
      const [loss, gradientNorm] = await Promise.all([next.loss.data(), next.norm.data()])
      tf.dispose([next.loss, next.norm])
      return { loss: loss[0], gradientNorm: gradientNorm[0] }
    },
    predict: batch => predict(loaded, options.network, tensors, batch),
    exportState: () => ({
      tensors: specs.map(spec => download(spec.name, named(tensors, spec.name))),
      adamM: trainable.map(name => download(name, named(m, name))),
      adamV: trainable.map(name => download(name, named(v, name))),
      step,
    }),
    plan: { device, backend: loaded.name, ...loaded.versions },
    dispose: () => tf.dispose([tensors, m, v]),
  }
}

function createPredictor(loaded: LoadedBackend, options: PredictorOptions): Predictor {
  const tensors = upload(loaded, options.tensors)
  return {
    predict: batch => predict(loaded, options.network, tensors, batch),
    dispose: () => tf.dispose(tensors),
  }
}

async function predict(
  loaded: LoadedBackend,
  config: TrainerOptions['network'],
  tensors: Record<string, Tensor>,
  batch: ImageBatch,
): Promise<ImageBatch> {
  const output = onBackend(
    loaded.name,
    () => networkOf(config).forward(config, tensors, imageTensor(batch), 'eval').output,
  )
  const data = (await output.data()) as Float32Array
  const [count, height, width] = output.shape
  output.dispose()
  return { count, height, width, data }
}

/** [count, height, width] -> [batch, height, width, 1] */
function imageTensor({ data, count, height, width }: ImageBatch): Tensor4D {
  return tf.tensor4d(data, [count, height, width, 1])
}

function upload(loaded: LoadedBackend, tensors: readonly NamedTensor[]): Record<string, Tensor> {
  // Copied: a backend may keep the array that it is given, and the caller may change it.
  return onBackend(loaded.name, () =>
    Object.fromEntries(tensors.map(({ name, shape, data }) => [name, tf.tensor(data.slice(), [...shape])])),
  )
}

function download(name: string, tensor: Tensor): NamedTensor {
  return { name, shape: tensor.shape, data: tensor.dataSync<'float32'>().slice() }
}

/** The old tensors with some replaced; what was replaced is freed. */
function replaced(old: Record<string, Tensor>, renewed: Record<string, Tensor>): Record<string, Tensor> {
  for (const name of Object.keys(renewed)) old[name]?.dispose()
  return { ...old, ...renewed }
}

function named(tensors: Record<string, Tensor>, name: string): Tensor {
  const tensor = tensors[name]
  if (tensor) return tensor
  throw new AppError('bad-input', `The weights lack '${name}': they belong to another network.`, { name })
}

function byName<T>(names: readonly string[], values: readonly T[]): Record<string, T> {
  return Object.fromEntries(names.map((name, i) => [name, values[i]]))
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
