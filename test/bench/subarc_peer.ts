/** Subarc's side of the benchmark: a network on a device, as a run trains it and as Apply uses it. */
import { createInterface } from 'node:readline'
import { findBlockSize } from '../../main/engine/compiler/blockSize.ts'
import { compileTrainingStep } from '../../main/engine/compiler/compile.ts'
import { createSession, floatTensor, runSession } from '../../main/engine/compiler/session.ts'
import type { DeviceId, Predictor, Trainer } from '../../main/engine/devices/device.ts'
import { availableDevice } from '../../main/engine/devices/registry.ts'
import { noiseBatch } from '../../main/engine/estimate.ts'
import { predictTiled } from '../../main/engine/predict/tiledPrediction.ts'
import { initialState } from '../../main/engine/training/initialState.ts'
import { defaultAdam } from '../../models/optimisers.ts'
import { type NetworkSize, resnet } from './networks.ts'
import type { Answer, Measurement } from './peer.ts'

const [deviceId = 'onnx:cpu', threadsText = '2'] = process.argv.slice(2)
const threads = Number(threadsText)
const device = await availableDevice(deviceId as DeviceId)

/** What calls one kind of measurement, kept so that each later one of the kind finds its graph compiled. */
interface Kept {
  readonly key: string
  readonly trainer: Trainer
  readonly predictor: Predictor
}
let kept: Kept | undefined

/** Of one network at a time: networks of a scaling would fill the memory together. */
async function keep(size: NetworkSize): Promise<Kept> {
  const key = JSON.stringify(size)
  if (kept?.key === key) return kept
  kept?.trainer.dispose()
  kept?.predictor.dispose()
  const network = resnet(size)
  const state = initialState(network, 1)
  const trainer = await device.createTrainer({ network, state, loss: 'mse', adam: defaultAdam, threads })
  const predictor = await device.createPredictor({ network, tensors: state.tensors, threads })
  kept = { key, trainer, predictor }
  return kept
}

async function timed({ warmups, repeats }: Measurement, call: () => Promise<unknown>): Promise<Answer> {
  const seconds: number[] = []
  for (let i = 0; i < warmups + repeats; i++) {
    const begun = performance.now()
    await call()
    if (i >= warmups) seconds.push((performance.now() - begun) / 1000)
  }
  return { seconds, peakBytes: process.resourceUsage().maxRSS * 1024 }
}

async function callOf(what: Measurement): Promise<() => Promise<unknown>> {
  const { kind, batch, pixels, tiling } = what
  if (kind === 'bare') return bareStep(what)
  const { lr, hr } = noiseBatch(resnet(what.network), batch, pixels, pixels)
  const { trainer, predictor } = await keep(what.network)
  if (kind === 'train') return () => trainer.step(lr, hr, 1e-5)
  if (kind === 'infer' || tiling === undefined) return () => predictor.predict(lr)
  return () => predictTiled(predictor, lr, tiling)
}

/** The compiled step by the runtime alone: no state kept, no results read. */
async function bareStep({ network: size, batch, pixels }: Measurement): Promise<() => Promise<unknown>> {
  const provider = deviceId.replace('onnx:', '')
  const options = provider === 'cpu' ? { block: await findBlockSize() } : { block: 0, portable: true }
  const spec = { network: resnet(size), loss: 'mse', adam: defaultAdam, batch, height: pixels, width: pixels } as const
  const { model, encode } = compileTrainingStep(spec, options)
  const session = await createSession(encode(), { provider, threads })
  const arrays = (values: typeof model.inputs) =>
    Object.fromEntries(
      values.map(({ name, dims }) => {
        const shape = dims.map(Number)
        const data = new Float32Array(shape.reduce((a, b) => a * b, 1))
        // Denormal numbers would be slow, and zeros have no gradients.
        return [name, floatTensor(data.fill(0.01), shape)]
      }),
    )
  const [feeds, results] = [arrays(model.inputs), arrays(model.outputs)]
  return () => runSession(session, feeds, results)
}

console.log('ready')
for await (const line of createInterface(process.stdin)) {
  const what = JSON.parse(line) as Measurement
  console.log(JSON.stringify(await timed(what, await callOf(what))))
}
