import { type Command, InvalidArgumentError } from 'commander'
import type { DatasetDetail } from '../../../contract/datasets.ts'
import { type PlaneKind, type PlaneRoles, planeRoleSchema, qualityBitsSchema } from '../../../contract/planes.ts'
import { type CommonOptions, positiveNumber, subarcCommand, wholeNumber, workspaceAction } from '../command.ts'
import { imageSource } from '../connect.ts'
import { formatTable, note, print, printJson } from '../output.ts'
import { followJob } from '../progress.ts'

interface ImportOptions extends CommonOptions {
  readonly name?: string
  readonly pixelScale?: number
  readonly unit?: string
  readonly flux?: 'sum' | 'mean' | 'unknown'
  readonly peak?: number
  readonly group?: string
  readonly factor?: number
  readonly hrPsf?: number
  readonly lrPsf?: number
  readonly noise?: number
  readonly seed: number
  readonly role: PlaneRoles
  readonly qualityBits?: number
}

/** `--role noise_map=ignore`, as often as there are kinds. */
function roleOption(text: string, roles: PlaneRoles): PlaneRoles {
  const at = text.lastIndexOf('=')
  const role = planeRoleSchema.safeParse(text.slice(at + 1))
  if (at >= 1 && role.success) return { ...roles, [text.slice(0, at)]: role.data }
  throw new InvalidArgumentError(`Give kind=role, with a role of ${planeRoleSchema.options.join(', ')}.`)
}

function qualityBitsOption(text: string): number {
  const bits = qualityBitsSchema.safeParse(Number(text))
  if (bits.success && bits.data !== null) return bits.data
  throw new InvalidArgumentError('Give the sum of the bits, from 1 to 4294967295, decimal or after 0x.')
}

/** What belongs to an image: which kind of file or extension is taken as what, and why. */
const groupingTable = (kinds: readonly PlaneKind[]): string =>
  formatTable(kinds, [
    { title: 'files', value: ({ kind, isPart }) => (kind === '*' ? 'others' : isPart ? `in each: ${kind}` : kind) },
    { title: 'number', value: ({ count, isPart }) => (isPart ? '' : String(count)), align: 'right' },
    { title: 'taken as', value: ({ role }) => role },
    { title: 'why', value: ({ reason }) => reason },
  ])

/** How many images have noise maps, masks and PSFs; empty where none has. */
function planesLine({ planes: { error, masked, psf } }: DatasetDetail): string {
  const said = (name: string, { lr, hr }: { lr: number; hr: number }): string[] =>
    lr + hr === 0 ? [] : [`${name}: ${lr} LR, ${hr} HR`]
  return [...said('noise maps', error), ...said('masks', masked), ...said('PSFs', psf)].join('; ')
}

const degradationOf = (options: ImportOptions) =>
  options.factor === undefined
    ? null
    : {
        factor: options.factor,
        hrPsfFwhmPixels: options.hrPsf ?? 0,
        lrPsfFwhmPixels: options.lrPsf ?? options.hrPsf ?? 0,
        noiseSigma: options.noise ?? 0,
        seed: options.seed,
      }

const importCommand = () =>
  subarcCommand('import', 'import a folder of images, or single files, as a dataset')
    .argument('<path...>', 'a folder (LR/ and HR/ inside, or HR only), or image files: .fits, .npy, .npz, .h5, .tif')
    .option('--name <name>', 'name of the dataset')
    .option('--pixel-scale <arcsec>', 'LR pixel scale', positiveNumber)
    .option('--unit <unit>', 'unit of the pixel values')
    .option('--flux <convention>', 'a pixel is a flux (sum) or a surface brightness (mean)')
    .option('--peak <value>', 'peak for PSNR and SSIM', positiveNumber)
    .option('--group <pattern>', "regular expression whose group names a sample's lens or field")
    .option(
      '--role <kind=role>',
      `what files or extensions are: noise_map=ignore, [DQ]=quality; one of ${planeRoleSchema.options.join(', ')}`,
      roleOption,
      {},
    )
    .option(
      '--quality-bits <sum>',
      'bits of a data quality value that make a pixel bad (default: any)',
      qualityBitsOption,
    )
    .option('--factor <n>', 'HR-only folders: LR pixels are n HR pixels wide', wholeNumber)
    .option('--hr-psf <pixels>', 'HR-only folders: FWHM of the HR image, HR pixels', Number)
    .option('--lr-psf <pixels>', 'HR-only folders: FWHM of the LR image to make, HR pixels', Number)
    .option('--noise <sigma>', 'HR-only folders: noise added to the LR', Number)
    .option('--seed <n>', 'seed of that noise', wholeNumber, 0)
    .action(
      workspaceAction<ImportOptions>(async (connection, options, paths) => {
        const { client } = connection
        const source = await imageSource(connection, paths)
        const { role: roles } = options
        const scan = await client.datasets.scan({ source, roles })
        if (!options.json) print(groupingTable(scan.kinds))
        const { job, datasetId } = await client.datasets.import({
          source,
          name: options.name ?? scan.suggestedName,
          calibration: {
            ...(options.pixelScale !== undefined && { pixelScaleArcsec: options.pixelScale }),
            ...(options.unit !== undefined && { unit: options.unit }),
            ...(options.flux !== undefined && { fluxConvention: options.flux }),
            ...(options.peak !== undefined && { peak: options.peak }),
          },
          degradation: degradationOf(options),
          groupPattern: options.group ?? null,
          roles,
          qualityBits: options.qualityBits ?? null,
        })
        await followJob(client, job, options.json)
        const dataset = await client.datasets.get({ id: datasetId })
        if (options.json) return printJson(dataset)
        print(`${dataset.name}: ${dataset.samples} ${dataset.paired ? 'pairs' : 'images'} (${datasetId})`)
        const planes = planesLine(dataset)
        if (planes !== '') print(planes)
        for (const { file, reason } of dataset.unpaired) note(`not used: ${file}: ${reason}`)
        for (const finding of dataset.health.filter(f => f.severity !== 'info'))
          note(`${finding.severity}: ${finding.message}`)
      }),
    )

const listCommand = () =>
  subarcCommand('datasets', 'list the datasets').action(
    workspaceAction<CommonOptions>(async ({ client }, { json }) => {
      const datasets = await client.datasets.list()
      if (json) return printJson(datasets)
      print(
        formatTable(datasets, [
          { title: 'id', value: d => d.id },
          { title: 'name', value: d => d.name },
          { title: 'samples', value: d => String(d.samples), align: 'right' },
          { title: 'LR', value: d => `${d.lrSize.width} x ${d.lrSize.height}` },
          { title: 'HR', value: d => (d.hrSize === null ? '-' : `${d.hrSize.width} x ${d.hrSize.height}`) },
          { title: 'files', value: d => d.state },
        ]),
      )
    }),
  )

export const datasetCommands = (): Command[] => [importCommand(), listCommand()]
