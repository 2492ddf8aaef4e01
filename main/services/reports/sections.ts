import { curvesSvg } from '../export/curve.ts'
import { dataUri, escapeHtml, htmlTable } from '../export/html.ts'
import { consistency, gains, scores, sideName } from '../export/report.ts'
import { againCommand, fullCommand } from '../provenance/commands.ts'
import { flatRecord } from '../runs/flatRecord.ts'
import type { ReportedRun } from './content.ts'
import { pairedDifference } from './paired.ts'

const fixed = (value: number | null | undefined, digits: number): string => value?.toFixed(digits) ?? '-'
const signed = (value: number, digits: number): string => `${value < 0 ? '' : '+'}${value.toFixed(digits)}`

export function summary(runs: readonly ReportedRun[]): string {
  const network = ({ evaluation }: ReportedRun) => evaluation?.methods.find(method => method.id === 'network')?.whole
  return htmlTable(runs, [
    { title: 'Run', cell: r => r.run.name },
    { title: 'Network', cell: r => r.run.network },
    { title: 'Dataset', cell: r => r.run.datasetName },
    { title: 'Seed', cell: r => String(r.run.seed), numeric: true },
    { title: 'Epochs', cell: r => `${r.run.epoch} of ${r.run.epochs}`, numeric: true },
    { title: 'Validation PSNR (dB)', cell: r => fixed(r.run.best?.psnr, 2), numeric: true },
    { title: 'SSIM', cell: r => fixed(r.run.best?.ssim, 4), numeric: true },
    { title: 'Held-out PSNR (dB)', cell: r => fixed(network(r)?.psnr.mean, 2), numeric: true },
    { title: 'SSIM', cell: r => fixed(network(r)?.ssim.mean, 4), numeric: true },
    { title: 'Time (s)', cell: r => fixed(r.run.durationSeconds, 0), numeric: true },
  ])
}

/** Only what is not the same for all runs. */
export function differences(runs: readonly ReportedRun[]): string {
  const records = runs.map(({ run, config }) =>
    flatRecord({
      dataset: run.datasetHash,
      split: run.splitHash,
      preset: config.presetId,
      device: config.device,
      network: config.network,
      settings: config.settings,
      environment: run.environment,
    }),
  )
  const names = [...new Set(records.flatMap(record => [...record.keys()]))]
  const rows = names.filter(name => new Set(records.map(record => record.get(name))).size > 1)
  if (rows.length === 0) return '<p>Settings, data and machine of these runs are the same.</p>'
  return htmlTable(rows, [
    { title: 'Setting', cell: name => name },
    ...runs.map(({ run }, at) => ({ title: run.name, cell: (name: string) => short(records[at].get(name) ?? '-') })),
  ])
}

/** A hash needs no more to be told from another. */
const short = (text: string): string => (text.length > 24 ? `${text.slice(0, 12)}...` : text)

/** Each run beside the first, on the images that both were scored on. */
export function paired([base, ...others]: readonly ReportedRun[]): string {
  const rows = others.map(({ run, evaluation }) => ({
    name: run.name,
    difference: evaluation && base?.evaluation ? pairedDifference(evaluation, base.evaluation) : null,
  }))
  return `<p>Differences to "${escapeHtml(base?.run.name ?? '')}", image by image: the mean, and its 95 % bootstrap interval. An interval without 0 in it is a difference that these images support.</p>
${htmlTable(rows, [
  { title: 'Run', cell: r => r.name },
  { title: 'Images', cell: r => (r.difference ? String(r.difference.images) : 'none in common'), numeric: true },
  { title: 'PSNR (dB)', cell: r => (r.difference ? signed(r.difference.psnr, 3) : '-'), numeric: true },
  {
    title: '95 % interval',
    cell: r =>
      r.difference?.interval
        ? `${signed(r.difference.interval.low, 3)} to ${signed(r.difference.interval.high, 3)}`
        : '-',
    numeric: true,
  },
  { title: 'SSIM', cell: r => (r.difference ? signed(r.difference.ssim, 5) : '-'), numeric: true },
  {
    title: 'Better on',
    cell: r => (r.difference ? `${r.difference.better} of ${r.difference.images}` : '-'),
    numeric: true,
  },
])}`
}

export function curves(runs: readonly ReportedRun[]): string {
  const over = (title: string, of: (run: ReportedRun) => { x: number[]; y: number[] }, logarithmic = false) =>
    curvesSvg({
      title,
      xTitle: 'step',
      logarithmic,
      series: runs.map(run => ({ name: run.run.name, ...of(run) })),
    })
  return [
    over('Training loss', ({ series }) => ({ x: series.step, y: series.loss }), true),
    over('Validation PSNR (dB)', ({ series: { validation } }) => ({ x: validation.step, y: validation.psnr })),
    over('Validation SSIM', ({ series: { validation } }) => ({ x: validation.step, y: validation.ssim })),
    over('Learning rate', ({ series }) => ({ x: series.step, y: series.learningRate }), true),
  ].join('\n')
}

/** Scores beside every other method, and the images that came out best, middling and worst. */
export function scored({ run, evaluation, images }: ReportedRun): string {
  const heading = `<h3>${escapeHtml(run.name)}</h3>`
  if (!evaluation)
    return `${heading}<p>Not scored on held-out images yet: evaluate the run, then write the report again.</p>`
  const figures = images.map(({ rank, name, psnr, png }) => {
    const caption = `${{ best: 'Best', median: 'Median', worst: 'Worst' }[rank]} by PSNR (${psnr.toFixed(2)} dB): ${name}`
    return `<figure><img src="${dataUri('image/png', png)}" alt="LR, bicubic, SR, HR and residual"><figcaption>${escapeHtml(caption)}</figcaption></figure>`
  })
  return `${heading}
<p>${evaluation.samples.length} ${sideName(evaluation)}, "${evaluation.checkpoint}" weights.</p>
${evaluation.warnings.map(warning => `<p class="warning">${escapeHtml(warning)}</p>`).join('\n')}
${scores(evaluation)}
${gains(evaluation)}
<p>${escapeHtml(consistency(evaluation))}</p>
${images.length === 0 ? '<p>The images are in this workspace no more.</p>' : figures.join('\n')}`
}

/** Everything that made a run, and how it is made again. */
export function provenance({ run, config }: ReportedRun): string {
  const rows: [string, string][] = [
    ['run', run.id],
    ['made', run.createdAt],
    ['dataset, SHA-256', run.datasetHash],
    ['split, SHA-256', run.splitHash],
    ...run.checkpoints.map((c): [string, string] => [`weights "${c.which}", step ${c.step}, SHA-256`, c.sha256]),
    ['network', listed(config.network)],
    ['settings', listed(config.settings)],
    ['machine and code', listed(run.environment)],
    ...run.parents.map((p): [string, string] => [
      `weights from (${p.role})`,
      `"${p.checkpoint}" of ${p.runName} (${p.runId}), SHA-256 ${p.sha256}`,
    ]),
    ['the same again', againCommand(run) ?? '-'],
    ['the same elsewhere', fullCommand(run) ?? '-'],
  ]
  return `<h3>${escapeHtml(run.name)}</h3>
<div class="facts">${htmlTable(rows, [
    { title: 'What', cell: ([name]) => name },
    { title: 'Value', cell: ([, value]) => value },
  ])}</div>`
}

const listed = (record: unknown): string =>
  [...flatRecord(record)].map(([name, value]) => `${name} ${value}`).join('; ')
