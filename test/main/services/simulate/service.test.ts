import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Simulation } from '../../../../main/contract/simulate.ts'
import { writeNpy } from '../../../../main/formats/npy.ts'
import type { Core } from '../../../../main/services/core.ts'
import { knownDegradation } from '../../../../main/services/evaluations/degradation.ts'
import { failure, finished, openCore, temporaryFolder } from '../../../support/core.ts'

let folder: ReturnType<typeof temporaryFolder>
let core: Core
let small: Simulation

beforeEach(async () => {
  folder = temporaryFolder('simulate')
  core = await openCore(folder.path)
  const [preset] = await core.client.simulate.presets()
  small = { ...preset.simulation, hrPixels: 32, hrPixelScaleArcsec: 0.2, subsampling: 1 }
})
afterEach(async () => {
  await core.close()
  folder.remove()
})

const simulated = async (count: number, seed: number, simulation = small) => {
  const { job, datasetId } = await core.client.simulate.start({ name: 'Lenses', simulation, count, seed })
  return { job: await finished(core.client, job), datasetId }
}

const pixelsOf = async (id: string, sample: number): Promise<Float32Array> => {
  const response = await core.fetch(new Request(`http://subarc/pixels/dataset/${id}/${sample}/lr`))
  return new Float32Array(await response.arrayBuffer())
}

describe('a simulated dataset', () => {
  it('is an ordinary one, in the layout of the study, with all that is known of it', async () => {
    const { datasetId } = await simulated(10, 1)
    const dataset = await core.client.datasets.get({ id: datasetId })
    expect(dataset).toMatchObject({
      kind: 'simulated',
      layout: 'study-simulated',
      samples: 10,
      factor: 2,
      calibration: {
        calibrated: true,
        pixelScaleArcsec: 0.4,
        unit: 'ct/s',
        fluxConvention: 'mean',
        lrNoiseSigma: 0.01,
      },
      offset: { dx: 0, dy: 0 },
      simulation: { seed: 1, count: 10, hrPixels: 32 },
    })
    expect(dataset.split?.ratios).toEqual({ train: 80, validation: 10, test: 10 })
    expect(await core.client.datasets.verify({ id: datasetId })).toEqual({ state: 'ok', changed: [], missing: [] })
    const lrFiles = readdirSync(join(folder.path, 'datasets', datasetId, 'LR'))
    expect(lrFiles.sort()).toEqual(Array.from({ length: 10 }, (_, i) => `sample${i + 1}.npy`).sort())
  })

  it('is the same for a seed, whatever its size, and shows what the preview showed', async () => {
    const few = await simulated(3, 9)
    const more = await simulated(6, 9)
    expect(await pixelsOf(few.datasetId, 2)).toEqual(await pixelsOf(more.datasetId, 2))
    const { lr } = await core.client.simulate.preview({ simulation: small, seed: 9, index: 2 })
    const bytes = new Uint8Array(Buffer.from(lr?.base64 ?? '', 'base64'))
    expect(new Float32Array(bytes.buffer)).toEqual(await pixelsOf(few.datasetId, 2))
    const other = await simulated(3, 10)
    expect(await pixelsOf(other.datasetId, 2)).not.toEqual(await pixelsOf(few.datasetId, 2))
  })

  it('is found again when its workspace has been moved', async () => {
    const { datasetId } = await simulated(3, 1)
    const before = await pixelsOf(datasetId, 1)
    await core.close()
    const moved = `${folder.path}-moved`
    renameSync(folder.path, moved)
    core = await openCore(moved)
    expect(await core.client.datasets.verify({ id: datasetId })).toEqual({ state: 'ok', changed: [], missing: [] })
    expect(await pixelsOf(datasetId, 1)).toEqual(before)
    await core.close()
    renameSync(moved, folder.path)
    core = await openCore(folder.path)
  })

  it('reports its rate, and leaves nothing behind when it is stopped', async () => {
    const { job, datasetId } = await core.client.simulate.start({
      name: 'Many',
      simulation: small,
      count: 20_000,
      seed: 1,
    })
    for await (const { job: state } of await core.client.jobs.events({ id: job.id })) {
      if (state.progress.ratePerSecond === null) continue
      expect(state.progress).toMatchObject({ total: 20_000, unit: 'pairs' })
      await core.client.jobs.stop({ id: job.id })
      break
    }
    expect(await finished(core.client, job)).toMatchObject({ status: 'stopped', error: null })
    expect(await core.client.datasets.list()).toEqual([])
    expect(existsSync(join(folder.path, 'datasets', datasetId))).toBe(false)
  })
})

describe('single images of several classes', () => {
  it('make a labelled dataset of their own, without HR, in the layout of images to super-resolve', async () => {
    const presets = await core.client.simulate.presets()
    const model = presets.find(({ id }) => id === 'model-1-published')?.simulation ?? small
    const { job, datasetId } = await simulated(7, 1, { ...model, hrPixels: 32, hrPixelScaleArcsec: 0.2 })
    expect(job.status).toBe('done')
    const dataset = await core.client.datasets.get({ id: datasetId })
    expect(dataset).toMatchObject({
      layout: 'lr-only',
      paired: false,
      factor: null,
      lrSize: { width: 32, height: 32 },
      hrSize: null,
      calibration: { calibrated: true, pixelScaleArcsec: 0.2, lrPsfFwhmArcsec: 0.087 },
      classes: [
        { label: 'no', count: 3 },
        { label: 'sphere', count: 2 },
        { label: 'vort', count: 2 },
      ],
    })
    const { samples } = await core.client.datasets.samples({ id: datasetId })
    expect(samples.map(({ label }) => label)).toEqual(['no', 'sphere', 'vort', 'no', 'sphere', 'vort', 'no'])
    expect(readdirSync(join(folder.path, 'datasets', datasetId, 'images'))).toHaveLength(7)
  })
})

describe('what is known of simulated values', () => {
  it('is no photometry where each image was stretched for itself, and no offset by a measurement but the true one', async () => {
    const offset = { x: 0.94, y: -0.81 }
    const { datasetId } = await simulated(4, 1, { ...small, values: 'per-image', offset })
    const dataset = await core.client.datasets.get({ id: datasetId })
    expect(dataset.calibration).toMatchObject({ calibrated: false, unit: null, fluxConvention: 'unknown', peak: 1 })
    expect(dataset.offset).toEqual({ dx: 0.94, dy: -0.81, scatter: 0 })
    expect(dataset.symmetries.allowed).toBe(false)
  })

  it('takes an SR image back to the LR: PSFs, noise and exposure, as in datasets that were simulated before', async () => {
    const { datasetId } = await simulated(3, 1)
    const dataset = await core.client.datasets.get({ id: datasetId })
    const { degradation, ...rest } = knownDegradation(dataset)
    expect(degradation).toMatchObject({
      lrPsfFwhmPixels: expect.closeTo(3.5, 9),
      noiseSigma: 0.01,
      offset: { dx: 0, dy: 0 },
    })
    expect(degradation?.exposureSeconds).toBeCloseTo(10 ** 3.25, 6)
    expect(rest).toMatchObject({ warnings: [expect.stringContaining('geometric mean')] })
    for (const exposureSeconds of [500, { min: 250, max: 1000 }]) {
      const before = { ...dataset, simulation: { exposureSeconds } }
      expect(knownDegradation(before).degradation?.exposureSeconds).toBe(500)
    }
  })

  it('is the PSF of each sample where each drew its own', async () => {
    const psf = { kind: 'gaussian' as const, fwhmArcsec: { min: 0.5, max: 0.9 } }
    const { datasetId } = await simulated(3, 1, { ...small, lr: { ...small.lr, psf } })
    const dataset = await core.client.datasets.get({ id: datasetId })
    expect(dataset.calibration.lrPsfFwhmArcsec).toBeNull()
    expect(dataset.planes.psf).toEqual({ lr: 3, hr: 3 })
    expect(knownDegradation(dataset).degradation?.measured).toMatchObject({ lrPsf: true, hrPsf: true })
    expect(readdirSync(join(folder.path, 'datasets', datasetId, 'psf'))).toHaveLength(4)
    expect((await core.client.datasets.verify({ id: datasetId })).state).toBe('ok')
  })
})

describe('an image as source and as PSF', () => {
  const galaxy = (values: number[]) => {
    const path = join(folder.path, `galaxy-${values[0]}.npy`)
    writeFileSync(path, writeNpy({ shape: [3, 3], data: Float32Array.from(values) }))
    return path
  }

  it('is read from its file, once, and lensed', async () => {
    const file = galaxy([0, 1, 0, 1, 4, 1, 0, 1, 0])
    const source = { kind: 'image' as const, file, pixelScaleArcsec: 0.1, magnitude: 22, rotationDegrees: 0 }
    const simulation: Simulation = {
      ...small,
      sources: [{ ...source, xArcsec: 0.1, yArcsec: 0 }],
      hr: { ...small.hr, psf: { kind: 'image', file } },
    }
    const { job } = await simulated(2, 1, simulation)
    expect(job.status).toBe('done')
  })

  it('is refused where it has missing values, and where there is none', async () => {
    const make = (file: string) =>
      failure(
        core.client.simulate.preview({
          simulation: { ...small, hr: { ...small.hr, psf: { kind: 'image', file } } },
          seed: 1,
        }),
      )
    expect((await make(galaxy([Number.NaN, 1, 1, 1, 1, 1, 1, 1, 1]))).message).toContain('missing values')
    expect((await make(join(folder.path, 'none.npy'))).code).toBe('not-found')
  })
})

describe('impossible numbers', () => {
  it('are refused before a job is made', async () => {
    const start = (change: Partial<Simulation>) =>
      failure(core.client.simulate.start({ name: 'No', simulation: { ...small, ...change }, count: 5, seed: 0 }))
    expect((await start({ hrPixels: 33 })).message).toContain('cannot be binned by 2')
    const psf = { kind: 'gaussian' as const, fwhmArcsec: 9.9 }
    expect((await start({ lr: { ...small.lr, psf }, hrPixels: 16 })).message).toContain('does not fit')
    expect((await start({ offset: { x: { min: 1, max: 0 }, y: 0 } })).message).toContain('min is above max')
    expect((await start({ zLens: 2 })).message).toContain('must lie behind the lens')
    expect((await start({ hrPixels: 5000 })).message).toContain('hrPixels')
    expect(await core.client.jobs.list({})).toEqual([])
  })
})
