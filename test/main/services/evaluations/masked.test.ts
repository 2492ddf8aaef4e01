import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Evaluation } from '../../../../main/contract/evaluations.ts'
import { datasetImageRef, evaluationImageRef } from '../../../../main/contract/images.ts'
import { mse } from '../../../../main/domain/metrics.ts'
import { gaussianPsf } from '../../../../main/domain/psf.ts'
import { createRandom } from '../../../../main/domain/random.ts'
import { blob, pixels, temporaryFolder, writeTestImage } from '../../../support/core.ts'
import { endOf, openTestCore, type TestCore, tinyTraining } from '../../../support/trainingCore.ts'

const PAIRS = 12
const HR = 32
const LR = 16
const bad = 300

let folder: ReturnType<typeof temporaryFolder>
let core: TestCore
let evaluation: Evaluation
let datasetId: string

async function image(ref: string, side: number) {
  const response = await core.fetch(new Request(`http://subarc/pixels/${ref}`))
  expect(response.status).toBe(200)
  return { width: side, height: side, data: new Float32Array(await response.arrayBuffer()) }
}

/** Pairs with a bad pixel in every HR image, flagged in the mask beside it, a noise map each and two PSFs for all. */
function writePairs(data: string): void {
  const random = createRandom(2)
  for (let i = 0; i < PAIRS; i++) {
    const hr = blob(HR, i)
    const noise = new Float32Array(LR * LR).map(() => 0.02 * random.normal())
    const lr = pixels(LR, LR, (x, y) => {
      const at = (dx: number, dy: number): number => hr[(2 * y + dy) * HR + 2 * x + dx]
      return (at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1)) / 4 + noise[y * LR + x]
    })
    hr[bad] = 1e4
    writeTestImage(join(data, 'lr', `${i}.npy`), LR, lr)
    writeTestImage(join(data, 'lr', `${i}_err.npy`), LR, new Float32Array(LR * LR).fill(0.02))
    writeTestImage(join(data, 'hr', `${i}.npy`), HR, hr)
    writeTestImage(
      join(data, 'hr', `${i}_mask.npy`),
      HR,
      hr.map((_, pixel) => (pixel === bad ? 1 : 0)),
    )
  }
  // The LR's PSF is its pixel alone, as the HR's is nearly.
  writeTestImage(join(data, 'psf_lr.npy'), 9, gaussianPsf(0.6, 9, 'integrated').data)
  writeTestImage(join(data, 'psf_hr.npy'), 9, gaussianPsf(1.2, 9).data)
}

beforeAll(async () => {
  folder = temporaryFolder('masked')
  writePairs(join(folder.path, 'data'))
  core = await openTestCore(join(folder.path, 'workspace'))
  const { client } = core
  const source = { kind: 'folder', path: join(folder.path, 'data') } as const
  const imported = await client.datasets.import({
    source,
    name: 'Masked pairs',
    calibration: { calibrated: true, unit: 'ct/s', fluxConvention: 'mean', peak: 3 },
  })
  await endOf(client, imported.job)
  datasetId = imported.datasetId
  const { device, network, settings } = tinyTraining
  const run = await client.training.start({ datasetId, presetId: 'quick', device, network, settings })
  await endOf(client, run.job)
  const scored = await client.evaluations.start({ runId: run.runId, checkpoint: 'best', side: 'validation' })
  await endOf(client, scored.job)
  evaluation = await client.evaluations.get({ id: scored.evaluationId })
})
afterAll(async () => {
  await core.close()
  folder.remove()
})

describe('an evaluation of images with masks, noise maps and PSFs', () => {
  it('scores every method over the pixels that count', async () => {
    for (const { sample, method, mse: scored } of evaluation.images) {
      const shown = await image(evaluationImageRef(evaluation.id, sample, method), HR)
      const hr = await image(datasetImageRef(datasetId, sample, 'hr'), HR)
      const valid = Uint8Array.from(hr.data, (_, pixel) => (pixel === bad ? 0 : 1))
      expect(scored).toBeCloseTo(mse(shown, hr, valid), 6)
      expect(mse(shown, hr)).toBeGreaterThan(1e4)
    }
  })

  it('says that it leaves pixels out', () => {
    expect(evaluation.warnings).toContain('Pixels that are missing or masked are left out of every score.')
  })

  it('shows no residual where a pixel does not count', async () => {
    const [{ sample }] = evaluation.samples
    const { data } = await image(evaluationImageRef(evaluation.id, sample, 'residual'), HR)
    expect([...data.entries()].filter(([, value]) => Number.isNaN(value)).map(([pixel]) => pixel)).toEqual([bad])
  })

  it('checks consistency by the measured PSFs and noise, which no one had to state', () => {
    expect(evaluation.consistencyMissing).toBeNull()
    expect(evaluation.consistency?.perImage).toHaveLength(evaluation.samples.length)
    expect(evaluation.consistency?.reducedChiSquare).toBeGreaterThan(0)
    const wiener = evaluation.methods.find(({ id }) => id === 'wiener')
    expect(wiener?.note).toMatch(/^the measured PSF/)
  })

  it('follows a training that the bad pixels did not spoil', async () => {
    const run = (await core.client.runs.list({})).runs[0]
    const { validation } = await core.client.runs.series({ id: run?.id ?? '' })
    expect(validation.mse).toHaveLength(3)
    expect(Math.max(...validation.mse)).toBeLessThan(100)
  })
})
