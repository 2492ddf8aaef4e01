import { createHash } from 'node:crypto'
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { fileError } from '../../formats/fileErrors.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import { checkpointFile, runFolder } from '../runs/files.ts'
import { flatRecord } from '../runs/flatRecord.ts'
import { runConfig } from '../runs/present.ts'
import { metricsOf, timeOf } from './metrics.ts'

/** MLflow's numbers of how a run stands (mlflow/protos/service.proto, RunStatus). */
const STATUS = { running: 1, scheduled: 2, finished: 3, failed: 4, killed: 5 } as const
/** MLflow refuses longer values. */
const MOST_PARAMETER_LETTERS = 6000
const LOCAL_SOURCE = 4

/**
 * Writes a run into a folder of MLflow's file store: an experiment for its dataset, and in it parameters, metrics, tags and, as
 * artifacts, configuration, split and weights. MLflow 3 opens such a folder with MLFLOW_ALLOW_FILE_STORE=true, or takes
 * it over into its database by `mlflow migrate-filestore`.
 */
export async function writeMlflowRun(context: ServiceContext, folder: string, run: RunRecord): Promise<void> {
  const experimentId = decimalId(run.datasetId ?? 'elsewhere')
  const experiment = join(folder, experimentId)
  const runId = hash(run.id).slice(0, 32)
  const place = join(experiment, runId)
  try {
    await rm(place, { recursive: true, force: true })
    await write(join(experiment, 'meta.yaml'), experimentMeta(experiment, experimentId, run))
    await write(join(place, 'meta.yaml'), runMeta(place, experimentId, runId, run))
    for (const [name, value] of parametersOf(run)) await write(join(place, 'params', name), value)
    for (const [name, value] of tagsOf(run)) await write(join(place, 'tags', name), value)
    await writeMetrics(context, place, run)
    await copyArtifacts(context, join(place, 'artifacts'), run)
  } catch (error) {
    throw fileError(error, place, 'write')
  }
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

async function writeMetrics({ workspace }: ServiceContext, place: string, run: RunRecord): Promise<void> {
  const time = timeOf(run)
  for (const { name, points } of metricsOf(workspace, run)) {
    const lines = points.map(({ step, value }) => `${time(step)} ${value} ${step}\n`)
    await write(join(place, 'metrics', ...name.split('/')), lines.join(''))
  }
}

async function copyArtifacts({ workspace }: ServiceContext, to: string, run: RunRecord): Promise<void> {
  const own = runFolder(workspace, run.id)
  const files = [
    ...['config.json', 'split.json', 'log.jsonl'].map(name => [join(own, name), name]),
    ...run.checkpoints.map(({ which }) => [
      checkpointFile(workspace, run.id, which),
      join('weights', `${which}.safetensors`),
    ]),
  ]
  for (const [from, name] of files) {
    await mkdir(dirname(join(to, name)), { recursive: true })
    // A file that is gone is missing here too; what stands in the record is written all the same.
    await copyFile(from, join(to, name)).catch(() => undefined)
  }
}

const parametersOf = (run: RunRecord): [string, string][] => {
  const { network, settings, presetId, device } = runConfig(run)
  const record = flatRecord({ preset: presetId, device, network, settings })
  return [...record].map(([name, value]) => [safeName(name), value.slice(0, MOST_PARAMETER_LETTERS)])
}

const tagsOf = (run: RunRecord): [string, string][] => [
  ['mlflow.runName', run.name],
  ['mlflow.source.name', 'subarc'],
  ['mlflow.source.type', 'LOCAL'],
  ['mlflow.note.content', run.notes],
  ['subarc.run', run.id],
  ['subarc.dataset', run.datasetName],
  ['subarc.dataset_sha256', run.datasetHash],
  ['subarc.split_sha256', run.splitHash],
  ['subarc.tags', run.tags.join(', ')],
  ...[...flatRecord(run.environment)].map(([name, value]): [string, string] => [
    safeName(`environment.${name}`),
    value,
  ]),
]

/** MLflow's names have letters, digits, low lines, hyphens, dots and blanks. */
const safeName = (name: string): string => name.replace(/[^A-Za-z0-9_.\- ]+/g, '_')

function runMeta(place: string, experimentId: string, runId: string, run: RunRecord): string {
  const begun = Date.parse(run.createdAt)
  return yaml({
    artifact_uri: pathToFileURL(join(place, 'artifacts')).href,
    end_time: Math.round(begun + 1000 * run.durationSeconds),
    entry_point_name: '',
    experiment_id: experimentId,
    lifecycle_stage: 'active',
    run_id: runId,
    run_name: run.name,
    run_uuid: runId,
    source_name: 'subarc',
    source_type: LOCAL_SOURCE,
    source_version: String(run.environment.commit ?? run.environment.subarc ?? ''),
    start_time: begun,
    status: statusOf(run),
    tags: [],
    user_id: '',
  })
}

function experimentMeta(place: string, id: string, run: RunRecord): string {
  const at = Date.parse(run.createdAt)
  return yaml({
    artifact_location: pathToFileURL(place).href,
    creation_time: at,
    experiment_id: id,
    last_update_time: at,
    lifecycle_stage: 'active',
    name: run.datasetId === null ? 'Trained elsewhere' : `${run.datasetName} (${run.datasetId})`,
  })
}

function statusOf({ status }: RunRecord): number {
  if (status === 'done') return STATUS.finished
  if (status === 'failed') return STATUS.failed
  if (status === 'stopped' || status === 'interrupted') return STATUS.killed
  return status === 'queued' ? STATUS.scheduled : STATUS.running
}

/** Strings, numbers and empty lists: JSON's way of writing them is YAML's too (YAML 1.2, section 1.3). */
const yaml = (record: Readonly<Record<string, string | number | readonly never[]>>): string =>
  Object.entries(record)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('')

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

/** An experiment's id is a number of 18 digits. */
const decimalId = (text: string): string =>
  (BigInt(`0x${hash(text).slice(0, 16)}`) % 10n ** 18n).toString().padStart(18, '1')
