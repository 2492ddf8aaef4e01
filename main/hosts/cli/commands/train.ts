import { type Command, Option } from 'commander'
import { classifierKinds } from '../../../contract/classifiers.ts'
import type { SubarcClient } from '../../../contract/client.ts'
import type { Estimate } from '../../../contract/estimate.ts'
import type { Job } from '../../../contract/jobs.ts'
import { type NetworkKind, networkKinds } from '../../../contract/networks.ts'
import { AppError } from '../../../domain/errors.ts'
import { type CommonOptions, positiveNumber, subarcCommand, wholeNumber, workspaceAction } from '../command.ts'
import { collectChange, collectId } from '../fields.ts'
import { fixed, formatMebibytes, formatSeconds, note, print, printJson } from '../output.ts'
import { followJob } from '../progress.ts'
import { recipeOption } from '../recipeFile.ts'
import { trainClassifier } from './classifiers.ts'
import { followGroup } from './groups.ts'
import { runOutcome } from './runOutcome.ts'

interface TrainOptions extends CommonOptions {
  readonly recipe?: string
  readonly preset?: string
  readonly set?: Record<string, unknown>
  readonly on?: Record<string, string>
  readonly from?: Record<string, string>
  readonly device?: string
  readonly name?: string
  readonly epochs?: number
  readonly batch?: number
  readonly rate?: number
  readonly seed?: number
  readonly network?: NetworkKind
  readonly classifier?: (typeof classifierKinds)[number]
  readonly images?: 'lr' | 'hr'
  readonly groups?: number
  readonly blocks?: number
  readonly channels?: number
  readonly heads?: number
  readonly window?: number
  readonly levels?: number
  readonly beginFrom?: string
  readonly estimate?: boolean
  readonly evaluate?: boolean
  readonly ignoreMemory?: boolean
  readonly microBatch?: number
  readonly again?: string
}

/** Options that are short for `--set`. */
function changesOf(options: TrainOptions): Record<string, unknown> {
  const { epochs, batch, rate, seed, network, groups, blocks, channels, heads, window, levels } = options
  const size = { groups, blocks, channels, heads, window, levels }
  const short = { kind: network, ...size, epochs, batchSize: batch, learningRate: rate, seed }
  return { ...options.set, ...Object.fromEntries(Object.entries(short).filter(([, value]) => value !== undefined)) }
}

async function requestOf(client: SubarcClient, datasetId: string, options: TrainOptions) {
  const named = options.recipe ?? options.preset ?? (await client.preferences.get()).presetId
  const { device, name, ignoreMemory, evaluate, on = {}, from = {} } = options
  return {
    datasetId,
    ...(await recipeOption(named)),
    changes: changesOf(options),
    ...{ datasets: on, parents: from },
    ...(device !== undefined && { device }),
    ...(name !== undefined && { name }),
    ...(ignoreMemory && { ignoreMemory }),
    ...(evaluate && { evaluate }),
  }
}

type Request = Awaited<ReturnType<typeof requestOf>>

/** A stage alone, as a single training has it; null where there are several. */
async function singleStage(client: SubarcClient, request: Request, beginFrom?: string) {
  const stages = await client.groups.resolve(request)
  for (const { stage, warnings } of stages)
    for (const warning of warnings) note(`warning: ${stages.length > 1 ? `${stage}: ` : ''}${warning}`)
  const [only] = stages
  if (stages.length > 1 || only.request === null || request.evaluate) {
    if (beginFrom === undefined) return null
    throw new AppError('unsupported', 'Only a recipe of one stage begins from weights, and without --evaluate.', {})
  }
  const whole = { ...only.request, ...(request.ignoreMemory && { ignoreMemory: true }) }
  if (beginFrom === undefined) return whole
  const { network, ...rest } = whole
  return { ...rest, from: await beginning(client, beginFrom) }
}

/** The run of that id, or the one that stands for a pretrained network. */
async function beginning(client: SubarcClient, id: string): Promise<{ runId: string }> {
  const pretrained = await client.weights.pretrained()
  return { runId: pretrained.some(one => one.id === id) ? (await client.weights.addPretrained({ id })).id : id }
}

async function estimate(client: SubarcClient, request: Request, options: TrainOptions): Promise<void> {
  const { json, beginFrom } = options
  const single = await singleStage(client, request, beginFrom)
  if (single === null) throw new AppError('unsupported', 'Only a recipe of one stage can be measured beforehand.', {})
  const { network, parameters, config } = await client.training.resolve(single)
  const measured = await client.training.estimate({ ...single, ...partsOf(options) })
  printEstimate({ network, parameters, device: config.device }, measured, json)
}

async function estimateClassifier(
  client: SubarcClient,
  request: ReturnType<typeof classifierRequest>,
  { json }: TrainOptions,
): Promise<void> {
  const { network, parameters, config } = await client.classifiers.resolve(request)
  const measured = await client.classifiers.estimate(request)
  printEstimate({ network, parameters, device: config.device }, measured, json)
}

function printEstimate(
  { network, parameters, device }: { network: string; parameters: number; device: string },
  measured: Estimate,
  json: boolean | undefined,
): void {
  if (json) {
    printJson(measured)
    return
  }
  print(`${network}: ${parameters} parameters on ${device}: ${fixed(measured.imagesPerSecond, 1)} images/s, `)
  print(
    `${formatSeconds(measured.totalSeconds)} in all, ${formatMebibytes(measured.peakMemoryBytes)} of memory ` +
      `(${formatMebibytes(measured.availableMemoryBytes)} free)`,
  )
  if (measured.microBatch !== null) print(`each batch goes through the network ${measured.microBatch} images at a time`)
}

const partsOf = ({ microBatch }: TrainOptions) => (microBatch === undefined ? {} : { microBatch })

async function trainOne(
  client: SubarcClient,
  single: NonNullable<Awaited<ReturnType<typeof singleStage>>> & { readonly microBatch?: number },
  json: boolean | undefined,
): Promise<void> {
  const { job, runId } = await client.training.start(single)
  await followRun(client, job, runId, json)
}

async function trainAgain(
  client: SubarcClient,
  runId: string,
  options: TrainOptions,
  datasetId?: string,
): Promise<void> {
  if (datasetId !== undefined) throw new AppError('bad-input', 'Give a dataset or --again with a run, not both.', {})
  if (options.estimate)
    throw new AppError('bad-input', 'What a run took stands on its page; --again has no estimate.', {})
  const again = await client.training.again({ runId, ignoreMemory: options.ignoreMemory })
  await followRun(client, again.job, again.runId, options.json)
}

async function followRun(client: SubarcClient, job: Job, runId: string, json: boolean | undefined): Promise<void> {
  await followJob(client, job, json)
  await noteWarnings(client, runId, job)
  const run = await client.runs.get({ id: runId })
  if (json) return printJson(run)
  print(runOutcome(run))
}

/** `--set` sets fields of the settings; those that are short for it have their own options. */
function classifierRequest(datasetId: string, options: TrainOptions, kind: NonNullable<TrainOptions['classifier']>) {
  const { device, name, images, channels, epochs, batch, rate, seed, set } = options
  const settings = { ...set, epochs, batchSize: batch, learningRate: rate, seed }
  return {
    datasetId,
    ...(device !== undefined && { device }),
    ...(name !== undefined && { name }),
    ...(images !== undefined && { images }),
    ...(options.ignoreMemory && { ignoreMemory: true }),
    classifier: { kind, ...(channels !== undefined && { channels }) },
    settings: Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)),
  }
}

/** What a run's log warned of in this job: another execution plan, a lost device. */
async function noteWarnings(client: SubarcClient, runId: string, { createdAt }: Job): Promise<void> {
  for (const { at, level, message } of await client.runs.log({ id: runId })) {
    if (level === 'warning' && at >= createdAt) note(message)
  }
}

const trainCommand = () =>
  subarcCommand('train', 'train a network on a dataset')
    .argument('[dataset]', 'id of the dataset')
    .option('--again <run>', 'the same again: configuration, seed and threads of that run')
    .option('--recipe <id|file>', 'a recipe of `subarc recipes`, or a file (default: the one of `subarc settings`)')
    .addOption(new Option('--preset <id>', 'the same').hideHelp())
    .option('--set <field=value>', 'another value than the recipe has: epochs=20, sr.blocks=4 (repeat)', collectChange)
    .option('--on <stage=dataset>', 'another dataset for a stage of the recipe (repeat)', collectId)
    .option('--from <stage=run>', 'a run that stands for a stage (repeat)', collectId)
    .option('--begin-from <id>', 'weights to begin from, and their network: of a run, or of `subarc models`')
    .option('--device <id>', 'onnx:cpu, onnx:webgpu ...: `subarc doctor` lists them')
    .option('--name <name>', 'name of the run')
    .option('--epochs <n>', 'epochs', wholeNumber)
    .option('--batch <n>', 'batch size', wholeNumber)
    .option('--micro-batch <n>', 'images of a batch that go through the network at a time', wholeNumber)
    .option('--rate <x>', 'learning rate', positiveNumber)
    .option('--seed <n>', 'seed', wholeNumber)
    .addOption(new Option('--network <kind>', "another network than the recipe's").choices(networkKinds))
    .option('--groups <n>', 'groups of blocks, of rcan and swinir', wholeNumber)
    .option('--blocks <n>', 'residual blocks, of rcan and swinir in each group', wholeNumber)
    .option('--channels <n>', 'channels', wholeNumber)
    .option('--heads <n>', 'heads of attention, of swinir', wholeNumber)
    .option('--window <pixels>', 'side of a window of attention, of swinir', wholeNumber)
    .option('--levels <n>', 'how often the size is halved, of unet', wholeNumber)
    .addOption(new Option('--classifier <kind>', 'a classifier of the labelled samples').choices(classifierKinds))
    .addOption(new Option('--images <side>', 'which images it classifies').choices(['lr', 'hr']))
    .option('--evaluate', 'score it on held-out images when it is done')
    .option('--ignore-memory', 'start even where the memory that is free would not do')
    .option('--estimate', 'measure time and memory by a short warm-up, and stop there')
    .action(
      workspaceAction<TrainOptions>(async ({ client }, options, [datasetId]) => {
        if (options.again !== undefined) return trainAgain(client, options.again, options, datasetId)
        if (datasetId === undefined) {
          throw new AppError(
            'bad-input',
            'Name a dataset (`subarc datasets` lists them), or a run to repeat with --again.',
            {},
          )
        }
        if (options.classifier !== undefined) {
          const request = classifierRequest(datasetId, options, options.classifier)
          return options.estimate
            ? estimateClassifier(client, request, options)
            : trainClassifier(client, request, options.json)
        }
        const request = await requestOf(client, datasetId, options)
        if (options.estimate) return estimate(client, request, options)
        const single = await singleStage(client, request, options.beginFrom)
        if (single !== null) return trainOne(client, { ...single, ...partsOf(options) }, options.json)
        if (options.microBatch !== undefined)
          throw new AppError('unsupported', 'Only a recipe of one stage without --evaluate takes --micro-batch.', {})
        await followGroup(client, await client.groups.startRecipe(request), options.json)
      }),
    )

const continueCommand = () =>
  subarcCommand('continue', 'continue an interrupted, stopped or failed run, or a sweep, from where it stands')
    .argument('<run|group>', 'id of the run, or of the group of `subarc groups`')
    .option('--ignore-memory', 'go on even where the memory that is free would not do')
    .action(
      workspaceAction<CommonOptions & { ignoreMemory?: boolean }>(async ({ client }, { json, ignoreMemory }, [id]) => {
        if (id.startsWith('group-')) {
          await followGroup(client, await client.groups.continue({ id, ignoreMemory }), json)
          return
        }
        const { job } = await client.training.continue({ runId: id, ignoreMemory })
        await followJob(client, job, json)
        await noteWarnings(client, id, job)
        const run = await client.runs.get({ id })
        if (json) return printJson(run)
        print(`${runOutcome(run)}, ${run.status}`)
      }),
    )

export const trainCommands = (): Command[] => [trainCommand(), continueCommand()]
