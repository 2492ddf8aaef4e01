import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import {
  type Existing,
  existingSchema,
  FIRST_NAME_TEMPLATE,
  type FitsLayout,
  fitsLayoutSchema,
  NAME_FIELDS,
} from '../../../contract/apply.ts'
import { AppError } from '../../../domain/errors.ts'
import { type CommonOptions, positiveNumber, subarcCommand, wholeNumber, workspaceAction } from '../command.ts'
import { imageSource } from '../connect.ts'
import { note, print, printJson } from '../output.ts'
import { followJob } from '../progress.ts'

interface ApplyOptions extends CommonOptions {
  readonly model?: string
  readonly out?: string
  readonly format: string[]
  readonly checkpoint: 'best' | 'last'
  readonly fits: FitsLayout
  readonly names: string
  readonly existing: Existing
  readonly overwrite?: boolean
  readonly pixelScale?: number
  readonly flux?: 'sum' | 'mean' | 'unknown'
  readonly tile: number
  readonly matchValues?: boolean
}

export const applyCommand = (): Command =>
  subarcCommand('apply', 'super-resolve images of any size with a trained network')
    .argument('<run-and-paths...>', 'id of the run, then images or one folder of images; with --model images alone')
    .option('-m, --model <id>', 'a pretrained network instead of a run: `subarc models` lists them')
    .option('-o, --out <folder>', "folder to write to (default: the workspace's exports)")
    .option('-f, --format <format...>', 'fits, npy, png', ['fits'])
    .addOption(
      new Option('--fits <layout>', 'extensions (SCI, RESID, MASK), compressed (the same, RICE, not lossless) or image')
        .choices(fitsLayoutSchema.options)
        .default('extensions'),
    )
    .option(
      '--names <template>',
      `names of the files: ${Object.keys(NAME_FIELDS)
        .map(f => `{${f}}`)
        .join(' ')}`,
      FIRST_NAME_TEMPLATE,
    )
    .addOption(
      new Option('--existing <what>', 'what to do about files that exist')
        .choices(existingSchema.options)
        .default('refuse'),
    )
    .option('--checkpoint <which>', 'best or last', 'best')
    .option('--overwrite', 'the same as --existing overwrite')
    .option('--pixel-scale <arcsec>', 'of the input, where its file does not say', positiveNumber)
    .option('--flux <convention>', 'sum or mean, where the file does not say')
    .option('--match-values', 'bring the brightness to that of the training images, and undo it afterwards')
    .option('--tile <pixels>', 'side of the tiles into which larger images are cut', wholeNumber, 256)
    .action(
      workspaceAction<ApplyOptions>(async (connection, options, given) => {
        const { client } = connection
        const paths = options.model === undefined ? given.slice(1) : given
        if (paths.length === 0)
          throw new AppError('bad-input', 'Name the images behind the run: subarc apply <run> <path...>.')
        const runId =
          options.model === undefined ? given[0] : (await client.weights.addPretrained({ id: options.model })).id
        const source = await imageSource(connection, paths)
        const { job, applyId } = await client.apply.start({
          runId,
          checkpoint: options.checkpoint,
          source,
          formats: options.format as ('fits' | 'npy' | 'png')[],
          fitsLayout: options.fits,
          nameTemplate: options.names,
          existing: options.overwrite ? 'overwrite' : options.existing,
          tilePixels: options.tile,
          matchValues: options.matchValues === true,
          ...(options.out !== undefined && { folder: resolve(options.out) }),
          ...(options.pixelScale !== undefined && { pixelScaleArcsec: options.pixelScale }),
          ...(options.flux !== undefined && { fluxConvention: options.flux }),
        })
        await followJob(client, job, options.json)
        const record = await client.apply.get({ id: applyId })
        if (options.json) return printJson(record)
        for (const item of record.items) {
          for (const file of Object.values(item.outputs)) print(file)
          for (const warning of item.warnings) note(`warning: ${item.name}: ${warning}`)
          if (item.status === 'skipped') note(`skipped: ${item.name}: its files were there already`)
          if (item.error !== null) note(`failed: ${item.name}: ${item.error.message}`)
        }
        if (record.items.some(item => item.status === 'failed')) process.exitCode = 1
      }),
    )
