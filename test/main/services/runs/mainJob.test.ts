import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { applyImageRef, evaluationImageRef, previewImageRef, WIDTH_HEADER } from '../../../../main/contract/images.ts'
import { buildCards } from '../../../../main/formats/fits/cardBuilder.ts'
import { FitsHeader } from '../../../../main/formats/fits/header.ts'
import { writeFitsImage } from '../../../../main/formats/fits/write.ts'
import { writeNpy } from '../../../../main/formats/npy.ts'
import { readImageFile } from '../../../../main/formats/readers.ts'
import { parseSafetensors } from '../../../../main/formats/safetensors.ts'
import {
  endOf,
  openTestCore,
  settled,
  simulateLenses,
  type TestCore,
  temporaryFolder,
  tinyTraining,
} from '../../../support/trainingCore.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const folder = temporaryFolder()
let core: TestCore
let datasetId: string
let runId: string
let evaluationId: string

beforeAll(async () => {
  core = await openTestCore(join(folder.path, 'workspace'))
  datasetId = await simulateLenses(core.client, 30)
  await core.client.datasets.split({ id: datasetId, ratios: { train: 60, validation: 20, test: 20 }, seed: 1 })
  const training = await core.client.training.start({ ...tinyTraining, datasetId, name: 'First try' })
  runId = training.runId
  await endOf(core.client, training.job)
})
afterAll(async () => {
  await core.close()
  folder.remove()
})

const pixels = async (ref: string) => {
  const response = await core.fetch(new Request(`http://subarc/pixels/${ref}`))
  const body = await response.arrayBuffer()
  const data = new Float32Array(response.ok ? body : new ArrayBuffer())
  return { status: response.status, width: Number(response.headers.get(WIDTH_HEADER)), data }
}

describe('a trained run', () => {
  it('keeps its numbers, its environment, its checkpoints and its previews', async () => {
    const run = await core.client.runs.get({ id: runId })
    expect(run).toMatchObject({
      status: 'done',
      name: 'First try',
      epoch: 3,
      epochs: 3,
      device: 'onnx:cpu',
      error: null,
    })
    expect(run.step).toBe(run.epochs * Math.ceil(18 / 4))
    expect(run.best?.psnr).toBeGreaterThan(0)
    expect(run.checkpoints.map(checkpoint => checkpoint.which)).toEqual(['best', 'last'])
    expect(run.environment).toMatchObject({ subarc: '1.2.3', node: process.versions.node })
    expect(run.peakMemoryBytes).toBeGreaterThan(1e7)
    const { validation, loss } = await core.client.runs.series({ id: runId })
    expect(validation.epoch).toEqual([1, 2, 3])
    expect(loss.every(Number.isFinite)).toBe(true)

    const [preview] = run.previews
    const image = await pixels(previewImageRef(runId, preview.step, preview.sample))
    expect([image.status, image.width, image.data.length]).toEqual([200, 32, 32 * 32])
    const files = ['config.json', 'split.json', 'log.jsonl'].map(name => join(core.info.path, 'runs', runId, name))
    expect(files.every(file => existsSync(file))).toBe(true)
  })

  it('is found by its words, renamed, thrown away and fetched back with its files', async () => {
    const { client } = core
    await client.runs.update({ id: runId, notes: 'The Cosmic Horseshoe', tags: ['ring', 'ring', 'paper'] })
    const find = async (search: string) => (await client.runs.list({ search })).runs.map(run => run.id)
    expect(await find('horseshoe first')).toEqual([runId])
    expect(await find('PAPER small')).toEqual([runId])
    expect(await find('100%_none')).toEqual([])
    expect((await client.runs.get({ id: runId })).tags).toEqual(['ring', 'paper'])

    expect(await client.runs.remove({ id: runId })).toEqual({ removed: true })
    expect(await find('')).toEqual([])
    expect((await client.runs.trash()).map(run => run.id)).toEqual([runId])
    await expect(client.runs.get({ id: runId })).rejects.toThrow(/lies in the trash/)
    expect(existsSync(join(core.info.path, 'runs', runId))).toBe(false)
    await client.runs.restore({ id: runId })
    expect(await find('')).toEqual([runId])
    expect(existsSync(join(core.info.path, 'runs', runId, 'checkpoints', 'best.safetensors'))).toBe(true)
  })
})

describe('starting another', () => {
  it('is estimated by a warm-up on the device', async () => {
    const estimate = await core.client.training.estimate({ ...tinyTraining, datasetId })
    expect(estimate.fits).toBe(true)
    expect(estimate.secondsPerStep).toBeGreaterThan(0)
    expect(estimate.totalSeconds).toBeGreaterThan(estimate.secondsPerStep)
    expect(estimate.peakMemoryBytes).toBeLessThan(estimate.availableMemoryBytes)
  })

  it('waits for its turn while one runs, and can be called off', async () => {
    const { client } = core
    const settings = { ...tinyTraining.settings, epochs: 1000 }
    const first = await client.training.start({ ...tinyTraining, settings, datasetId })
    const second = await client.training.start({ ...tinyTraining, settings, datasetId })
    expect((await client.runs.get({ id: second.runId })).status).toBe('queued')
    await client.jobs.stop({ id: second.job.id })
    await settled(client, second.job)
    expect((await client.runs.get({ id: second.runId })).status).toBe('stopped')
    await client.jobs.stop({ id: first.job.id })
    await settled(client, first.job)
    expect((await client.runs.get({ id: first.runId })).status).toBe('stopped')
  })

  it('is refused on a device that does not work', async () => {
    const start = core.client.training.start({ ...tinyTraining, datasetId, device: 'onnx:none' })
    await expect(start).rejects.toThrow(/cannot be used/)
  })
})

describe('its evaluation', () => {
  it('scores the network beside every baseline on held-out images, and the degraded SR against the LR', async () => {
    const { client } = core
    const started = await client.evaluations.start({ runId })
    evaluationId = started.evaluationId
    await endOf(client, started.job)
    const evaluation = await client.evaluations.get({ id: evaluationId })
    expect(evaluation.methods.map(method => method.id)).toEqual([
      ...['network', 'nearest', 'bilinear', 'bicubic', 'lanczos3', 'bicubic-affine'],
      ...['wiener', 'richardson-lucy', 'gaussian-denoise'],
    ])
    const { split } = await client.datasets.get({ id: datasetId })
    expect(evaluation.samples.map(({ sample }) => sample)).toEqual(split?.test)
    expect(evaluation).toMatchObject({ heldOut: true, side: 'test', consistencyMissing: null })
    expect(evaluation.images).toHaveLength(6 * 9)
    const psnr = (id: string) => evaluation.methods.find(method => method.id === id)?.whole.psnr.mean ?? Number.NaN
    expect(psnr('bicubic')).toBeGreaterThan(psnr('nearest'))
    expect(psnr('bicubic-affine')).toBeGreaterThanOrEqual(psnr('bicubic'))
    expect(psnr('richardson-lucy')).toBeGreaterThan(psnr('bicubic'))
    const network = evaluation.methods[0].whole.psnr
    expect(network.interval?.low).toBeLessThanOrEqual(network.mean)
    expect(evaluation.methods[7].note).toContain('tuned on the validation side')
    expect(evaluation.consistency?.perImage).toHaveLength(6)
  })

  it('shows its images, the residual being SR - HR', async () => {
    const [{ sample }] = (await core.client.evaluations.get({ id: evaluationId })).samples
    const [sr, residual, consistency, hr, lucy] = await Promise.all(
      [
        evaluationImageRef(evaluationId, sample, 'network'),
        evaluationImageRef(evaluationId, sample, 'residual'),
        evaluationImageRef(evaluationId, sample, 'consistency'),
        `dataset/${datasetId}/${sample}/hr`,
        evaluationImageRef(evaluationId, sample, 'richardson-lucy'),
      ].map(pixels),
    )
    expect([sr.width, residual.width, consistency.width, lucy.width]).toEqual([32, 32, 16, 32])
    expect(residual.data).toEqual(sr.data.map((value, i) => value - hr.data[i]))
    expect((await pixels(evaluationImageRef(evaluationId, sample, 'magic'))).status).toBe(404)
  })

  it('does not call scores on training images results', async () => {
    const { client } = core
    const train = await client.evaluations.start({ runId, side: 'train' })
    await endOf(client, train.job)
    const evaluation = await client.evaluations.get({ id: train.evaluationId })
    expect(evaluation.heldOut).toBe(false)
    expect(evaluation.warnings.join(' ')).toContain('they are no result')
    expect((await client.runs.get({ id: runId })).evaluations.map(e => e.side).sort()).toEqual(['test', 'train'])
  })

  it('keeps scores on other images apart: the table goes on with those of its own dataset', async () => {
    const { client } = core
    const own = async () => {
      const { rows } = await client.runTable.rows({ where: `id = "${runId}"`, columns: ['test.psnr', 'test.images'] })
      return rows[0].cells.map(({ value }) => value)
    }
    const before = await own()
    expect(before[1]).toBe(6)
    const otherId = await simulateLenses(client, 8)
    await client.datasets.split({ id: otherId, ratios: { train: 50, validation: 0, test: 50 }, seed: 1 })
    const { job, evaluationId: id } = await client.evaluations.start({ runId, datasetId: otherId })
    await endOf(client, job)
    expect((await client.evaluations.get({ id })).samples).toHaveLength(4)
    expect(await own()).toEqual(before)
    const { evaluations } = await client.runs.get({ id: runId })
    expect(evaluations.find(evaluation => evaluation.id === id)).toMatchObject({ datasetId: otherId, heldOut: true })
    await client.datasets.remove({ id: otherId })
  })

  it('refuses a side that is empty or was split anew, and says what to do', async () => {
    const { client } = core
    await client.datasets.split({ id: datasetId, ratios: { train: 80, validation: 20, test: 0 }, seed: 1 })
    await expect(client.evaluations.start({ runId })).rejects.toThrow(/was split anew.*train a new run/)
    const settings = { ...tinyTraining.settings, epochs: 1 }
    const other = await client.training.start({ ...tinyTraining, settings, datasetId })
    await endOf(client, other.job)
    await expect(client.evaluations.start({ runId: other.runId })).rejects.toThrow(
      /The test side of "Small lenses" is empty. Evaluate on the validation side/,
    )
    await client.datasets.split({ id: datasetId, ratios: { train: 60, validation: 20, test: 20 }, seed: 1 })
  })

  it('becomes a page that needs nothing beside itself', async () => {
    const { html, panels } = await core.client.evaluations.report({
      id: evaluationId,
      folder: join(folder.path, 'report'),
    })
    const page = readFileSync(html, 'utf8')
    expect(panels).toHaveLength(6)
    expect(panels.every(file => readFileSync(file).subarray(1, 4).toString() === 'PNG')).toBe(true)
    expect(page.match(/data:image\/png;base64/g)).toHaveLength(6)
    expect(page).not.toMatch(/<script|https?:\/\/|src="(?!data:)|href=/)
    for (const part of ['Richardson-Lucy', 'First try', '<svg', 'SHA-256']) expect(page).toContain(part)
    const download = await core.fetch(new Request(`http://subarc/download/report/${evaluationId}`))
    expect(await download.text()).toBe(page)
  })
})

describe('its weights', () => {
  it('are exported without the optimizer, with a card that tells their limits and scores', async () => {
    const { files } = await core.client.runs.exportWeights({
      id: runId,
      which: 'last',
      folder: join(folder.path, 'weights'),
    })
    const [weights, card, readme] = files.map(file => readFileSync(file))
    const { tensors, metadata } = parseSafetensors(weights)
    expect(tensors.map(tensor => tensor.name)).toContain('body.0.body.0.weight')
    expect(tensors.some(tensor => tensor.name.startsWith('adam.'))).toBe(false)
    expect(JSON.parse(metadata.subarc)).toMatchObject({ schema: 'subarc-model/1', fluxFactor: 1 })
    expect(JSON.parse(card.toString())).toMatchObject({
      format: 'subarc-model-card',
      run: runId,
      data: { trained: 18, validated: 6, calibrated: true, magnification: 2 },
      scores: null,
    })
    expect(readme.toString()).toContain('load_state_dict')
    const best = await core.client.runs.exportWeights({
      id: runId,
      which: 'best',
      folder: join(folder.path, 'weights'),
    })
    expect(JSON.parse(readFileSync(best.files[1], 'utf8')).scores).toMatchObject({ side: 'test', images: 6 })
  })

  it('are exported as an ONNX file that tells what it was trained on', async () => {
    const file = join(folder.path, 'weights', 'network.onnx')
    const result = await core.client.runs.exportOnnx({ id: runId, which: 'best', file })
    expect(result).toEqual({ file, irVersion: 8, opset: 17 })
    const text = readFileSync(file).toString('latin1')
    for (const part of ['training_run', runId, 'pixel_scale_arcsec', 'license', '"scaling"'])
      expect(text).toContain(part)
    const elsewhere = core.client.runs.exportOnnx({ id: runId, file: join(folder.path, 'image.fits') })
    await expect(elsewhere).rejects.toThrow('should end in .onnx')
    const byDefault = await core.client.runs.exportOnnx({ id: runId })
    expect(readFileSync(byDefault.file).length).toBeGreaterThan(1000)
  })
})

describe('applying it', () => {
  const inputs = join(folder.path, 'inputs')
  const out = join(folder.path, 'out')

  it('writes what it can, tells what it could not, and warns of what it was not trained on', async () => {
    mkdirSync(inputs)
    const image = await core.client.datasets.samples({ id: datasetId, limit: 1 })
    const lr = await readImageFile(image.samples[0].lrFile)
    const cards = [
      buildCards('OBJECT', 'J1148+1930'),
      buildCards('BUNIT', 'ct/s'),
      buildCards('CTYPE1', 'RA---TAN'),
      buildCards('CTYPE2', 'DEC--TAN'),
      buildCards('CRPIX1', 8.5),
      buildCards('CRPIX2', 8.5),
      buildCards('CDELT1', -0.5 / 3600),
      buildCards('CDELT2', 0.5 / 3600),
    ].flat()
    writeFileSync(join(inputs, 'lens.fits'), writeFitsImage({ image: lr.image, cards }))
    writeFileSync(join(inputs, 'plain.npy'), writeNpy({ shape: [16, 16], data: lr.image.data }))
    writeFileSync(join(inputs, 'broken.npy'), 'nothing')
    writeFileSync(
      join(inputs, 'empty.npy'),
      writeNpy({ shape: [16, 16], data: new Float32Array(256).fill(Number.NaN) }),
    )

    const { job, applyId } = await core.client.apply.start({
      runId,
      source: { kind: 'folder', path: inputs },
      formats: ['fits', 'npy', 'png'],
      folder: out,
    })
    await endOf(core.client, job)
    const record = await core.client.apply.get({ id: applyId })
    const states = Object.fromEntries(record.items.map(item => [item.name, item.status]))
    expect(states).toEqual({ broken: 'failed', empty: 'failed', lens: 'done', plain: 'done' })
    expect(record.status).toBe('done')

    const lens = record.items.find(item => item.name === 'lens')
    expect(lens?.warnings.join(' ')).toMatch(/The pixel scale is 0.5 arcsec; the network was trained at 0.32/)
    const product = await readImageFile(join(out, 'lens_sr.fits'))
    const header = new FitsHeader(product.cards ?? [])
    expect(product.dtype).toBe('float32')
    expect([product.image.width, header.number('CRPIX1'), header.string('OBJECT')]).toEqual([32, 16.5, 'J1148+1930'])
    expect(header.number('CDELT1')).toBeCloseTo(-0.25 / 3600, 12)
    expect(product.cards?.join(' ')).toContain(record.weightsSha256.slice(0, 60))
    expect(product.cards?.join(' ')).toContain('WARNING: The pixel scale is 0.5')

    const headers = await core.client.apply.headers({ id: applyId, item: lens?.index ?? -1 })
    expect(headers.output).toEqual(product.cards)
    expect(headers.input).toEqual(expect.arrayContaining(cards))
    const plain = record.items.find(item => item.name === 'plain')
    expect(await core.client.apply.headers({ id: applyId, item: plain?.index ?? -1 })).toMatchObject({ input: [] })

    const shown = await pixels(applyImageRef(applyId, lens?.index ?? -1, 'output'))
    expect(shown.data).toEqual(product.image.data)
    expect((await readImageFile(join(out, 'lens_sr.npy'))).image.data).toEqual(product.image.data)
    expect((await pixels(applyImageRef(applyId, lens?.index ?? -1, 'bicubic'))).width).toBe(32)
  })

  it('never overwrites unless asked, and does not repeat what is done', async () => {
    const { client } = core
    const start = (overwrite: boolean, formats: ('fits' | 'png')[] = ['fits']) =>
      client.apply.start({
        runId,
        source: { kind: 'folder', path: inputs },
        formats,
        folder: out,
        existing: overwrite ? 'overwrite' : 'refuse',
      })
    const before = readFileSync(join(out, 'lens_sr.fits'))
    const engines = core.engines.length
    const again = await start(false)
    await settled(client, again.job)
    const items = (await client.apply.get({ id: again.applyId })).items
    expect(items.filter(item => item.status === 'done').map(item => item.name)).toEqual(['lens', 'plain'])
    expect(readFileSync(join(out, 'lens_sr.fits'))).toEqual(before)
    expect(core.engines.length).toBeLessThanOrEqual(engines + 1)

    writeFileSync(join(out, 'foreign_sr.fits'), 'mine')
    writeFileSync(join(inputs, 'foreign.npy'), readFileSync(join(inputs, 'plain.npy')))
    const blocked = await start(false)
    await settled(client, blocked.job)
    const foreign = (await client.apply.get({ id: blocked.applyId })).items.find(item => item.name === 'foreign')
    expect(foreign).toMatchObject({ status: 'failed', error: { code: 'conflict' } })
    expect(readFileSync(join(out, 'foreign_sr.fits'), 'utf8')).toBe('mine')
    await endOf(client, (await start(true)).job)
    expect((await readImageFile(join(out, 'foreign_sr.fits'))).image.width).toBe(32)
  })

  it('is a failure where nothing could be made', async () => {
    const { job } = await core.client.apply.start({
      runId,
      source: { kind: 'files', paths: [join(inputs, 'broken.npy')] },
      folder: join(folder.path, 'nothing'),
    })
    const ended = await settled(core.client, job)
    expect(ended.status).toBe('failed')
    expect(ended.error?.message).toMatch(/broken was not super-resolved/)
  })
})
