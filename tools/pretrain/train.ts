import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SubarcClient } from '../../main/contract/client.ts'
import type { Evaluation } from '../../main/contract/evaluations.ts'
import type { RunDetail } from '../../main/contract/runs.ts'
import { writeFileAtomic } from '../../main/formats/atomicFile.ts'
import { followJob } from '../../main/hosts/cli/progress.ts'
import type { CardScore, PretrainedCard } from '../../main/services/weights/card.ts'
import { openCore } from './core.ts'
import type { PretrainRecipe } from './recipes.ts'

export interface TrainOptions {
  readonly out: string
  /** Of the simulated pairs; may be removed afterwards. */
  readonly workspace: string
  readonly threads: number
  /** Of training: the epochs and with them the schedule are made to fit. */
  readonly minutes: number
  /** Fewer pairs than the recipe's, for a try. */
  readonly pairs?: PretrainRecipe['pairs'] | undefined
}

/** What is left over for validations that take longer than estimated, and for the last checkpoint. */
const SHARE_FOR_STEPS = 0.9
const MOST_VALIDATIONS = 40

/** Simulates, trains and scores on held-out pairs; writes the weights and their card into `out`. */
export async function pretrain(recipe: PretrainRecipe, options: TrainOptions): Promise<PretrainedCard> {
  const pairs = options.pairs ?? recipe.pairs
  mkdirSync(options.out, { recursive: true })
  const core = await openCore(options.workspace, options.threads)
  try {
    const { client } = core
    const datasetId = await simulate(client, recipe, pairs)
    const request = await fittedRequest(client, datasetId, recipe, options.minutes)
    const { job, runId } = await client.training.start(request)
    await followJob(client, job)
    const run = await client.runs.get({ id: runId })
    const evaluation = await evaluate(client, { runId, side: 'test' })
    const { files } = await client.runs.exportWeights({ id: runId, folder: join(options.workspace, 'weights') })
    const weights = readFileSync(files.find(file => file.endsWith('.safetensors')) ?? '')
    await writeFileAtomic(join(options.out, `${recipe.id}.safetensors`), weights)
    const dataset = await client.datasets.get({ id: datasetId })
    const card = cardOf(recipe, { run, evaluation, pairs, weights, request })
    const scale = dataset.calibration.pixelScaleArcsec
    const whole: PretrainedCard = { ...card, magnification: dataset.factor ?? 1, pixelScaleArcsec: scale }
    await writeFileAtomic(join(options.out, `${recipe.id}.json`), `${JSON.stringify(whole, null, 2)}\n`)
    return whole
  } finally {
    await core.close()
  }
}

async function simulate(client: SubarcClient, recipe: PretrainRecipe, pairs: PretrainRecipe['pairs']): Promise<string> {
  const presets = await client.simulate.presets()
  const preset = presets.find(({ id }) => id === recipe.simulation)
  if (preset === undefined) throw new Error(`The simulator has no preset '${recipe.simulation}'.`)
  const { train, validation, test } = pairs
  const { job, datasetId } = await client.simulate.start({
    name: `${recipe.title}, seed ${recipe.seed}`,
    simulation: preset.simulation,
    count: train + validation + test,
    seed: recipe.seed,
  })
  await followJob(client, job)
  const { calibration } = await client.datasets.get({ id: datasetId })
  await client.datasets.calibrate({ id: datasetId, calibration, register: false, scalingKind: recipe.scaling })
  await client.datasets.split({ id: datasetId, ratios: pairs, seed: recipe.seed })
  return datasetId
}

/** The request with as many epochs as fit into the time, by a warm-up on this machine. */
async function fittedRequest(client: SubarcClient, datasetId: string, recipe: PretrainRecipe, minutes: number) {
  const request = {
    datasetId,
    presetId: recipe.preset,
    name: recipe.title,
    device: 'onnx:cpu',
    network: recipe.network,
    settings: { ...recipe.settings, seed: recipe.seed },
  }
  const { config } = await client.training.resolve(request)
  const { secondsPerStep } = await client.training.estimate(request)
  const { split } = await client.datasets.get({ id: datasetId })
  const stepsPerEpoch = Math.ceil((split?.train.length ?? 0) / config.settings.batchSize)
  const validationSeconds = ((split?.validation.length ?? 0) / config.settings.batchSize) * (secondsPerStep / 3)
  const seconds = minutes * 60 * SHARE_FOR_STEPS - MOST_VALIDATIONS * validationSeconds
  const epochs = Math.max(1, Math.floor(seconds / (secondsPerStep * stepsPerEpoch)))
  const validateEveryEpochs = Math.max(1, Math.ceil(epochs / MOST_VALIDATIONS))
  const { earlyStopPatience: _, ...settings } = config.settings
  console.error(
    `${recipe.id}: ${secondsPerStep.toFixed(3)} s a step, ${epochs} epochs of ${stepsPerEpoch} steps in ${minutes} min`,
  )
  const fitted = { ...settings, epochs, validateEveryEpochs, earlyStopPatience: MOST_VALIDATIONS }
  return { ...request, settings: fitted }
}

/** Queues an evaluation and waits for it. */
export async function evaluate(
  client: SubarcClient,
  request: Parameters<SubarcClient['evaluations']['start']>[0],
): Promise<Evaluation> {
  const { job, evaluationId } = await client.evaluations.start(request)
  await followJob(client, job)
  return client.evaluations.get({ id: evaluationId })
}

/** The mean scores of every method, best first. */
export function cardScores(evaluation: Evaluation): NonNullable<PretrainedCard['realPair']> {
  const methods = evaluation.methods.map(
    ({ id, title, note, whole, lens }): CardScore => ({
      id,
      title,
      note,
      psnr: whole.psnr.mean,
      interval: whole.psnr.interval,
      lensPsnr: lens?.psnr.mean ?? null,
      ssim: whole.ssim.mean,
    }),
  )
  return {
    images: evaluation.samples.length,
    peak: evaluation.peak,
    methods: methods.sort((a, b) => b.psnr - a.psnr),
  }
}

interface Made {
  readonly run: RunDetail
  readonly evaluation: Evaluation
  readonly pairs: PretrainRecipe['pairs']
  readonly weights: Buffer
  readonly request: Readonly<Record<string, unknown>>
}

function cardOf(recipe: PretrainRecipe, made: Made): Omit<PretrainedCard, 'magnification' | 'pixelScaleArcsec'> {
  const { run, evaluation, pairs, weights, request } = made
  const { datasetId: _, ...training } = request
  const best = run.checkpoints.find(({ which }) => which === 'best')
  return {
    format: 'subarc-pretrained',
    version: 1,
    id: recipe.id,
    title: recipe.title,
    description: recipe.description,
    weights: {
      file: `${recipe.id}.safetensors`,
      sha256: createHash('sha256').update(weights).digest('hex'),
      bytes: weights.length,
    },
    network: run.network,
    parameters: run.parameters,
    recipe: { simulation: recipe.simulation, seed: recipe.seed, scaling: recipe.scaling, training },
    data: {
      simulated: pairs.train + pairs.validation + pairs.test,
      ...pairs,
      sha256: run.datasetHash,
      splitSha256: run.splitHash,
      scaling: { ...(run.data.scaling as Record<string, unknown>) },
    },
    training: {
      steps: run.step,
      bestStep: best?.step ?? run.step,
      seconds: Math.round(run.durationSeconds),
      device: run.device,
      environment: run.environment,
    },
    heldOut: cardScores(evaluation),
    realPair: null,
    limits: [...recipe.limits],
  }
}
