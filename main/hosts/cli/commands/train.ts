import { type Command, Option } from 'commander'
import type { SubarcClient } from '../../../contract/client.ts'
import type { Job } from '../../../contract/jobs.ts'
import { type NetworkKind, networkKinds } from '../../../contract/networks.ts'
import { type CommonOptions, positiveNumber, subarcCommand, wholeNumber, workspaceAction } from '../command.ts'
import { fixed, formatMebibytes, formatSeconds, note, print, printJson } from '../output.ts'
import { followJob } from '../progress.ts'

interface TrainOptions extends CommonOptions {
  readonly preset?: string
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
  readonly microBatch?: number
}

function requestOf(datasetId: string, presetId: string, options: TrainOptions) {
  const { device, name, epochs, batch, rate, seed, network, groups, blocks, channels, ignoreMemory, microBatch } =
    options
  return {
    datasetId,
    presetId,
    ...(device !== undefined && { device }),
    ...(name !== undefined && { name }),
    ...(ignoreMemory && { ignoreMemory }),
    ...(microBatch !== undefined && { microBatch }),
    network: {
      ...(network !== undefined && { kind: network }),
      ...(groups !== undefined && { groups }),
      ...(blocks !== undefined && { blocks }),
      ...(channels !== undefined && { channels }),
    },
    settings: {
      ...(epochs !== undefined && { epochs }),
      ...(batch !== undefined && { batchSize: batch }),
      ...(rate !== undefined && { learningRate: rate }),
      ...(seed !== undefined && { seed }),
    },
  }
}

const trainCommand = () =>
  subarcCommand('train', 'train a network on a dataset')
    .argument('<dataset>', 'id of the dataset')
    .option('--preset <id>', 'quick, standard, best, published (default: the one of `subarc settings`)')
    .option('--device <id>', 'onnx:cpu, onnx:webgpu ...: `subarc doctor` lists them')
    .option('--name <name>', 'name of the run')
    .option('--epochs <n>', 'epochs', wholeNumber)
    .option('--batch <n>', 'batch size', wholeNumber)
    .option('--micro-batch <n>', 'images of a batch that go through the network at a time', wholeNumber)
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
        const presetId = options.preset ?? (await client.preferences.get()).presetId
        const request = requestOf(datasetId, presetId, options)
        const { config, warnings, network, parameters } = await client.training.resolve(request)
        for (const warning of warnings) note(`warning: ${warning}`)
        if (options.estimate) {
          const estimate = await client.training.estimate(request)
          if (options.json) return printJson(estimate)
          print(
            `${network}: ${parameters} parameters on ${config.device}: ${fixed(estimate.imagesPerSecond, 1)} images/s, `,
          )
          if (estimate.microBatch !== null)
            print(`each batch goes through the network ${estimate.microBatch} images at a time`)
          return print(
            `${formatSeconds(estimate.totalSeconds)} in all, ${formatMebibytes(estimate.peakMemoryBytes)} of memory ` +
              `(${formatMebibytes(estimate.availableMemoryBytes)} free)`,
          )
        }
        const { job, runId } = await client.training.start(request)
        await followJob(client, job, options.json)
        await noteWarnings(client, runId, job)
        const run = await client.runs.get({ id: runId })
        if (options.json) return printJson(run)
        const best =
          run.best === null
            ? 'no validation'
            : `best validation ${fixed(run.best.psnr, 2)} dB, SSIM ${fixed(run.best.ssim, 4)}`
        print(`${run.name} (${runId}): ${best}, ${formatSeconds(run.durationSeconds)}`)
      }),
    )

/** What a run's log warned of in this job: another execution plan, a lost device. */
async function noteWarnings(client: SubarcClient, runId: string, { createdAt }: Job): Promise<void> {
  for (const { at, level, message } of await client.runs.log({ id: runId })) {
    if (level === 'warning' && at >= createdAt) note(message)
  }
}

const continueCommand = () =>
  subarcCommand('continue', 'continue an interrupted, stopped or failed run from its last checkpoint')
    .argument('<run>', 'id of the run')
    .option('--ignore-memory', 'go on even where the memory that is free would not do')
    .action(
      workspaceAction<CommonOptions & { ignoreMemory?: boolean }>(
        async ({ client }, { json, ignoreMemory }, [runId]) => {
          const { job } = await client.training.continue({ runId, ignoreMemory })
          await followJob(client, job, json)
          await noteWarnings(client, runId, job)
          const run = await client.runs.get({ id: runId })
          if (json) return printJson(run)
          print(`${run.name} (${runId}): ${run.status}, best validation ${fixed(run.best?.psnr, 2)} dB`)
        },
      ),
    )

export const trainCommands = (): Command[] => [trainCommand(), continueCommand()]
