import type { TableKind } from '../../contract/reports.ts'
import { LOSS_TERMS } from '../../domain/lossTermNames.ts'
import { type EvaluationRecord, findEvaluation, listEvaluationHeads, standsFor } from '../../workspace/evaluations.ts'
import { listSteps, listValidations } from '../../workspace/runSeries.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { flatRecord } from '../runs/flatRecord.ts'
import { classifierConfig, isClassifier, requireRun, runConfig } from '../runs/present.ts'
import { cell, type Table, type TableColumn, type TableValue } from './table.ts'

/** A column with what it says of a row. */
interface Field<Row> extends TableColumn {
  readonly value: (row: Row) => TableValue | undefined
}

function table<Row>(name: string, caption: string, fields: readonly Field<Row>[], rows: readonly Row[]): Table {
  const columns = fields.map(({ value: _, ...column }) => column)
  return { name, caption, columns, rows: rows.map(row => fields.map(field => cell(field.value(row)))) }
}

const text = <Row>(name: string, title: string, value: Field<Row>['value'], wide = false): Field<Row> => ({
  ...{ name, title, value, wide },
  type: 'text',
  unit: null,
})
const integer = <Row>(name: string, title: string, value: Field<Row>['value'], wide = false): Field<Row> => ({
  ...{ name, title, value, wide },
  type: 'integer',
  unit: null,
})
const number = <Row>(
  name: string,
  title: string,
  value: Field<Row>['value'],
  { unit = null, digits = 4, wide = false }: { unit?: string | null; digits?: number; wide?: boolean } = {},
): Field<Row> => ({ ...{ name, title, value, unit, digits, wide }, type: 'number' })

const decibels = { unit: 'dB', digits: 2 }

/** The latest evaluation whose scores stand for the run; undefined where there is none. */
export function heldOutEvaluation({ db }: Workspace, run: RunRecord): EvaluationRecord | undefined {
  const head = listEvaluationHeads(db, run.id).find(evaluation => standsFor(evaluation, run))
  return head && findEvaluation(db, head.id)
}

/** A table of runs for other programs. Errors: `not-found`, `conflict` (a run in the trash). */
export function runTable(workspace: Workspace, ids: readonly string[], what: TableKind): Table {
  const runs = ids.map(id => requireRun(workspace, id))
  return {
    runs: runsTable,
    scores: scoresTable,
    images: imagesTable,
    validations: validationsTable,
    steps: stepsTable,
  }[what](workspace, runs)
}

function runsTable(workspace: Workspace, runs: readonly RunRecord[]): Table {
  const settings = runs.map(run => {
    if (!isClassifier(run)) {
      const { network, settings } = runConfig(run)
      return flatRecord({ network, settings })
    }
    const { classifier, settings } = classifierConfig(run)
    return flatRecord({ network: classifier, settings })
  })
  const rows = runs.map((run, at) => ({
    run,
    settings: settings[at],
    evaluation: heldOutEvaluation(workspace, run),
  }))
  type Row = (typeof rows)[number]
  const score = ({ evaluation }: Row) => evaluation?.methods.find(method => method.id === 'network')
  const names = [...new Set(settings.flatMap(record => [...record.keys()]))]
  const fields: Field<Row>[] = [
    text('run', 'Run', row => row.run.id, true),
    text('name', 'Name', row => row.run.name),
    text('status', 'Status', row => row.run.status, true),
    text('dataset', 'Dataset', row => row.run.datasetName),
    text('network_title', 'Network', row => row.run.network),
    integer('parameters', 'Parameters', row => row.run.parameters),
    text('preset', 'Preset', row => row.run.presetId, true),
    text('device', 'Device', row => row.run.device, true),
    integer('seed', 'Seed', row => row.run.seed),
    integer('epochs', 'Epochs', row => row.run.epoch),
    integer('steps', 'Steps', row => row.run.step, true),
    number('duration_s', 'Duration', row => row.run.durationSeconds, { unit: 's', digits: 0 }),
    number('validation_psnr_dB', 'Best validation PSNR', row => row.run.best?.psnr, decibels),
    number('validation_ssim', 'Best validation SSIM', row => row.run.best?.ssim),
    integer('best_epoch', 'Best epoch', row => row.run.best?.epoch, true),
    number('heldout_psnr_dB', 'Held-out PSNR', row => score(row)?.whole.psnr.mean, decibels),
    number('heldout_ssim', 'Held-out SSIM', row => score(row)?.whole.ssim.mean),
    integer('heldout_images', 'Images', row => row.evaluation?.samples.length, true),
    text('created_at', 'Made', row => row.run.createdAt, true),
    text('tags', 'Tags', row => row.run.tags.join(' '), true),
    text('dataset_sha256', 'Dataset SHA-256', row => row.run.datasetHash, true),
    text('split_sha256', 'Split SHA-256', row => row.run.splitHash, true),
    ...names.map(name => settingField<Row>(name, rows)),
  ]
  return table('runs', 'Runs. PSNR and SSIM are means over images.', fields, rows)
}

/** A setting is a number where it is one for every run that has it. */
function settingField<Row extends { settings: ReadonlyMap<string, string> }>(
  name: string,
  rows: readonly Row[],
): Field<Row> {
  const values = rows.flatMap(row => row.settings.get(name) ?? [])
  const isNumber = values.every(value => value.trim() !== '' && Number.isFinite(Number(value)))
  return isNumber
    ? number(name, name, row => Number(row.settings.get(name) ?? Number.NaN), { wide: true })
    : text(name, name, row => row.settings.get(name), true)
}

function scoresTable(workspace: Workspace, runs: readonly RunRecord[]): Table {
  const rows = runs.flatMap(run => {
    const evaluation = heldOutEvaluation(workspace, run)
    return (evaluation?.methods ?? []).map(method => ({ run, evaluation, method }))
  })
  type Row = (typeof rows)[number]
  const fields: Field<Row>[] = [
    text('run', 'Run', row => row.run.id, true),
    text('name', 'Run', row => row.run.name),
    text('method', 'Method', row => row.method.id, true),
    text('method_title', 'Method', row => row.method.title),
    text('side', 'Side', row => row.evaluation?.side, true),
    integer('images', 'Images', row => row.evaluation?.samples.length),
    number('psnr_dB', 'PSNR', row => row.method.whole.psnr.mean, decibels),
    number('psnr_std_dB', 'std', row => row.method.whole.psnr.std, decibels),
    number('psnr_low_dB', '95 % from', row => row.method.whole.psnr.interval?.low, decibels),
    number('psnr_high_dB', 'to', row => row.method.whole.psnr.interval?.high, decibels),
    number('ssim', 'SSIM', row => row.method.whole.ssim.mean),
    number('ssim_std', 'std', row => row.method.whole.ssim.std),
    number('mse', 'MSE', row => row.method.whole.mse.mean, { digits: 6 }),
    number('lens_psnr_dB', 'PSNR, lens', row => row.method.lens?.psnr.mean, decibels),
    number('lens_ssim', 'SSIM, lens', row => row.method.lens?.ssim.mean),
    text('note', 'Note', row => row.method.note, true),
  ]
  return table(
    'scores',
    'Scores on held-out images: means over images with standard deviations and 95 % bootstrap intervals.',
    fields,
    rows,
  )
}

function imagesTable(workspace: Workspace, runs: readonly RunRecord[]): Table {
  const rows = runs.flatMap(run => (heldOutEvaluation(workspace, run)?.images ?? []).map(image => ({ run, image })))
  type Row = (typeof rows)[number]
  const fields: Field<Row>[] = [
    text('run', 'Run', row => row.run.id, true),
    text('name', 'Run', row => row.run.name),
    integer('sample', 'Sample', row => row.image.sample, true),
    text('image', 'Image', row => row.image.name),
    text('method', 'Method', row => row.image.method),
    number('psnr_dB', 'PSNR', row => row.image.psnr, decibels),
    number('ssim', 'SSIM', row => row.image.ssim),
    number('mse', 'MSE', row => row.image.mse, { digits: 6 }),
    number('lens_psnr_dB', 'PSNR, lens', row => row.image.lensPsnr, decibels),
    number('lens_ssim', 'SSIM, lens', row => row.image.lensSsim),
  ]
  return table('images', 'Scores of each held-out image.', fields, rows)
}

function validationsTable({ db }: Workspace, runs: readonly RunRecord[]): Table {
  const rows = runs.flatMap(run => listValidations(db, run.id).map(point => ({ run, point })))
  type Row = (typeof rows)[number]
  const fields: Field<Row>[] = [
    text('run', 'Run', row => row.run.id, true),
    text('name', 'Run', row => row.run.name),
    integer('step', 'Step', row => row.point.step),
    integer('epoch', 'Epoch', row => row.point.epoch),
    number('psnr_dB', 'PSNR', row => row.point.psnr, decibels),
    number('ssim', 'SSIM', row => row.point.ssim),
    number('mse', 'MSE', row => row.point.mse, { digits: 6 }),
  ]
  return table('validations', 'Validation scores through the training.', fields, rows)
}

function stepsTable({ db }: Workspace, runs: readonly RunRecord[]): Table {
  const rows = runs.flatMap(run => listSteps(db, run.id).map(point => ({ run, point })))
  type Row = (typeof rows)[number]
  const fields: Field<Row>[] = [
    text('run', 'Run', row => row.run.id, true),
    text('name', 'Run', row => row.run.name),
    integer('step', 'Step', row => row.point.step),
    integer('epoch', 'Epoch', row => row.point.epoch),
    number('loss', 'Loss', row => row.point.loss, { digits: 6 }),
    ...LOSS_TERMS.filter(name => rows.some(({ point }) => point.terms?.[name] !== undefined)).map(name =>
      number<Row>(`loss_${name}`, `Loss, ${name}`, row => row.point.terms?.[name] ?? null, { digits: 6 }),
    ),
    number('gradient_norm', 'Gradient norm', row => row.point.gradientNorm),
    number('learning_rate', 'Learning rate', row => row.point.learningRate, { digits: 6 }),
    number('images_per_second', 'Images a second', row => row.point.imagesPerSecond, { unit: 's-1', digits: 1 }),
  ]
  return table('steps', 'Training steps that were kept.', fields, rows)
}
