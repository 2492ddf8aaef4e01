import { Command } from 'commander'
import type { SubarcClient } from '../../../contract/client.ts'
import type { StudyRow } from '../../../contract/study.ts'
import { AppError } from '../../../domain/errors.ts'
import { type CommonOptions, subarcCommand, workspaceAction } from '../command.ts'
import { type Connection, imageSource } from '../connect.ts'
import { collectChange } from '../fields.ts'
import { type Column, fixed, formatTable, note, print, printJson } from '../output.ts'
import { followJob } from '../progress.ts'
import { followGroup } from './groups.ts'

const TITLES: Readonly<Record<StudyRow['table'], string>> = {
  dataset_1: 'dataset_1: simulated lenses',
  dataset_2: 'dataset_2: HSC and HST',
  denoisers: 'Denoisers: LR images with noise, against the same without',
  classifiers: 'Classifiers: area under the ROC curve',
}

/** How a metric is written, and how many digits of it say something. */
const METRICS: Readonly<Record<string, { title: string; write: (value: number) => string }>> = {
  mse: { title: 'MSE', write: value => value.toExponential(2) },
  ssim: { title: 'SSIM', write: value => fixed(value, 4) },
  psnr: { title: 'PSNR (dB)', write: value => fixed(value, 2) },
}

const written = (metric: string, value: number | undefined): string =>
  value === undefined ? '-' : (METRICS[metric]?.write(value) ?? fixed(value, 3))

/** One of the study's tables: published scores beside those of the user's runs. */
export function studyTableText(table: StudyRow['table'], rows: readonly StudyRow[]): string {
  const own = rows.filter(row => row.table === table)
  const metrics = [
    ...new Set(own.flatMap(row => Object.keys(row.published ?? row.run?.scores ?? { psnr: 0, ssim: 0 }))),
  ]
  const columns: Column<StudyRow>[] = [
    { title: 'network', value: r => r.row },
    { title: 'form', value: r => r.form },
    ...metrics.flatMap((metric): Column<StudyRow>[] => [
      {
        title: `${METRICS[metric]?.title ?? metric} published`,
        value: r => written(metric, r.published?.[metric]),
        align: 'right',
      },
      { title: 'here', value: r => written(metric, r.run?.scores[metric]), align: 'right' },
    ]),
    ...(table.startsWith('dataset')
      ? ([
          { title: 'bicubic (dB)', value: r => fixed(r.run?.bicubic, 2), align: 'right' },
          { title: 'with affine fit', value: r => fixed(r.run?.bicubicAffine, 2), align: 'right' },
        ] satisfies Column<StudyRow>[])
      : []),
    { title: 'on', value: r => (r.run ? `${r.run.images} images of ${r.run.side}, ${r.run.datasetName}` : r.note) },
  ]
  return `${TITLES[table]}\n${formatTable(own, columns)}`
}

function printTables(rows: readonly StudyRow[]): void {
  const tables = (Object.keys(TITLES) as StudyRow['table'][]).filter(table => rows.some(row => row.table === table))
  print(tables.map(table => studyTableText(table, rows)).join('\n\n'))
  print('')
  print(
    'Published scores are of all images, those that were trained on included; the scores here are of held-out images alone.',
  )
}

const tableCommand = () =>
  subarcCommand(
    'table',
    "print the study's tables, with the latest runs of this workspace beside the published scores",
  ).action(
    workspaceAction<CommonOptions>(async ({ client }, { json }) => {
      const rows = await client.study.table()
      if (json) return printJson(rows)
      printTables(rows)
    }),
  )

/** The dataset of that id, or the folder imported, once. */
async function datasetOf(connection: Connection, named: string, title: string, json?: boolean): Promise<string> {
  const { client } = connection
  const datasets = await client.datasets.list()
  const known = datasets.find(({ id, name }) => id === named || name === title)
  if (known) {
    if (known.id !== named) note(`${title}: imported already (${known.id})`)
    return splitDataset(client, known.id)
  }
  const { job, datasetId } = await client.datasets.import({
    source: await imageSource(connection, [named]),
    name: title,
  })
  await followJob(client, job, json)
  return splitDataset(client, datasetId)
}

/** Images without HR are not split by themselves. */
async function splitDataset(client: SubarcClient, id: string): Promise<string> {
  if ((await client.datasets.get({ id })).split === null) await client.datasets.split({ id })
  return id
}

interface StudyOptions extends CommonOptions {
  readonly classes?: string
  readonly form: 'both' | 'corrected' | 'published'
  readonly rows?: string
  readonly set?: Record<string, unknown>
  readonly device?: string
  readonly ignoreMemory?: boolean
}

function formsOf(form: string): ('corrected' | 'published')[] {
  if (form === 'both') return ['corrected', 'published']
  if (form === 'corrected' || form === 'published') return [form]
  throw new AppError('bad-input', `--form is both, corrected or published, not "${form}".`, { form })
}

async function runStudy(connection: Connection, options: StudyOptions, folders: readonly string[]): Promise<void> {
  const { client } = connection
  const { json, classes, rows, set = {}, device, ignoreMemory } = options
  const forms = formsOf(options.form)
  const dataset1 = await datasetOf(connection, folders[0], 'dataset_1', json)
  const dataset2 = await datasetOf(connection, folders[1], 'dataset_2', json)
  if (classes === undefined) note('Without --classes the classifiers and SRGan are left out.')
  const started = await client.study.start({
    ...{ dataset1, dataset2, forms, changes: set },
    classes: classes === undefined ? null : await datasetOf(connection, classes, 'classes', json),
    ...(rows !== undefined && { rows: rows.split(',').map(row => row.trim()) }),
    ...(device !== undefined && { device }),
    ...(ignoreMemory && { ignoreMemory }),
  })
  note(`Everything is one group: ${started.groupId}. After an interruption: subarc continue ${started.groupId}`)
  await followGroup(client, started, json)
  if (!json) await printStudy(client)
}

async function printStudy(client: SubarcClient): Promise<void> {
  print('')
  printTables(await client.study.table())
}

const runCommand = () =>
  subarcCommand('run', "import the study's two datasets, train and score all of its rows, and print its tables")
    .argument('<dataset_1>', 'folder of dataset_1 (LR/sample{i}.npy, HR/sample{i}.npy), or the id of a dataset')
    .argument('<dataset_2>', 'folder of dataset_2 (LR/LR_{i}.npy, HR/HR_{i}.npy), or the id of a dataset')
    .option('--classes <folder|id>', 'images in the classes no, sphere and vort: for the classifiers and SRGan')
    .option('--form <form>', 'both, corrected or published', 'both')
    .option('--rows <rows>', 'only these rows of its tables, with commas')
    .option('--set <field=value>', 'another value than the recipes have, for all (repeat)', collectChange)
    .option('--device <id>', 'device')
    .option('--ignore-memory', 'start even where the memory that is free would not do')
    .action(workspaceAction<StudyOptions>((connection, options, folders) => runStudy(connection, options, folders)))

export const studyCommand = (): Command =>
  new Command('study')
    .description('redo the study "DeepLense_SR", as published and corrected')
    .addCommand(tableCommand())
    .addCommand(runCommand())
