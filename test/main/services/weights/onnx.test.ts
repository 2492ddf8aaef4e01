import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parseNpy, writeNpy } from '../../../../main/formats/npy.ts'
import { failure } from '../../../support/core.ts'
import {
  endOf,
  openTestCore,
  simulateLenses,
  type TestCore,
  temporaryFolder,
  tinyTraining,
} from '../../../support/trainingCore.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const folder = temporaryFolder()
let core: TestCore
let client: TestCore['client']
let datasetId: string
let trained: string
let file: string

beforeAll(async () => {
  core = await openTestCore(join(folder.path, 'workspace'))
  client = core.client
  datasetId = await simulateLenses(client, 24)
  const settings = { ...tinyTraining.settings, epochs: 1 }
  const { job, runId } = await client.training.start({ ...tinyTraining, datasetId, settings })
  await endOf(client, job)
  trained = runId
  file = (await client.runs.exportOnnx({ id: runId, which: 'best' })).file
})
afterAll(async () => {
  await core.close()
  folder.remove()
})

/** What a run makes of a lens. */
async function applied(runId: string): Promise<Float32Array> {
  const input = join(folder.path, 'lens.npy')
  const data = Float32Array.from({ length: 20 * 17 }, (_, i) => 1 + Math.sin(i / 5))
  writeFileSync(input, writeNpy({ shape: [20, 17], data }))
  const out = join(folder.path, `out-${runId}`)
  const source = { kind: 'files' as const, paths: [input] }
  const { job, applyId } = await client.apply.start({ runId, source, formats: ['npy'], folder: out })
  await endOf(client, job)
  const [item] = (await client.apply.get({ id: applyId })).items
  return Float32Array.from(parseNpy(readFileSync(item.outputs.npy ?? '')).data, Number)
}

describe('a network that comes as an ONNX file', () => {
  it("is a run: Subarc's own export makes the pixels of the run that it came from, and is scored on a dataset", async () => {
    const source = { kind: 'file', path: file } as const
    const report = await client.weights.inspect({ source })
    expect(report).toMatchObject({ format: 'onnx', magnification: 2, isOwn: true, obstacle: null, untold: [] })
    const run = await client.weights.import({ source, name: 'From elsewhere' })
    expect(run).toMatchObject({ status: 'done', name: 'From elsewhere', network: 'ONNX, x2', datasetId: null })
    const { origin, config, checkpoints } = await client.runs.get({ id: run.id })
    expect(origin).toMatchObject({ kind: 'file', format: 'onnx', sha256: report.sha256 })
    expect(config?.network).toMatchObject({ kind: 'onnx', layout: 'nchw' })
    expect(checkpoints).toHaveLength(1)

    const [own, again] = [await applied(trained), await applied(run.id)]
    const largest = own.reduce((most, v) => Math.max(most, Math.abs(v)), 0)
    expect(again.every((v, i) => Math.abs(v - own[i]) <= 1e-5 * largest)).toBe(true)

    const { job, evaluationId } = await client.evaluations.start({ runId: run.id, side: 'validation', datasetId })
    await endOf(client, job)
    const { methods } = await client.evaluations.get({ id: evaluationId })
    expect(methods.find(({ id }) => id === 'network')?.whole.psnr.mean).toBeGreaterThan(0)
  })

  it('cannot be exported as one again, nor trained further; and a damaged one leaves no run behind', async () => {
    const run = await client.weights.import({ source: { kind: 'file', path: file } })
    await expect(client.runs.exportOnnx({ id: run.id, which: 'best' })).rejects.toThrow(/came as an ONNX file/)
    await expect(client.training.start({ ...tinyTraining, datasetId, from: { runId: run.id } })).rejects.toThrow(/ONNX/)
    const before = (await client.runs.list({})).total
    const damaged = join(folder.path, 'damaged.onnx')
    writeFileSync(damaged, readFileSync(file).subarray(0, 300))
    const refused = await failure(client.weights.import({ source: { kind: 'file', path: damaged } }))
    expect(refused).toMatchObject({ code: 'bad-input' })
    expect((await client.runs.list({})).total).toBe(before)
  })
})
