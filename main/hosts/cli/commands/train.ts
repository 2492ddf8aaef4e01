import { type Command, InvalidArgumentError, Option } from 'commander'
import { ZodError, z } from 'zod'
import type { SubarcClient } from '../../../contract/client.ts'
import { type NetworkKind, networkKinds } from '../../../contract/networks.ts'
import { type TrainingRequest, trainingRequestSchema } from '../../../contract/training.ts'
import { AppError } from '../../../domain/errors.ts'
import { type CommonOptions, positiveNumber, subarcCommand, wholeNumber, workspaceAction } from '../command.ts'
import { fixed, formatMebibytes, formatSeconds, note, print, printJson } from '../output.ts'
import { followJob } from '../progress.ts'

interface TrainOptions extends CommonOptions {
  readonly preset: string
  readonly device?: string
  readonly name?: string
  readonly epochs?: number
  readonly batch?: number
  readonly rate?: number
  readonly seed?: number
  readonly network?: NetworkKind
  readonly groups?: number
  readonly blocks?: number
  readonly channels?: number
  readonly estimate?: boolean
  readonly ignoreMemory?: boolean
  readonly again?: string
  readonly set?: Pick<TrainingRequest, 'network' | 'settings'>
}

function requestOf(datasetId: string, options: TrainOptions) {
  const { preset, device, name, epochs, batch, rate, seed, network, groups, blocks, channels, ignoreMemory, set } =
    options
  return {
    datasetId,
    presetId: preset,
    ...(device !== undefined && { device }),
    ...(name !== undefined && { name }),
    ...(ignoreMemory && { ignoreMemory }),
    network: {
      ...set?.network,
      ...(network !== undefined && { kind: network }),
      ...(groups !== undefined && { groups }),
      ...(blocks !== undefined && { blocks }),
      ...(channels !== undefined && { channels }),
    },
    settings: {
      ...set?.settings,
      ...(epochs !== undefined && { epochs }),
      ...(batch !== undefined && { batchSize: batch }),
      ...(rate !== undefined && { learningRate: rate }),
      ...(seed !== undefined && { seed }),
    },
  }
}

/** `--set`: what provenance prints, to train the same elsewhere. */
function parseSet(text: string): Pick<TrainingRequest, 'network' | 'settings'> {
  try {
    return trainingRequestSchema.pick({ network: true, settings: true }).strict().parse(JSON.parse(text))
  } catch (error) {
    const reason = error instanceof ZodError ? z.prettifyError(error) : 'it is no JSON'
    throw new InvalidArgumentError(`Give {"network": {...}, "settings": {...}} as JSON: ${reason}.`)
  }
}

async function start(client: SubarcClient, options: TrainOptions, datasetId: string | undefined) {
  if (options.again !== undefined) {
    if (options.estimate)
      throw new AppError('bad-input', 'An estimate is of a dataset; the run itself says what --again takes.')
    if (datasetId !== undefined) throw new AppError('bad-input', 'Give a dataset or --again with a run, not both.')
    return client.training.again({ runId: options.again, ignoreMemory: options.ignoreMemory })
  }
  return client.training.start(requestOf(required(datasetId), options))
}

function required(datasetId: string | undefined): string {
  if (datasetId !== undefined) return datasetId
  throw new AppError('bad-input', 'Name a dataset (`subarc datasets` lists them), or a run to repeat with --again.')
}

/** Says what would be worth knowing first; with `--estimate`, measures what a start would take. */
async function prepare(client: SubarcClient, options: TrainOptions, request: TrainingRequest): Promise<void> {
  const { config, warnings, network, parameters } = await client.training.resolve(request)
  for (const warning of warnings) note(`warning: ${warning}`)
  if (!options.estimate) return
  const estimate = await client.training.estimate(request)
  if (options.json) return printJson(estimate)
  print(`${network}: ${parameters} parameters on ${config.device}: ${fixed(estimate.imagesPerSecond, 1)} images/s, `)
  print(
    `${formatSeconds(estimate.totalSeconds)} in all, ${formatMebibytes(estimate.peakMemoryBytes)} of memory ` +
      `(${formatMebibytes(estimate.availableMemoryBytes)} free)`,
  )
}

const trainCommand = () =>
  subarcCommand('train', 'train a network on a dataset')
    .argument('[dataset]', 'id of the dataset')
    .option('--again <run>', 'train the same again: configuration, seed and threads of that run')
    .option('--set <json>', 'network and settings as `subarc runs show` prints them', parseSet)
    .option('--preset <id>', 'quick, standard, best, published', 'quick')
    .option('--device <id>', 'onnx:cpu, onnx:webgpu ...: `subarc doctor` lists them')
    .option('--name <name>', 'name of the run')
    .option('--epochs <n>', 'epochs', wholeNumber)
    .option('--batch <n>', 'batch size', wholeNumber)
    .option('--rate <x>', 'learning rate', positiveNumber)
    .option('--seed <n>', 'seed', wholeNumber)
    .addOption(new Option('--network <kind>', "another network than the preset's").choices(networkKinds))
    .option('--groups <n>', 'groups of blocks, of rcan', wholeNumber)
    .option('--blocks <n>', 'residual blocks, of rcan in each group', wholeNumber)
    .option('--channels <n>', 'channels', wholeNumber)
    .option('--ignore-memory', 'start even where the memory that is free would not do')
    .option('--estimate', 'measure time and memory by a short warm-up, and stop there')
    .action(
      workspaceAction<TrainOptions>(async ({ client }, options, [datasetId]) => {
        if (options.again === undefined) await prepare(client, options, requestOf(required(datasetId), options))
        if (options.estimate && options.again === undefined) return
        const { job, runId } = await start(client, options, datasetId)
        await followJob(client, job, options.json)
        const run = await client.runs.get({ id: runId })
        if (options.json) return printJson(run)
        const best =
          run.best === null
            ? 'no validation'
            : `best validation ${fixed(run.best.psnr, 2)} dB, SSIM ${fixed(run.best.ssim, 4)}`
        print(`${run.name} (${runId}): ${best}, ${formatSeconds(run.durationSeconds)}`)
      }),
    )

const continueCommand = () =>
  subarcCommand('continue', 'continue an interrupted, stopped or failed run from its last checkpoint')
    .argument('<run>', 'id of the run')
    .option('--ignore-memory', 'go on even where the memory that is free would not do')
    .action(
      workspaceAction<CommonOptions & { ignoreMemory?: boolean }>(
        async ({ client }, { json, ignoreMemory }, [runId]) => {
          const { job } = await client.training.continue({ runId, ignoreMemory })
          await followJob(client, job, json)
          const run = await client.runs.get({ id: runId })
          if (json) return printJson(run)
          print(`${run.name} (${runId}): ${run.status}, best validation ${fixed(run.best?.psnr, 2)} dB`)
        },
      ),
    )

export const trainCommands = (): Command[] => [trainCommand(), continueCommand()]
