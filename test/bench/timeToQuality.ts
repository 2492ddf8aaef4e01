/**
 * `node test/bench/timeToQuality.ts`: steps to quality of the study's recipe and of its corrected form, with one small
 * network on one simulated dataset like dataset_1. The published recipe runs to its plateau: its best validation score gains
 * under 0.05 dB in 20 epochs. Then the corrected one runs, and the step at which its validation passes that score is looked
 * up. `--seeds N` from `--first N` on, `--pairs N`, `--pixels N` (LR), `--blocks N`, `--channels N`, `--limit N` (epochs), `--out FILE` (JSON).
 */
import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import type { SubarcClient } from '../../main/contract/client.ts'
import type { RunSeries } from '../../main/contract/runs.ts'
import { endOf, openTestCore, settled, temporaryFolder } from '../support/trainingCore.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '3' },
    first: { type: 'string', default: '0' },
    pairs: { type: 'string', default: '500' },
    pixels: { type: 'string', default: '24' },
    blocks: { type: 'string', default: '2' },
    channels: { type: 'string', default: '16' },
    limit: { type: 'string', default: '2000' },
    out: { type: 'string' },
  },
})
const [pairs, pixels, blocks, channels, limit] = [
  values.pairs,
  values.pixels,
  values.blocks,
  values.channels,
  values.limit,
].map(Number)
const PLATEAU = { gainDb: 0.05, epochs: 20 }
/** The field of dataset_1: 150 pixels of 0.025 arcsec. */
const FIELD_ARCSEC = 3.75

/** A sample of the study's simulation on fewer pixels of the same field. */
async function simulate(client: SubarcClient): Promise<string> {
  const presets = await client.simulate.presets()
  const study = presets.find(({ id }) => id === 'study')
  if (study === undefined) throw new Error('The simulator has no preset of the study.')
  const { job, datasetId } = await client.simulate.start({
    name: 'Like dataset_1',
    simulation: { ...study.simulation, hrPixels: 2 * pixels, hrPixelScaleArcsec: FIELD_ARCSEC / (2 * pixels) },
    count: pairs,
    seed: 1,
  })
  await endOf(client, job)
  return datasetId
}

/** A validation costs about as much as a few steps: of the long runs not every epoch is validated. */
const VALIDATE_EVERY = 4

const bestUntil = ({ psnr, epoch }: RunSeries['validation'], last: number): number =>
  Math.max(...psnr.filter((_, i) => epoch[i] <= last))

/** Index of the first validation at which the plateau is reached; undefined where it is not yet. */
function plateauOf(series: RunSeries['validation']): number | undefined {
  const found = series.epoch.findIndex(epoch => {
    const before = epoch - PLATEAU.epochs
    return before >= series.epoch[0] && bestUntil(series, epoch) - bestUntil(series, before) < PLATEAU.gainDb
  })
  return found < 0 ? undefined : found
}

interface Trained {
  readonly series: RunSeries['validation']
  readonly seconds: number
}

async function train(client: SubarcClient, datasetId: string, presetId: string, seed: number): Promise<Trained> {
  const published = presetId.endsWith('published')
  const { job, runId } = await client.training.start({
    datasetId,
    presetId,
    device: 'onnx:cpu',
    network: { blocks, channels },
    settings: { seed, ...(published && { epochs: limit, validateEveryEpochs: VALIDATE_EVERY }) },
  })
  const validation = async () => (await client.runs.series({ id: runId })).validation
  if (published) {
    for await (const { training } of await client.jobs.events({ id: job.id })) {
      if (training?.type !== 'validation') continue
      if (plateauOf(await validation()) !== undefined) {
        await client.jobs.stop({ id: job.id })
        break
      }
    }
  }
  await settled(client, job)
  return { series: await validation(), seconds: (await client.runs.get({ id: runId })).durationSeconds }
}

const folder = temporaryFolder()
const core = await openTestCore(folder.path)
try {
  const { client } = core
  const datasetId = await simulate(client)
  const { split } = await client.datasets.get({ id: datasetId })
  const sides = { train: split?.train.length, validation: split?.validation.length }
  const sizes = { pairs, ...sides, lrPixels: pixels, blocks, channels }
  const rows = []
  const first = Number(values.first)
  for (let seed = first; seed < first + Number(values.seeds); seed++) {
    const published = await train(client, datasetId, 'resnet-sisr-published', seed)
    const end = plateauOf(published.series) ?? published.series.psnr.length - 1
    const plateauDb = bestUntil(published.series, published.series.epoch[end])
    const corrected = await train(client, datasetId, 'resnet-sisr', seed)
    const passed = corrected.series.psnr.findIndex(psnr => psnr >= plateauDb)
    const row = {
      seed,
      plateauReached: plateauOf(published.series) !== undefined,
      publishedSteps: published.series.step[end],
      publishedDb: plateauDb,
      correctedStepsToIt: passed < 0 ? null : corrected.series.step[passed],
      timesFewer: passed < 0 ? null : published.series.step[end] / corrected.series.step[passed],
      correctedSteps: corrected.series.step.at(-1),
      correctedDb: Math.max(...corrected.series.psnr),
      publishedSeconds: published.seconds,
      correctedSeconds: corrected.seconds,
    }
    console.log(JSON.stringify(row))
    rows.push(row)
    // After each seed: an hour's work is not lost with the last of it.
    const report = { processor: cpus()[0]?.model ?? 'unknown', sizes, plateau: PLATEAU, rows }
    if (values.out !== undefined) await writeFile(values.out, `${JSON.stringify(report, null, 2)}\n`)
  }
} finally {
  await core.close()
  folder.remove()
}
