import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { GroupDetail } from '../../../../main/contract/groups.ts'
import type { StudyRow } from '../../../../main/contract/study.ts'
import { studyTableText } from '../../../../main/hosts/cli/commands/study.ts'
import {
  endOf,
  openTestCore,
  simulateLenses,
  type TestCore,
  temporaryFolder,
  tinyTraining,
} from '../../../support/trainingCore.ts'

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 })

const folder = temporaryFolder()
let core: TestCore
let pairs: string
let classes: string

/** Networks of a few hundred weights, and few steps, in every recipe. */
const tiny = {
  blocks: 1,
  channels: 4,
  batch: 4,
  epochs: 2,
  validateEveryEpochs: 1,
  'discriminator.channels': 4,
  'discriminator.layers': 2,
  discriminatorFirstEpochs: 1,
}

beforeAll(async () => {
  core = await openTestCore(folder.path)
  pairs = await simulateLenses(core.client, 16)
  const presets = await core.client.simulate.presets()
  const model = presets.find(({ id }) => id === 'model-1-published')
  if (!model) throw new Error('The simulator has no preset of single images in classes.')
  const simulation = { ...model.simulation, hrPixels: 48, hrPixelScaleArcsec: 0.15 }
  const { job, datasetId } = await core.client.simulate.start({ name: 'Classes', simulation, count: 24, seed: 1 })
  await endOf(core.client, job)
  await core.client.datasets.split({ id: datasetId })
  classes = datasetId
})
afterAll(async () => {
  await core.close()
  folder.remove()
})

const study = (
  changes: Record<string, unknown>,
  rows: string[],
  forms: ('corrected' | 'published')[] = ['corrected'],
) =>
  core.client.study.start({
    ...{ dataset1: pairs, dataset2: pairs, classes, rows, forms },
    changes,
    device: tinyTraining.device,
  })

describe('the study', () => {
  let group: GroupDetail
  let table: StudyRow[]

  beforeAll(async () => {
    const rows = ['ResnetSISR_sparse', 'DenoisedSISR 0.1', 'Resnet_simple', 'SRGan']
    const { job, groupId } = await study(tiny, rows)
    await endOf(core.client, job)
    group = await core.client.groups.get({ id: groupId })
    table = await core.client.study.table()
  })

  const runOf = (recipeId: string, stage: string) =>
    group.trials.find(trial => trial.recipeId === recipeId)?.members.find(member => member.stage === stage)?.runId ?? ''

  it('comes to the last stage of its rows', () => {
    expect(group).toMatchObject({ kind: 'study', status: 'done' })
    expect(group.done).toBe(group.runs)
    expect(group.trials.map(({ recipeId }) => recipeId)).toEqual([
      'resnet-sisr-sparse',
      'denoised-sisr-1',
      'resnet-simple',
      'srgan',
    ])
  })

  it('trains once what rows have in common', () => {
    expect(runOf('srgan', 'generator')).toBe(runOf('resnet-sisr-sparse', 'sr'))
    expect(runOf('srgan', 'classifier')).toBe(runOf('resnet-simple', 'classifier'))
  })

  it('makes its GAN from the trained generator, judged by the trained classifier', async () => {
    const gan = await core.client.runs.get({ id: runOf('srgan', 'gan') })
    expect(gan).toMatchObject({ config: { task: 'adversarial', stage: 'gan' }, epoch: 2 })
    expect(gan.parents.map(({ role, runId }) => [role, runId])).toEqual([
      ['start', runOf('srgan', 'generator')],
      ['features', runOf('srgan', 'classifier')],
    ])
    const log = await core.client.runs.log({ id: gan.id })
    expect(log.map(({ message }) => message).join('\n')).toMatch(/Epoch 2: the discriminator tells .* rightly/)
  })

  it('prints its tables with the published numbers beside', () => {
    const row = (name: string, form: string) => table.find(r => r.row === name && r.form === form)
    for (const name of ['ResnetSISR_sparse', 'DenoisedSISR 0.1', 'SRGan']) {
      expect(row(name, 'corrected')?.run).toMatchObject({ side: 'test', datasetName: 'Small lenses' })
      expect(row(name, 'corrected')?.run?.scores.psnr).toBeGreaterThan(0)
      expect(row(name, 'corrected')?.run?.bicubic).toBeGreaterThan(10)
    }
    expect(row('Denoiser 0.1', 'corrected')?.run).toMatchObject({ side: 'validation' })
    // So few images hold not each class, and the mean of all areas is not known then.
    expect(Object.keys(row('Resnet_simple', 'corrected')?.run?.scores ?? {})).toContain('auc no')
    expect(row('SRGan', 'published')).toMatchObject({ run: null, note: 'not trained here yet' })
    const text = studyTableText('dataset_2', table)
    expect(text).toMatch(/SRGan +corrected +1\.39e-2 .* 19\.26 .* images of test, Small lenses/)
    expect(studyTableText('dataset_1', table)).toMatch(/ResnetSISR +published +8\.08e-5 .* not trained here yet/)
  })

  it('is refused where it makes no sense', async () => {
    await expect(study({}, ['SRCNN'])).rejects.toThrow(/not run by a row "SRCNN"; rows: ResnetSISR, /)
    await expect(study({ bloks: 2 }, [])).rejects.toThrow(/has no field "bloks"/)
    const without = core.client.study.start({ dataset1: pairs, dataset2: pairs, rows: ['SRGan'] })
    await expect(without).rejects.toThrow(/need a dataset with the classes/)
  })
})
