import { describe, expect, it } from 'vitest'
import { compileInference } from '../../../../main/engine/compiler/compile.ts'
import { encodeModel } from '../../../../main/engine/compiler/emit.ts'
import { countOps } from '../../../../main/engine/compiler/onnxModel.ts'
import { portableModel, sizeBoundOperators } from '../../../../main/engine/compiler/portableModel.ts'
import { createSession, floatTensor } from '../../../../main/engine/compiler/session.ts'
import { onnxCpu } from '../../../../main/engine/devices/onnx.ts'
import { noiseBatch } from '../../../../main/engine/estimate.ts'
import { initialState } from '../../../../main/engine/training/initialState.ts'
import { parseNetwork } from '../../../../models/registry.ts'

const network = (more: Record<string, unknown> = {}) =>
  parseNetwork({
    kind: 'resnet-sisr',
    blocks: 2,
    channels: 8,
    magnification: 2,
    magnifications: 1,
    outputRelu: false,
    ...more,
  })

const withoutNorm = { blocks: 1, channels: 4, magnification: 2, magnifications: 1, globalSkip: true }

const networks = [
  { title: 'x2', config: network() },
  { title: 'x4 in two stages', config: network({ magnifications: 2, outputRelu: true }) },
  { title: 'x3 with a global skip', config: network({ magnification: 3, globalSkip: true }) },
  { title: 'a denoiser', config: network({ magnifications: 0 }) },
  { title: 'EDSR x3 with its bicubic skip', config: parseNetwork({ ...withoutNorm, kind: 'edsr', magnification: 3 }) },
  { title: 'RCAN', config: parseNetwork({ ...withoutNorm, kind: 'rcan', groups: 2, reduction: 2 }) },
]

describe('a network as a portable ONNX model', () => {
  it.each(networks)('computes what Subarc computes, for images of any size: $title', async ({ config }) => {
    const { tensors } = initialState(config, 1)
    const model = portableModel(config, tensors)
    const description = { version: '1', text: '', properties: {} }
    const session = await createSession(encodeModel(model, description), { provider: 'cpu', threads: 1 })
    const predictor = await onnxCpu.createPredictor({ network: config, tensors, threads: 1 })
    for (const [count, height, width] of [
      [1, 9, 14],
      [3, 20, 16],
    ]) {
      const lr = noiseBatch(config, count, height, width).lr
      const expected = await predictor.predict(lr)
      const { sr } = await session.run({ lr: floatTensor(lr.data, [count, 1, height, width]) })
      expect(sr.dims).toEqual([count, 1, expected.height, expected.width])
      const largest = expected.data.reduce((m, v) => Math.max(m, Math.abs(v)), 0)
      const worst = expected.data.reduce((m, v, i) => Math.max(m, Math.abs(v - Number(sr.data[i]))), 0)
      expect(worst / largest).toBeLessThan(1e-5)
    }
    predictor.dispose()
    await session.release()
  })

  it('is refused where a number in it depends on the size, with the operators that read it', () => {
    const config = network()
    const { tensors } = initialState(config, 1)
    const [one, other] = [16, 20].map(
      side => compileInference(config, tensors, { batch: 1, height: side, width: 18 }, { block: 0 }).model,
    )
    expect(sizeBoundOperators(one, one)).toEqual([])
    expect(sizeBoundOperators(one, other)).toEqual(['Reshape'])
  })

  it('has operators of the standard alone, and nothing but what the network is made of', () => {
    const config = network()
    // As after some training: a fresh running mean of nought would be left out.
    const trained = initialState(config, 1).tensors.map(t => ({ ...t, data: t.data.map((v, i) => v + i / 100) }))
    const model = portableModel(config, trained)
    expect(model.nodes.filter(({ domain }) => domain !== '')).toEqual([])
    expect(countOps(model)).toEqual({ Conv: 8, Relu: 6, Mul: 5, Add: 8, DepthToSpace: 1, Identity: 1 })
  })
})
