import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import type { ClassEvaluation, ClassScores, Judgement } from '../../../contract/classifiers.ts'
import type { SubarcClient } from '../../../contract/client.ts'
import type { LabelSource } from '../../../contract/datasets.ts'
import { AppError } from '../../../domain/errors.ts'
import { type CommonOptions, subarcCommand, workspaceAction } from '../command.ts'
import { fixed, formatTable, note, print, printJson } from '../output.ts'
import { followJob } from '../progress.ts'
import { runOutcome } from './runOutcome.ts'

interface LabelOptions extends CommonOptions {
  readonly folders?: boolean
  readonly names?: string
  readonly csv?: string
  readonly nameColumn?: string
  readonly labelColumn?: string
  readonly set: readonly { readonly name: string; readonly label: string | null }[]
  readonly dryRun?: boolean
}

/** `--set sample=class`, as often as wanted; `sample=` takes its class away. */
function collectLabel(text: string, before: LabelOptions['set']): LabelOptions['set'] {
  const at = text.lastIndexOf('=')
  if (at < 1) throw new InvalidArgumentError('Give sample=class, as in lens_12=sphere.')
  return [...before, { name: text.slice(0, at), label: text.slice(at + 1).trim() || null }]
}

function sourceOf(options: LabelOptions): LabelSource | null {
  const { folders, names, csv, nameColumn, labelColumn } = options
  if (folders) return { kind: 'folders' }
  if (names !== undefined) return { kind: 'names', pattern: names }
  if (csv !== undefined) return { kind: 'csv', path: resolve(csv), nameColumn, labelColumn }
  return null
}

/** Samples of these names. */
async function labelsByName(client: SubarcClient, id: string, set: LabelOptions['set']) {
  const { total } = await client.datasets.samples({ id, limit: 1 })
  const byName = new Map<string, number>()
  for (let offset = 0; offset < total; offset += 1000) {
    const page = await client.datasets.samples({ id, offset, limit: 1000 })
    for (const { name, index } of page.samples) byName.set(name, index)
  }
  return set.map(({ name, label }) => {
    const sample = byName.get(name)
    if (sample !== undefined) return { sample, label }
    throw new AppError('not-found', `The dataset has no sample "${name}".`, { name })
  })
}

const labelCommand = () =>
  subarcCommand('label', 'give the samples of a dataset their classes, for a classifier')
    .argument('<dataset>', 'id of the dataset')
    .option('--folders', 'each class is a folder of its name')
    .option('--names <pattern>', "a regular expression whose group is the class in a file's name: ^([a-z]+)_")
    .option('--csv <file>', 'a table of names and classes')
    .option('--name-column <title>', 'its column of names (default: name, file ..., else the first)')
    .option('--label-column <title>', 'its column of classes (default: label, class ..., else the last)')
    .option('--set <sample=class>', 'the class of one sample (repeat)', collectLabel, [])
    .option('--dry-run', 'show what would be read, and write nothing')
    .action(
      workspaceAction<LabelOptions>(async ({ client }, options, [id]) => {
        const from = sourceOf(options)
        if (from === null && options.set.length === 0) {
          throw new AppError('bad-input', 'Say where the classes stand: --folders, --names, --csv or --set.', {})
        }
        const { dryRun = false } = options
        const report = from === null ? null : await client.datasets.label({ id, from, dryRun })
        if (options.set.length > 0 && !dryRun) {
          await client.datasets.setLabels({ id, labels: await labelsByName(client, id, options.set) })
        }
        const { classes } = dryRun && report ? report : await client.datasets.get({ id })
        if (options.json) return printJson({ ...report, classes })
        print(
          formatTable(classes, [
            { title: 'class', value: c => c.label },
            { title: 'samples', value: c => String(c.count), align: 'right' },
          ]),
        )
        if (report && report.unlabelled > 0) {
          note(`${report.unlabelled} samples got no class: ${report.examples.join(', ')}`)
        }
        if (report && report.unmatched.length > 0) note(`No sample is named ${report.unmatched.join(', ')}.`)
      }),
    )

const interval = ({ low, high }: { low: number; high: number }): string => `${fixed(low, 3)} to ${fixed(high, 3)}`

/** One line a class. */
function classTable(classes: readonly string[], { curves, confusion }: ClassScores): string {
  const rows = classes.map((name, c) => ({ name, curve: curves[c], counts: confusion[c] }))
  return formatTable(rows, [
    { title: 'class', value: r => r.name },
    { title: 'AUC', value: r => fixed(r.curve?.auc, 4), align: 'right' },
    { title: '95 % interval', value: r => (r.curve ? interval(r.curve.band.auc) : '-') },
    ...classes.map((name, c) => ({
      title: `as ${name}`,
      value: (r: (typeof rows)[number]) => String(r.counts[c]),
      align: 'right' as const,
    })),
  ])
}

function printClassEvaluation({ classes, images, side, scores, warnings }: ClassEvaluation): void {
  print(`${images.length} images of the ${side} side`)
  print(classTable(classes, scores))
  print(
    `accuracy ${fixed(scores.accuracy, 3)} (${interval(scores.accuracyBand)}), mean AUC ${fixed(scores.meanAuc, 4)}, ` +
      `cross-entropy ${fixed(scores.crossEntropy, 4)}, calibration error ${fixed(scores.calibration.expectedError, 3)}`,
  )
  for (const warning of warnings) note(`warning: ${warning}`)
}

/** `subarc train --classifier`: followed to its end. */
export async function trainClassifier(
  client: SubarcClient,
  request: Parameters<SubarcClient['classifiers']['start']>[0],
  json: boolean | undefined,
): Promise<void> {
  const { warnings, reasons } = await client.classifiers.resolve(request)
  for (const [field, reason] of Object.entries(reasons)) note(`${field}: ${reason}`)
  for (const warning of warnings) note(`warning: ${warning}`)
  const { job, runId } = await client.classifiers.start(request)
  await followJob(client, job, json)
  const run = await client.runs.get({ id: runId })
  if (json) return printJson(run)
  print(runOutcome(run))
}

/** `subarc evaluate` of a classifier. */
export async function evaluateClassifier(
  client: SubarcClient,
  request: Parameters<SubarcClient['classifiers']['evaluate']>[0],
  json: boolean | undefined,
): Promise<void> {
  const { job, evaluationId } = await client.classifiers.evaluate(request)
  await followJob(client, job, json)
  const evaluation = await client.classifiers.evaluation({ id: evaluationId })
  if (json) printJson(evaluation)
  else printClassEvaluation(evaluation)
}

function printJudgement({ kinds, classes, samples, classifierName, warnings }: Judgement): void {
  print(`${samples} images judged by ${classifierName}`)
  print(
    formatTable(kinds, [
      { title: 'images', value: k => k.title },
      { title: 'accuracy', value: k => fixed(k.scores.accuracy, 3), align: 'right' },
      { title: '95 % interval', value: k => interval(k.scores.accuracyBand) },
      { title: 'mean AUC', value: k => fixed(k.scores.meanAuc, 4), align: 'right' },
      ...classes.map((name, c) => ({
        title: `AUC ${name}`,
        value: (k: (typeof kinds)[number]) => fixed(k.scores.curves[c]?.auc, 4),
        align: 'right' as const,
      })),
    ]),
  )
  for (const warning of warnings) note(`warning: ${warning}`)
}

interface JudgeOptions extends CommonOptions {
  readonly by: string
  readonly evaluation?: string
  readonly side: 'train' | 'validation' | 'test'
  readonly checkpoint: 'best' | 'last'
}

const judgeCommand = () =>
  subarcCommand('judge', 'what a classifier can tell from LR, SR and HR images, side by side')
    .argument('<run>', 'id of the super-resolution run')
    .requiredOption('--by <run>', 'id of the classifier run')
    .option('--evaluation <id>', 'images of that evaluation; else the run is evaluated first')
    .option('--side <side>', 'test, validation, or train (never a result)', 'test')
    .option('--checkpoint <which>', 'best or last', 'best')
    .action(
      workspaceAction<JudgeOptions>(async ({ client }, { json, by, evaluation, side, checkpoint }, [runId]) => {
        const evaluationId = evaluation ?? (await evaluated(client, { runId, side, checkpoint }, json))
        const { job, judgementId } = await client.classifiers.judge({ evaluationId, classifierRunId: by })
        await followJob(client, job, json)
        const judgement = await client.classifiers.judgement({ id: judgementId })
        if (json) printJson(judgement)
        else printJudgement(judgement)
      }),
    )

async function evaluated(
  client: SubarcClient,
  request: Parameters<SubarcClient['evaluations']['start']>[0],
  json: boolean | undefined,
): Promise<string> {
  const { job, evaluationId } = await client.evaluations.start(request)
  await followJob(client, job, json)
  return evaluationId
}

export const classifierCommands = (): Command[] => [labelCommand(), judgeCommand()]
