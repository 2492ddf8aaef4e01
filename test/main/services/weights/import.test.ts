import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createClient } from '../../../../main/contract/client.ts'
import type { WeightsReport } from '../../../../main/contract/weights.ts'
import { parseNpy, writeNpy } from '../../../../main/formats/npy.ts'
import { parseSafetensors } from '../../../../main/formats/safetensors.ts'
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

const fixtures = join(import.meta.dirname, '../../../fixtures/weights')
const fixture = (name: string) => ({ kind: 'file' as const, path: join(fixtures, name) })
const folder = temporaryFolder()
let core: TestCore
let client: TestCore['client']

beforeAll(async () => {
  core = await openTestCore(join(folder.path, 'workspace'))
  client = core.client
})
afterAll(async () => {
  await core.close()
  folder.remove()
})

const outputs = parseSafetensors(readFileSync(join(fixtures, 'outputs.safetensors'))).tensors
const pixels = (name: string) => Float32Array.from(outputs.find(tensor => tensor.name === name)?.data ?? [])

/** What a run makes of the image that PyTorch made something of. */
async function applied(runId: string): Promise<Float32Array> {
  const input = join(folder.path, 'x.npy')
  writeFileSync(input, writeNpy({ shape: [12, 12], data: pixels('x') }))
  const out = join(folder.path, `out-${runId}`)
  const request = { runId, source: { kind: 'files' as const, paths: [input] }, formats: ['npy' as const], folder: out }
  const { job, applyId } = await client.apply.start(request)
  await endOf(client, job)
  const [item] = (await client.apply.get({ id: applyId })).items
  return Float32Array.from(parseNpy(readFileSync(item.outputs.npy ?? '')).data, Number)
}

const worst = (a: Float32Array, b: Float32Array) => a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i])), 0)
const runs = async () => (await client.runs.list({})).total

describe('a file of weights', () => {
  it.each([
    ['sisr.pt', { kind: 'resnet-sisr', blocks: 1, channels: 4, outputRelu: true }, ['outputRelu', 'globalSkip'], ''],
    ['legacy.pth', { kind: 'resnet-sisr', blocks: 1 }, ['outputRelu', 'globalSkip'], ''],
    ['checkpoint.pth', { kind: 'resnet-sisr', blocks: 1 }, ['outputRelu', 'globalSkip'], 'module.'],
    ['shared.pt', { kind: 'edsr', blocks: 1, channels: 4 }, ['globalSkip'], ''],
    ['bfloat16.pt', { kind: 'edsr', blocks: 1, channels: 4 }, ['globalSkip'], ''],
    ['edsr.safetensors', { kind: 'edsr', magnification: 2, magnifications: 1 }, ['globalSkip'], ''],
    ['swinir.pt', { kind: 'swinir', groups: 1, blocks: 2, heads: 2, window: 4, expansion: 2 }, ['globalSkip'], ''],
  ])('%s is recognised by its keys and shapes, and nothing is kept', async (name, network, untold, prefix) => {
    const report = await client.weights.inspect({ source: fixture(name) })
    expect(report).toMatchObject({ network, untold, prefix, problems: [], obstacle: null, magnification: 2, bands: 1 })
    expect(report.suggestedName).toBe(name.replace(/\.\w+$/, ''))
    expect(report.parameters).toBeGreaterThan(500)
    expect(await runs()).toBe(0)
  })

  it('that does not fit names each key, and is not imported', async () => {
    const report = await client.weights.inspect({ source: fixture('wrong.pt') })
    expect(report.problems).toEqual([
      { key: 'body.0.body.2.bias', problem: 'missing', wanted: [4], found: null },
      { key: 'tail.1.weight', problem: 'shape', wanted: [1, 4, 3, 3], found: [1, 5, 3, 3] },
      { key: 'sub_mean.weight', problem: 'unknown', wanted: null, found: [1] },
    ] satisfies WeightsReport['problems'])
    expect(report.obstacle).toMatch(/^3 of its tensors do not fit/)
    const error = await failure(client.weights.import({ source: fixture('wrong.pt') }))
    expect(error).toMatchObject({ code: 'bad-input' })
    expect(error.message).toMatch(
      /missing: body\.0\.body\.2\.bias; not the network's: sub_mean\.weight; of another shape/,
    )
  })

  it.each([
    ['malicious.pt', 'forbidden', /refers to posix\.system, which is not part of plain weights/],
    ['other.pt', 'unsupported', /belong to no super-resolution network that Subarc knows.*Their keys are weight/],
    ['nan.pt', 'bad-input', /conv3\.bias holds values that are no finite numbers/],
  ])('%s is refused: %s', async (name, code, message) => {
    const error = await failure(client.weights.inspect({ source: fixture(name) }))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
    expect(existsSync('subarc-pickle-was-executed')).toBe(false)
  })

  it('of images of three bands is told from one of one, and not imported', async () => {
    const report = await client.weights.inspect({ source: fixture('rgb.pt') })
    expect(report).toMatchObject({ bands: 3, obstacle: expect.stringContaining('bands') })
    expect(await failure(client.weights.import({ source: fixture('rgb.pt') }))).toMatchObject({ code: 'unsupported' })
  })

  it('that is damaged, missing or something else is refused, and leaves nothing behind', async () => {
    const bytes = readFileSync(join(fixtures, 'sisr.pt'))
    const bad = (name: string, content: Uint8Array | string) => {
      writeFileSync(join(folder.path, name), content)
      return { kind: 'file' as const, path: join(folder.path, name) }
    }
    const middle = Uint8Array.from(bytes)
    middle[Math.floor(bytes.length / 2)] ^= 0xff
    for (const source of [
      bad('cut.pt', bytes.subarray(0, 9000)),
      bad('flipped.pt', middle),
      bad('text.pt', '<html>'),
    ]) {
      expect((await failure(client.weights.import({ source }))).code).toBe('bad-input')
    }
    expect((await failure(client.weights.import({ source: fixture('absent.pt') }))).code).toBe('not-found')
    expect(await runs()).toBe(0)
    expect(readdirSync(join(folder.path, 'workspace', 'runs'))).toEqual([])
  })
})

describe('imported weights', () => {
  it.each([
    ['sisr.pt', 'sisr', {}, 1e-5],
    ['legacy.pth', 'sisr', {}, 1e-5],
    ['shared.pt', 'edsr', { globalSkip: true }, 1e-5],
    ['bfloat16.pt', 'edsr', { globalSkip: true }, 1e-2],
    ['checkpoint.pth', 'sisr', {}, 1e-2],
    ['swinir.pt', 'swinir', {}, 1e-5],
  ])('of %s make of an image what PyTorch makes of it', async (name, output, network, tolerance) => {
    const run = await client.weights.import({ source: fixture(name), network, scaling: 'none' })
    expect(run).toMatchObject({
      status: 'done',
      datasetId: null,
      origin: { kind: 'file', name, format: name.endsWith('safetensors') ? 'safetensors' : 'torch' },
    })
    const expected = pixels(output)
    const largest = expected.reduce((most, v) => Math.max(most, Math.abs(v)), 0)
    expect(worst(await applied(run.id), expected) / largest).toBeLessThan(tolerance)
  })

  it('are what was shown for confirmation where nothing is said, as the form says it', async () => {
    const source = fixture('edsr.safetensors')
    const { network } = await client.weights.inspect({ source })
    const run = await client.weights.import({ source, network: {} })
    expect((await client.runs.get({ id: run.id })).config?.network).toEqual(network)
  })

  it('can be said to be what they do not tell, and nothing else', async () => {
    const source = fixture('shared.pt')
    const error = await failure(client.weights.import({ source, network: { outputRelu: false } }))
    expect(error.message).toMatch(/tell themselves what outputRelu is\. Only globalSkip can be said of them/)
  })

  it('are scored on any pairs, trained further, exported, and imported again with what they then know', async () => {
    const datasetId = await simulateLenses(client, 20)
    const run = await client.weights.import({ source: fixture('sisr.pt'), name: 'From PyTorch' })
    const evaluation = await client.evaluations.start({ runId: run.id, datasetId, side: 'train' })
    await endOf(client, evaluation.job)
    const scored = await client.evaluations.get({ id: evaluation.evaluationId })
    expect(scored).toMatchObject({ datasetId, heldOut: true, samples: { length: 16 } })
    expect((await failure(client.evaluations.start({ runId: run.id }))).message).toMatch(
      /was not trained in this workspace/,
    )
    expect((await failure(client.training.continue({ runId: run.id }))).message).toMatch(
      /Train from its weights instead/,
    )

    const training = await client.training.start({
      datasetId,
      from: { runId: run.id },
      settings: tinyTraining.settings,
    })
    await endOf(client, training.job)
    const tuned = await client.runs.get({ id: training.runId })
    expect(tuned).toMatchObject({ network: run.network, parents: [{ runId: run.id }] })

    const { files } = await client.runs.exportWeights({ id: tuned.id, folder: join(folder.path, 'exported') })
    const path = files.find(file => file.endsWith('.safetensors')) ?? ''
    const again = await client.weights.inspect({ source: { kind: 'file', path } })
    expect(again).toMatchObject({ isOwn: true, untold: [], obstacle: null })
    const back = await client.weights.import({ source: { kind: 'file', path } })
    const { data } = await client.runs.get({ id: back.id })
    expect(data).toMatchObject({ scaling: tuned.data.scaling, calibration: { calibrated: true } })
    expect(worst(await applied(back.id), await applied(tuned.id))).toBe(0)
  })

  it('come from a page that a file was dropped on', async () => {
    const { id } = await client.datasets.beginUpload()
    const body = new Uint8Array(readFileSync(join(fixtures, 'edsr.safetensors')))
    const response = await core.fetch(
      new Request(`http://subarc/upload/${id}/edsr.safetensors`, { method: 'POST', body }),
    )
    expect(response.status).toBe(204)
    const dropped = createClient({ origin: 'http://subarc', fetch: core.fetch })
    const report = await dropped.weights.inspect({ source: { kind: 'upload', id } })
    expect(report).toMatchObject({ format: 'safetensors', network: { kind: 'edsr' }, obstacle: null })
  })
})
