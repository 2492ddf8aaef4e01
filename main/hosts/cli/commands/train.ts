import { type Command, Option } from 'commander'
import { type NetworkKind, networkKinds } from '../../../contract/networks.ts'
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
  readonly heads?: number
  readonly window?: number
  readonly levels?: number
  readonly estimate?: boolean
  readonly ignoreMemory?: boolean
}

function requestOf(datasetId: string, options: TrainOptions) {
  const { preset, device, name, epochs, batch, rate, seed, network, groups, blocks, channels, heads, window, levels } =
    options
  const { ignoreMemory } = options
  return {
    datasetId,
    presetId: preset,
    ...(device !== undefined && { device }),
    ...(name !== undefined && { name }),
    ...(ignoreMemory && { ignoreMemory }),
    network: {
      ...(network !== undefined && { kind: network }),
      ...(groups !== undefined && { groups }),
      ...(blocks !== undefined && { blocks }),
      ...(channels !== undefined && { channels }),
      ...(heads !== undefined && { heads }),
      ...(window !== undefined && { window }),
      ...(levels !== undefined && { levels }),
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
    .option('--preset <id>', 'quick, standard, best, published', 'quick')
    .option('--device <id>', 'onnx:cpu, onnx:webgpu ...: `subarc doctor` lists them')
    .option('--name <name>', 'name of the run')
    .option('--epochs <n>', 'epochs', wholeNumber)
    .option('--batch <n>', 'batch size', wholeNumber)
    .option('--rate <x>', 'learning rate', positiveNumber)
    .option('--seed <n>', 'seed', wholeNumber)
    .addOption(new Option('--network <kind>', "another network than the preset's").choices(networkKinds))
    .option('--groups <n>', 'groups of blocks, of rcan and swinir', wholeNumber)
    .option('--blocks <n>', 'residual blocks, of rcan and swinir in each group', wholeNumber)
    .option('--channels <n>', 'channels', wholeNumber)
    .option('--heads <n>', 'heads of attention, of swinir', wholeNumber)
    .option('--window <pixels>', 'side of a window of attention, of swinir', wholeNumber)
    .option('--levels <n>', 'how often the size is halved, of unet', wholeNumber)
    .option('--ignore-memory', 'start even where the memory that is free would not do')
    .option('--estimate', 'measure time and memory by a short warm-up, and stop there')
    .action(
      workspaceAction<TrainOptions>(async ({ client }, options, [datasetId]) => {
        const request = requestOf(datasetId, options)
        const { config, warnings, network, parameters } = await client.training.resolve(request)
        for (const warning of warnings) note(`warning: ${warning}`)
        if (options.estimate) {
          const estimate = await client.training.estimate(request)
          if (options.json) return printJson(estimate)
          print(
            `${network}: ${parameters} parameters on ${config.device}: ${fixed(estimate.imagesPerSecond, 1)} images/s, `,
          )
          return print(
            `${formatSeconds(estimate.totalSeconds)} in all, ${formatMebibytes(estimate.peakMemoryBytes)} of memory ` +
              `(${formatMebibytes(estimate.availableMemoryBytes)} free)`,
          )
        }
        const { job, runId } = await client.training.start(request)
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
