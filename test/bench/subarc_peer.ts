/** Subarc's side of the benchmark: the study's network on a device, as a run trains it and as Apply uses it. */
import { createInterface } from 'node:readline'
import type { DeviceId } from '../../main/engine/devices/device.ts'
import { availableDevice } from '../../main/engine/devices/registry.ts'
import { noiseBatch } from '../../main/engine/estimate.ts'
import { initialState } from '../../main/engine/training/initialState.ts'
import { defaultAdam } from '../../models/optimisers.ts'
import { parseNetwork } from '../../models/registry.ts'
import type { Answer, Measurement } from './peer.ts'

const LR_PIXELS = 75
const [deviceId = 'onnx:cpu', threads = '2'] = process.argv.slice(2)

const network = parseNetwork({
  kind: 'resnet-sisr',
  blocks: 10,
  channels: 64,
  magnification: 2,
  magnifications: 1,
  outputRelu: true,
})

async function timed({ warmups, repeats }: Measurement, call: () => Promise<unknown>): Promise<Answer> {
  const seconds: number[] = []
  for (let i = 0; i < warmups + repeats; i++) {
    const begun = performance.now()
    await call()
    if (i >= warmups) seconds.push((performance.now() - begun) / 1000)
  }
  return { seconds, peakBytes: process.resourceUsage().maxRSS * 1024 }
}

const device = await availableDevice(deviceId as DeviceId)
const state = initialState(network, 1)

/** One trainer and one predictor, so that each later measurement of a kind finds its graph compiled. */
const trainer = await device.createTrainer({
  network,
  state,
  loss: 'mse',
  adam: defaultAdam,
  threads: Number(threads),
})
const predictor = await device.createPredictor({ network, tensors: state.tensors, threads: Number(threads) })

console.log('ready')
for await (const line of createInterface(process.stdin)) {
  const what = JSON.parse(line) as Measurement
  const { lr, hr } = noiseBatch(network, what.batch, LR_PIXELS, LR_PIXELS)
  const call = what.kind === 'train' ? () => trainer.step(lr, hr, 1e-5) : () => predictor.predict(lr)
  console.log(JSON.stringify(await timed(what, call)))
}
