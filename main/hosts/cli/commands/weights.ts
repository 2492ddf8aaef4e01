import { type Command, Option } from 'commander'
import { type ImportedScaling, importedScalingSchema, type WeightsReport } from '../../../contract/weights.ts'
import { AppError } from '../../../domain/errors.ts'
import { type CommonOptions, positiveNumber, subarcCommand, workspaceAction } from '../command.ts'
import { readableFile } from '../connect.ts'
import { fixed, formatTable, note, print, printJson } from '../output.ts'

interface ImportOptions extends CommonOptions {
  readonly name?: string
  readonly scaling: ImportedScaling
  readonly outputRelu?: 'yes' | 'no'
  readonly globalSkip?: 'yes' | 'no'
  readonly pixelScale?: number
  readonly flux?: 'sum' | 'mean' | 'unknown'
  readonly dryRun?: boolean
}

const shape = (sides: readonly number[] | null): string => (sides === null ? 'nothing' : `(${sides.join(' x ')})`)

/** Every key that does not fit, on a line of its own. */
function problemLines({ problems }: WeightsReport): string[] {
  return problems.map(({ key, problem, wanted, found }) => {
    if (problem === 'missing') return `missing: ${key} ${shape(wanted)}`
    if (problem === 'unknown') return `not the network's: ${key} ${shape(found)}`
    return `of another shape: ${key} is ${shape(found)}, wanted ${shape(wanted)}`
  })
}

function printReport(report: WeightsReport): void {
  print(`${report.description}, ${report.parameters} parameters`)
  print(`${report.file}: ${report.format}, ${report.bytes} bytes, SHA-256 ${report.sha256}`)
  if (report.isOwn) print('written by Subarc: scaling and calibration are known')
  if (report.prefix !== '') print(`keys begin with "${report.prefix}"`)
  if (report.ignored.length > 0) note(`not looked at: ${report.ignored.length} tensors beside the network`)
  if (report.untold.length > 0) note(`the weights do not tell: ${report.untold.join(', ')}; say it where it is known`)
}

const importCommand = () =>
  subarcCommand('import-weights', 'bring along a network that was trained elsewhere: .pt, .pth, .safetensors or .onnx')
    .argument('<file>', 'a PyTorch state dict, a checkpoint that holds one, safetensors, or any network as ONNX')
    .option('--name <name>', "name of the run that stands for it (default: the file's)")
    .addOption(
      new Option('--scaling <kind>', 'how images were scaled for it, where the file does not say')
        .choices(importedScalingSchema.options)
        .default('per-image-minmax'),
    )
    .addOption(new Option('--output-relu <yes-or-no>', 'whether its last layer is a ReLU').choices(['yes', 'no']))
    .addOption(new Option('--global-skip <yes-or-no>', 'whether it adds the interpolated input').choices(['yes', 'no']))
    .option('--pixel-scale <arcsec>', 'LR pixel of the images that it was trained on', positiveNumber)
    .option('--flux <convention>', 'sum or mean: what a pixel of those images held')
    .option('--dry-run', 'say what it is, and stop there')
    .action(
      workspaceAction<ImportOptions>(async (connection, options, [path]) => {
        const { client } = connection
        const source = { kind: 'file' as const, path: await readableFile(connection, path) }
        const report = await client.weights.inspect({ source })
        if (options.json !== true) {
          printReport(report)
          for (const line of problemLines(report)) note(line)
        }
        if (options.dryRun === true) {
          if (options.json === true) printJson(report)
          return
        }
        if (report.obstacle !== null) {
          const { problems } = report
          throw new AppError('bad-input', `It was not imported: ${report.obstacle}`, { problems })
        }
        const { outputRelu, globalSkip, pixelScale, flux } = options
        const run = await client.weights.import({
          source,
          name: options.name,
          scaling: options.scaling,
          network: {
            ...(outputRelu !== undefined && { outputRelu: outputRelu === 'yes' }),
            ...(globalSkip !== undefined && { globalSkip: globalSkip === 'yes' }),
          },
          ...(pixelScale !== undefined && { pixelScaleArcsec: pixelScale }),
          ...(flux !== undefined && { fluxConvention: flux }),
        })
        if (options.json === true) return printJson(run)
        print(`imported as ${run.id}: subarc apply ${run.id} image.fits`)
      }),
    )

const modelsCommand = () =>
  subarcCommand('models', 'list the networks that Subarc brings along').action(
    workspaceAction<CommonOptions>(async ({ client }, { json }) => {
      const models = await client.weights.pretrained()
      if (json) return printJson(models)
      const psnr = (scores: (typeof models)[number]['scores'], id: string) =>
        fixed(scores.find(score => score.id === id)?.psnr, 2)
      print(
        formatTable(models, [
          { title: 'id', value: m => m.id },
          { title: 'for', value: m => m.title },
          { title: 'network', value: m => m.network },
          { title: 'PSNR (dB)', value: m => psnr(m.scores, 'network'), align: 'right' },
          { title: 'bicubic + affine', value: m => psnr(m.scores, 'bicubic-affine'), align: 'right' },
          { title: 'held-out images', value: m => String(m.heldOut), align: 'right' },
        ]),
      )
    }),
  )

export const weightsCommands = (): Command[] => [importCommand(), modelsCommand()]
