import { createRandom } from '../../main/domain/random.ts'
import { saveEvaluation } from '../../main/workspace/evaluations.ts'
import { addSteps, addValidation } from '../../main/workspace/runSeries.ts'
import { type RunRecord, saveRun } from '../../main/workspace/runs.ts'
import { openWorkspace, type Workspace } from '../../main/workspace/workspace.ts'

export interface Amounts {
  readonly runs: number
  /** One point of the step series and one validation an epoch. */
  readonly epochs: number
  /** Scores of single images over all evaluations, of the network and of bicubic interpolation. */
  readonly imageScores: number
}

/** What issue 6 asks the store to carry: 2 million numbers of series, 100,000 scores of images. */
export const FULL: Amounts = { runs: 1000, epochs: 200, imageScores: 100_000 }

const EVALUATED = 100
const SEEDS = 5
const METHODS = ['network', 'bicubic']
const RECIPES = ['quick', 'balanced', 'best', 'denoised-sisr']
const DATASETS = ['Ground and space', 'HSC and HST', 'Deep rings', 'Quads']
const SIDES = { train: 800, validation: 100, test: 100 }

/**
 * A workspace as an afternoon, or a year, of sweeps leaves it: every setting with five seeds. The runs have numbers and
 * scores but neither weights nor images; everything follows from `seed`.
 */
export function makeWorkspace(path: string, amounts: Amounts, seed = 1): void {
  const workspace = openWorkspace(path)
  const random = createRandom(seed)
  const images = Math.ceil(amounts.imageScores / (Math.min(EVALUATED, amounts.runs) * METHODS.length))
  for (let i = 0; i < amounts.runs; i++) {
    const quality = random.normal()
    const run = runOf(i, amounts.epochs, quality)
    workspace.transaction(() => {
      saveRun(workspace.db, run)
      addCurves(workspace, run, quality, random)
      if (i < EVALUATED) addScores(workspace, run, images, quality, random)
    })
  }
  workspace.close()
}

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i)

function runOf(i: number, epochs: number, quality: number): RunRecord {
  const setting = Math.floor(i / SEEDS)
  const blocks = 2 + (setting % 8)
  const learningRate = [1e-3, 3e-4, 1e-4][setting % 3]
  const recipe = RECIPES[setting % RECIPES.length]
  const dataset = setting % DATASETS.length
  const network = { kind: 'resnet-sisr', blocks, channels: 32, magnification: 2, magnifications: 1, outputRelu: true }
  const settings = {
    ...{ epochs, batchSize: 4 + 4 * (setting % 3), learningRate, schedule: { kind: 'constant' }, loss: 'mse' },
    ...{ augmentSymmetries: true, validateEveryEpochs: 1, checkpointEverySeconds: 60, seed: i % SEEDS },
  }
  const name = `${recipe} ${setting}, seed ${i % SEEDS}`
  const best = Math.floor(epochs * 0.8)
  return {
    ...{ version: 1, id: `run-20260314-${i.toString(16).padStart(8, '0')}`, name, jobId: null },
    status: i % 17 === 0 ? 'failed' : 'done',
    ...{ datasetId: `ds-${dataset}`, datasetName: DATASETS[dataset], presetId: recipe },
    ...{ network: `ResnetSISR ${blocks} x 32, x2`, parameters: 20_000 * blocks, device: 'onnx:cpu', seed: i % SEEDS },
    createdAt: new Date(Date.UTC(2026, 2, 1) + i * 600_000).toISOString(),
    ...{ durationSeconds: 300 + 10 * blocks, epoch: epochs, epochs, step: epochs * 100 },
    best: { psnr: 30 + blocks / 4 + 0.2 * quality, ssim: 0.8 + 0.01 * blocks, epoch: best, step: best * 100 },
    ...{
      notes: '',
      tags: i % 10 === 0 ? ['paper'] : [],
      peakMemoryBytes: 6e8,
      origin: null,
      parents: [],
      groupId: null,
    },
    config: { datasetId: `ds-${dataset}`, presetId: recipe, name, device: 'onnx:cpu', network, settings },
    data: {
      ...{ scaling: { kind: 'asinh', softening: 0.1 }, fluxFactor: 4, peak: 1.2, factor: 2, threads: 2 },
      train: numbers(0, SIDES.train),
      validation: numbers(SIDES.train, SIDES.validation),
      test: numbers(SIDES.train + SIDES.validation, SIDES.test),
      calibration: { calibrated: true, pixelScaleArcsec: 0.168, unit: 'nJy', fluxConvention: 'sum' },
    },
    environment: { subarc: '0.1.0', node: '24.21.0', os: 'linux', architecture: 'x64', cores: 2, threads: 2 },
    ...{ datasetHash: `hash-${dataset}`, splitHash: `split-${dataset}`, checkpoints: [], error: null },
  }
}

type Random = ReturnType<typeof createRandom>

function addCurves({ db }: Workspace, { id, epochs }: RunRecord, quality: number, random: Random): void {
  const steps = numbers(1, epochs).map(epoch => ({
    ...{ step: epoch * 100, epoch, loss: 0.02 / epoch + 1e-3 * (1 + 0.1 * random.normal()), gradientNorm: 1 / epoch },
    ...{ learningRate: 1e-3, imagesPerSecond: 20 + random.normal(), seconds: epoch * 2 },
  }))
  addSteps(db, id, steps)
  for (const { step, epoch, seconds } of steps) {
    const psnr = 32 + 0.2 * quality - 4 / Math.sqrt(epoch) + 0.05 * random.normal()
    addValidation(db, id, { step, epoch, mse: 10 ** (-psnr / 10), psnr, ssim: 1 - 1 / (psnr - 25), seconds })
  }
}

function addScores({ db }: Workspace, run: RunRecord, images: number, quality: number, random: Random): void {
  const summary = (mean: number) => ({ mean, std: 1, interval: { low: mean - 0.2, high: mean + 0.2 } })
  const mean = (method: string) => (method === 'network' ? 31.5 + 0.2 * quality : 29)
  const samples = numbers(SIDES.train, images).map(sample => ({ sample, name: `lens${sample}` }))
  saveEvaluation(db, {
    ...{ version: 2, id: run.id.replace('run', 'eval'), runId: run.id, datasetId: String(run.datasetId) },
    ...{ checkpoint: 'best', weightsSha256: run.id, side: 'test', heldOut: true, peak: 1.2, ssimWindow: 'gaussian' },
    ...{ createdAt: run.createdAt, samples, consistency: null, consistencyMissing: 'no PSF', warnings: [] },
    methods: METHODS.map(id => {
      const whole = { mse: summary(1e-3), psnr: summary(mean(id)), ssim: summary(0.9) }
      return { id, title: id, note: '', whole, lens: null }
    }),
    images: METHODS.flatMap(method =>
      samples.map(({ sample, name }) => {
        const psnr = mean(method) + (sample % 7) / 2 + 0.3 * random.normal()
        return { sample, name, method, mse: 10 ** (-psnr / 10), psnr, ssim: 0.9, lensPsnr: psnr - 5, lensSsim: 0.8 }
      }),
    ),
  })
}
