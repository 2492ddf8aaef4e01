import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import protobuf from 'protobufjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSession, floatTensor } from '../../../main/engine/compiler/session.ts'
import { onnxCpu } from '../../../main/engine/devices/onnx.ts'
import { noiseBatch } from '../../../main/engine/estimate.ts'
import { readModelFile } from '../../../main/engine/modelFile.ts'
import type { GraphJob } from '../../../main/engine/port.ts'
import { checkpointFile, writeBest } from '../../../main/engine/training/checkpoint.ts'
import { initialState } from '../../../main/engine/training/initialState.ts'
import { parseNetwork } from '../../../models/registry.ts'
import { ofType, startEngine } from './support/engine.ts'
import { temporaryFolder, tinyNetwork } from './support/tinyRun.ts'

let temporary: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  temporary = await temporaryFolder()
})
afterAll(() => temporary.remove())

/** What a reader of ONNX finds of a model beside its graph. */
const { root } = protobuf.parse(`
  syntax = "proto3";
  message Property { string key = 1; string value = 2; }
  message OperatorSet { string domain = 1; int64 version = 2; }
  message Model {
    int64 ir_version = 1;
    string producer_version = 3;
    string doc_string = 6;
    repeated OperatorSet opset_import = 8;
    repeated Property metadata_props = 14;
  }
`)

async function checkpoint(): Promise<string> {
  const folder = join(temporary.folder, 'run')
  await mkdir(join(folder, 'checkpoints'), { recursive: true })
  await writeBest(folder, initialState(parseNetwork(tinyNetwork), 2), {
    schema: 'subarc-model/1',
    network: tinyNetwork,
    scaling: { kind: 'asinh', offset: 0.5, scale: 2, softening: 0.1 },
    fluxFactor: 4,
    step: 7,
    epoch: 1,
    psnr: 30,
    provenance: {},
  })
  return checkpointFile(folder, 'best')
}

describe('an engine that exports a checkpoint', () => {
  it('writes an ONNX file that says how to use it and computes what Subarc computes, at two sizes', async () => {
    const weights = await checkpoint()
    const output = join(temporary.folder, 'network.onnx')
    const properties = { training_run: 'r1', license: 'CC-BY-4.0' }
    const engine = startEngine({ kind: 'export-onnx', weights, output, version: '1.2.3', properties })
    await engine.exit
    expect(ofType(engine.events, 'exported')).toEqual([{ type: 'exported', file: output, irVersion: 8, opset: 17 }])

    const bytes = await readFile(output)
    const model = root.lookupType('Model').decode(bytes).toJSON()
    expect(model).toMatchObject({ irVersion: '8', producerVersion: '1.2.3', opsetImport: [{ version: '17' }] })
    const found = Object.fromEntries(model.metadataProps.map((p: { key: string; value: string }) => [p.key, p.value]))
    expect(found).toMatchObject({ ...properties, magnification: '2', flux_factor: '4', step: '7' })
    expect(JSON.parse(found.scaling)).toEqual({ kind: 'asinh', offset: 0.5, scale: 2, softening: 0.1 })

    const { network, tensors } = await readModelFile(weights)
    const predictor = await onnxCpu.createPredictor({ network, tensors, threads: 1 })
    const session = await createSession(bytes, { provider: 'cpu', threads: 1 })
    for (const [count, height, width] of [
      [1, 8, 21],
      [3, 30, 17],
    ]) {
      const { lr } = noiseBatch(network, count, height, width)
      const expected = (await predictor.predict(lr)).data
      const { sr } = await session.run({ lr: floatTensor(lr.data, [count, 1, height, width]) })
      const largest = expected.reduce((m, v) => Math.max(m, Math.abs(v)), 0)
      expect(sr.dims).toEqual([count, 1, 2 * height, 2 * width])
      expect(Math.max(...expected.map((v, i) => Math.abs(v - Number(sr.data[i])))) / largest).toBeLessThan(1e-5)
    }
    predictor.dispose()
    await session.release()
  })

  it('says what is wrong with a file that holds no weights', async () => {
    const weights = join(import.meta.dirname, 'exportOnnx.test.ts')
    const output = join(temporary.folder, 'none.onnx')
    const engine = startEngine({ kind: 'export-onnx', weights, output, version: '', properties: {} })
    await engine.exit
    expect(ofType(engine.events, 'failed')).toMatchObject([{ code: 'bad-input' }])
  })
})

describe('an engine that prints a step', () => {
  const job: GraphJob = {
    kind: 'graph',
    network: tinyNetwork,
    step: 'training',
    batch: 2,
    height: 11,
    width: 13,
    block: 0,
    keepBlocks: false,
    without: [],
  }

  it('tells the graph before and after its passes, and writes a model that the runtime accepts', async () => {
    const onnx = join(temporary.folder, 'step.onnx')
    const engine = startEngine({ ...job, onnx })
    await engine.exit
    const [{ before, after, operators, activationTransposes }] = ofType(engine.events, 'graph')
    expect(before.split('\n').length).toBeGreaterThan(after.split('\n').length)
    expect(after).toContain('new.weights <- %')
    expect(operators.Conv).toBeGreaterThan(0)
    expect(activationTransposes).toBeLessThanOrEqual(4)
    const session = await createSession(await readFile(onnx), { provider: 'cpu', threads: 1 })
    expect([...session.inputNames].sort()).toContain('stepSize')
    await session.release()
  })

  it('refuses a pass that there is not', async () => {
    const engine = startEngine({ ...job, without: ['magic'] })
    await engine.exit
    const [{ code, message }] = ofType(engine.events, 'failed')
    expect(code).toBe('bad-input')
    expect(message).toContain('shareCommon')
  })
})
