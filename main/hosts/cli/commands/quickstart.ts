import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import type { SubarcClient } from '../../../contract/client.ts'
import type { Evaluation } from '../../../contract/evaluations.ts'
import type { RunDetail } from '../../../contract/runs.ts'
import { type CommonOptions, reportFailure, subarcCommand, wholeNumber } from '../command.ts'
import { type Connection, imageSource, withConnection } from '../connect.ts'
import { fixed, formatMebibytes, formatSeconds, note, print, printJson } from '../output.ts'
import { followJob } from '../progress.ts'
import { scoreTable } from './runs.ts'
import { startSimulation } from './simulate.ts'

interface QuickstartOptions extends CommonOptions {
  readonly data?: string
  readonly out: string
  readonly count: number
  readonly seed: number
  readonly recipe?: string
  readonly preset?: string
  readonly epochs?: number
  readonly device?: string
}

/** Methods that know no truth and are no network: what the network has to beat. */
const CLASSICAL = ['wiener', 'richardson-lucy', 'gaussian-denoise']

async function obtainDataset(connection: Connection, options: QuickstartOptions): Promise<string> {
  const { client } = connection
  const quiet = options.json === true
  if (options.data === undefined) {
    const { job, datasetId } = await startSimulation(client, {
      preset: 'ground-to-space',
      count: options.count,
      seed: options.seed,
    })
    await followJob(client, job, quiet)
    return datasetId
  }
  const source = await imageSource(connection, [options.data])
  const { suggestedName } = await client.datasets.scan({ source })
  const { job, datasetId } = await client.datasets.import({ source, name: suggestedName })
  await followJob(client, job, quiet)
  return datasetId
}

/** The side of the split that was not trained on: test, or validation in sets too small for both. */
async function heldOutSide(client: SubarcClient, datasetId: string): Promise<'test' | 'validation'> {
  const { split } = await client.datasets.get({ id: datasetId })
  return split !== null && split.test.length > 0 ? 'test' : 'validation'
}

interface Outcome {
  readonly evaluation: Evaluation
  readonly run: RunDetail
  readonly files: { readonly report: string; readonly panels: readonly string[]; readonly fits: readonly string[] }
}

/** The whole main job through the contract, with the product's own recipes and trainer. */
async function mainJob(connection: Connection, options: QuickstartOptions, out: string): Promise<Outcome> {
  const { client } = connection
  const quiet = options.json === true
  const datasetId = await obtainDataset(connection, options)
  const side = await heldOutSide(client, datasetId)
  const training = await client.training.start({
    datasetId,
    presetId: options.recipe ?? options.preset ?? 'quick',
    settings: { seed: options.seed, ...(options.epochs !== undefined && { epochs: options.epochs }) },
    ...(options.device !== undefined && { device: options.device }),
  })
  await followJob(client, training.job, quiet)
  const { job, evaluationId } = await client.evaluations.start({ runId: training.runId, side })
  await followJob(client, job, quiet)
  const apply = await client.apply.start({
    runId: training.runId,
    source: { kind: 'dataset', id: datasetId, side },
    formats: ['fits', 'png'],
    folder: join(out, 'super-resolved'),
    existing: 'overwrite',
  })
  await followJob(client, apply.job, quiet)
  const report = await client.evaluations.report({ id: evaluationId, folder: join(out, 'report') })
  const { items } = await client.apply.get({ id: apply.applyId })
  return {
    evaluation: await client.evaluations.get({ id: evaluationId }),
    run: await client.runs.get({ id: training.runId }),
    files: {
      report: report.html,
      panels: report.panels,
      fits: items.flatMap(item => item.outputs.fits ?? []),
    },
  }
}

const meanPsnr = ({ methods }: Evaluation, id: string) =>
  methods.find(method => method.id === id)?.whole.psnr.mean ?? null

function closingFigures({ evaluation, run, files }: Outcome, seconds: number) {
  const network = meanPsnr(evaluation, 'network') ?? Number.NaN
  const classical = evaluation.methods
    .filter(method => CLASSICAL.includes(method.id))
    .sort((a, b) => b.whole.psnr.mean - a.whole.psnr.mean)
    .at(0)
  const affine = meanPsnr(evaluation, 'bicubic-affine')
  return {
    runId: run.id,
    datasetId: run.datasetId,
    device: run.device,
    heldOutImages: evaluation.samples.length,
    peak: evaluation.peak,
    scores: Object.fromEntries(
      evaluation.methods.map(({ id, whole, lens }) => [
        id,
        {
          psnr: whole.psnr.mean,
          ssim: whole.ssim.mean,
          mse: whole.mse.mean,
          lensPsnr: lens?.psnr.mean ?? null,
        },
      ]),
    ),
    gainOverBicubicAffineDb: affine === null ? null : network - affine,
    bestClassical: classical === undefined ? null : { id: classical.id, psnr: classical.whole.psnr.mean },
    gainOverBestClassicalDb: classical === undefined ? null : network - classical.whole.psnr.mean,
    seconds,
    trainingSeconds: run.durationSeconds,
    /** Peaks of this process and of the engine's, added: they need not have come at once. */
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024 + (run.peakMemoryBytes ?? 0),
    paths: files,
  }
}

async function quickstart(options: QuickstartOptions): Promise<void> {
  const started = performance.now()
  const out = resolve(options.out)
  await mkdir(out, { recursive: true })
  await withConnection(resolve(options.workspace ?? join(out, 'workspace')), async connection => {
    const outcome = await mainJob(connection, options, out)
    const figures = closingFigures(outcome, (performance.now() - started) / 1000)
    if (options.json) return printJson(figures)
    print('')
    print(`${figures.heldOutImages} held-out images, PSNR at peak ${fixed(figures.peak, 3)}`)
    print(scoreTable(outcome.evaluation))
    print('')
    print(`over bicubic + best affine flux fit: ${fixed(figures.gainOverBicubicAffineDb, 2)} dB`)
    print(
      `over the best classical method (${figures.bestClassical?.id ?? '-'}): ${fixed(figures.gainOverBestClassicalDb, 2)} dB`,
    )
    print(
      `${formatSeconds(figures.seconds)} in all, ${formatSeconds(figures.trainingSeconds)} of training on ${figures.device}, ${formatMebibytes(figures.peakMemoryBytes)}`,
    )
    print('')
    print(`report  ${figures.paths.report}`)
    print(`FITS    ${join(out, 'super-resolved')} (${figures.paths.fits.length} files)`)
    print(`panels  ${figures.paths.panels.at(0) ?? '-'} (${figures.paths.panels.length} files)`)
    note(`\nLook at it in the interface: npm start -- --workspace ${join(out, 'workspace')}`)
  })
}

export const quickstartCommand = (): Command =>
  subarcCommand('quickstart', 'the whole main job: lenses in, a trained network, scores and super-resolved FITS out')
    .option('--data <folder>', 'your own folder of images instead of simulated lenses')
    .option('-o, --out <folder>', 'where everything is written', 'subarc-quickstart')
    .option('-n, --count <n>', 'simulated pairs', wholeNumber, 160)
    .option('--seed <n>', 'seed of simulation and training', wholeNumber, 0)
    .option('--recipe <id>', 'how the network is trained: an id of `subarc recipes` (default: quick)')
    .addOption(new Option('--preset <id>', 'the same').hideHelp())
    .option('--epochs <n>', "epochs, instead of the recipe's", wholeNumber)
    .option('--device <id>', 'device, instead of the chosen one')
    .action(async (options: QuickstartOptions) => {
      try {
        await quickstart(options)
      } catch (error) {
        reportFailure(error, options.json === true)
      }
    })
