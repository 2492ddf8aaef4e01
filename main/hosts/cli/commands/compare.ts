import { type Command, Option } from 'commander'
import type { SplitSide } from '../../../contract/common.ts'
import type { Differences, PairedScores, RunDifferences, ScoreMetric } from '../../../contract/comparison.ts'
import { type CommonOptions, subarcCommand, workspaceAction } from '../command.ts'
import { fixed, formatTable, print, printJson } from '../output.ts'
import { valueText } from './runList.ts'

interface CompareOptions extends CommonOptions {
  readonly side: SplitSide
  readonly metric: ScoreMetric
}

const DIGITS: Readonly<Record<ScoreMetric, number>> = { psnr: 3, lensPsnr: 3, ssim: 5, lensSsim: 5, mse: 8 }

export const compareCommand = (): Command =>
  subarcCommand('compare', 'what differs between runs, and whether one is better on the same images')
    .argument('<runs...>', 'ids of 2 to 20 runs; the others are held against the first')
    .addOption(
      new Option('--side <side>', 'side of the split whose scores are compared')
        .choices(['test', 'validation', 'train'])
        .default('test'),
    )
    .addOption(
      new Option('--metric <metric>', 'score').choices(['psnr', 'ssim', 'mse', 'lensPsnr', 'lensSsim']).default('psnr'),
    )
    .addHelpText(
      'after',
      `
The difference is that of the run minus the first one, over the images that both were scored on: its mean with a 95 %
bootstrap interval, and the two-sided p of Wilcoxon's signed-rank test. Evaluate runs first: subarc evaluate <run>.`,
    )
    .action(
      workspaceAction<CompareOptions>(async ({ client }, { json, side, metric }, ids) => {
        const [differences, scores] = await Promise.all([
          client.comparison.differences({ ids }),
          client.comparison.scores({ ids, side, metric }),
        ])
        if (json) return printJson({ ...differences, scores: { side, metric, ...scores } })
        print(overview(differences))
        for (const [title, part] of parts(differences)) print(`\n${title}\n${differenceTable(part, differences)}`)
        const problems = splitWarnings(differences)
        if (problems.length > 0) print(`\n${problems.join('\n')}`)
        print(`\n${metric} on the ${side} side, against ${differences.runs[0].name}`)
        print(scores.problem ?? scoreTable(scores.others, differences, DIGITS[metric]))
      }),
    )

const letter = (i: number): string => String.fromCharCode(65 + i)

const overview = ({ runs }: RunDifferences): string =>
  formatTable(
    runs.map((run, i) => ({ run, name: letter(i) })),
    [
      { title: '', value: ({ name }) => name },
      { title: 'id', value: ({ run }) => run.id },
      { title: 'name', value: ({ run }) => run.name },
      { title: 'dataset', value: ({ run }) => run.datasetName },
      { title: 'PSNR (dB)', value: ({ run }) => fixed(run.best?.psnr, 2), align: 'right' },
      { title: 'SSIM', value: ({ run }) => fixed(run.best?.ssim, 4), align: 'right' },
    ],
  )

const parts = ({ config, data, environment }: RunDifferences): [string, Differences][] => [
  ['Settings', config],
  ['Data and split', data],
  ['Environment', environment],
]

function differenceTable({ different, equal }: Differences, { runs }: RunDifferences): string {
  if (different.length === 0) return `the same in all: ${equal} values`
  const short = (text: string) => (text.length > 24 ? `${text.slice(0, 23)}…` : text)
  const table = formatTable(different, [
    { title: 'field', value: ({ name }) => name },
    ...runs.map((_, i) => ({
      title: letter(i),
      value: ({ values }: Differences['different'][number]) => short(valueText(values[i])),
    })),
  ])
  return `${table}\n${equal} more values are the same`
}

const splitWarnings = ({ splits, runs }: RunDifferences): string[] =>
  splits.flatMap(({ runId, shared }) => {
    if (shared === null || shared.testTrainedOn + shared.trainedOnTest === 0) return []
    const name = runs.find(({ id }) => id === runId)?.name ?? runId
    return [
      `warning: ${name} was trained on ${shared.testTrainedOn} of the first run's test images, and the first run on ${shared.trainedOnTest} of its.`,
    ]
  })

function scoreTable(others: readonly PairedScores[], { runs }: RunDifferences, digits: number): string {
  const name = (runId: string) => letter(runs.findIndex(({ id }) => id === runId))
  const told = others.filter(({ difference }) => difference !== null)
  const missing = others.flatMap(({ runId, problem }) => (problem === null ? [] : [`${name(runId)}: ${problem}`]))
  const table = formatTable(told, [
    { title: 'run', value: ({ runId }) => name(runId) },
    { title: 'images', value: ({ difference }) => String(difference?.n), align: 'right' },
    { title: 'mean difference', value: ({ difference }) => fixed(difference?.mean, digits), align: 'right' },
    {
      title: '95 % interval',
      value: ({ difference }) => {
        const interval = difference?.interval
        return interval ? `${fixed(interval.low, digits)} to ${fixed(interval.high, digits)}` : '-'
      },
    },
    { title: 'higher', value: ({ difference }) => String(difference?.higher), align: 'right' },
    { title: 'lower', value: ({ difference }) => String(difference?.lower), align: 'right' },
    { title: 'p (Wilcoxon)', value: ({ difference }) => difference?.wilcoxon?.p.toPrecision(3) ?? '-', align: 'right' },
  ])
  const warnings = others.flatMap(({ runId, warnings: said }) => said.map(text => `${name(runId)}: ${text}`))
  return [...(told.length > 0 ? [table] : []), ...missing, ...warnings].join('\n')
}
