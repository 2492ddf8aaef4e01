import { adamRates } from '../../../models/optimisers.ts'
import { networkOf } from '../../../models/registry.ts'
import { AppError } from '../../domain/errors.ts'
import { COMPILER_VERSION, compileTrainingStep } from '../compiler/compile.ts'
import { packsOf } from '../compiler/parameterPack.ts'
import { BoundedCache, createSession, floatTensor, runSession } from '../compiler/session.ts'
import type { TrainingStepSpec } from '../compiler/trainingStep.ts'
import type { ImageBatch, NamedTensor, Trainer, TrainerOptions, TrainingState } from './device.ts'
import type { OnnxTarget } from './onnx.ts'
import { type InferenceSession, inferenceSession, runInference } from './onnxPredictor.ts'

/** The full batch, and the smaller last one of an epoch: padding would change batch norm's statistics. */
const KEPT_STEPS = 2
const KEPT_PREDICTIONS = 2

/** Training by compiled steps, one graph a size of batch. */
export function createOnnxTrainer(target: OnnxTarget, options: TrainerOptions): Trainer {
  const { provider, runtime, processor, block, portable } = target
  const { threads } = options
  const network = networkOf(options.network)
  const { weights, statistics } = packsOf(network.parameters(options.network))
  const r = network.magnification(options.network)
  let steps = options.state.step
  let current = packState(options.state)
  // Steps write here and the two change places, so that no step allocates.
  let next = current.map(tensor => floatTensor(new Float32Array(tensor.size), tensor.dims))
  const loss = floatTensor(new Float32Array(1), [])
  const gradientNorm = floatTensor(new Float32Array(1), [])

  function packState({ tensors, adamM, adamV }: TrainingState) {
    const arrays = [weights.pack(tensors), statistics.pack(tensors), weights.pack(adamM), weights.pack(adamV)]
    return arrays.map(data => floatTensor(data, [data.length]))
  }
  function currentTensors(): NamedTensor[] {
    const [w, s] = current
    const parts = [...weights.unpack(w.data as Float32Array), ...statistics.unpack(s.data as Float32Array)]
    const byName = new Map(parts.map(p => [p.name, p]))
    return network.parameters(options.network).flatMap(({ name }) => byName.get(name) ?? [])
  }

  const release = (session: InferenceSession) => void session.release()
  const stepSessions = new BoundedCache(KEPT_STEPS, release)
  const stepSession = ({ count: batch, height, width }: ImageBatch, masked: boolean) =>
    stepSessions.get(`${batch} x ${height} x ${width}${masked ? ', masked' : ''}`, () => {
      const spec: TrainingStepSpec = { ...options, masked, batch, height, width }
      return createSession(compileTrainingStep(spec, { block, portable }).encode(), { provider, threads })
    })
  // Constant weights are packed by the runtime and convolve a quarter faster than weights that are inputs; compiling
  // anew after each step that is followed by predictions costs less than validating a dozen images.
  const predictions = new BoundedCache(KEPT_PREDICTIONS, release)

  return {
    async step(lr, hr, learningRate, mask) {
      checkPair(lr, hr, r)
      if (mask) checkPair(lr, mask, r)
      const session = await stepSession(lr, mask !== undefined)
      const t = steps + 1
      const { stepSize, correction } = adamRates(t, learningRate, options.adam)
      const [w, s, m, v] = current
      const [newW, newS, newM, newV] = next
      await runSession(
        session,
        {
          lr: imageTensor(lr),
          hr: imageTensor(hr),
          ...(mask && { mask: imageTensor(mask) }),
          weights: w,
          statistics: s,
          m,
          v,
          stepSize: floatTensor(Float32Array.of(stepSize), []),
          correction: floatTensor(Float32Array.of(correction), []),
        },
        { loss, gradientNorm, 'new.weights': newW, 'new.statistics': newS, 'new.m': newM, 'new.v': newV },
      )
      ;[current, next] = [next, current]
      steps = t
      predictions.clear()
      return { loss: loss.data[0] as number, gradientNorm: gradientNorm.data[0] as number }
    },

    async predict(lr) {
      const key = `${lr.count} x ${lr.height} x ${lr.width}`
      const make = () => inferenceSession(target, options.network, currentTensors(), threads, lr)
      return runInference(await predictions.get(key, make), options.network, lr)
    },

    exportState() {
      const [, , m, v] = current
      return {
        tensors: currentTensors(),
        adamM: weights.unpack(m.data as Float32Array),
        adamV: weights.unpack(v.data as Float32Array),
        step: steps,
      }
    },

    plan: { device: `onnx:${provider}`, compiler: COMPILER_VERSION, runtime, threads, processor, block },

    dispose() {
      stepSessions.clear()
      predictions.clear()
    },
  }
}

const imageTensor = ({ count, height, width, data }: ImageBatch) => floatTensor(data, [count, height, width, 1])

function checkPair(lr: ImageBatch, hr: ImageBatch, r: number): void {
  if (hr.count === lr.count && hr.height === lr.height * r && hr.width === lr.width * r) return
  const size = (b: ImageBatch) => `${b.count} x ${b.height} x ${b.width}`
  const message = `The network magnifies ${r} times, but a batch has LR ${size(lr)} and HR ${size(hr)}.`
  throw new AppError('bad-input', message, { lr: size(lr), hr: size(hr), magnification: r })
}
