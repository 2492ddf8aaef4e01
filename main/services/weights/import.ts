import { mkdirSync, rmSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { z } from 'zod'
import { calibrationSchema } from '../../contract/datasets.ts'
import { runNetworkSchema } from '../../contract/networks.ts'
import { TRAINED_ELSEWHERE } from '../../contract/runs.ts'
import type { ImportedScaling, WeightsSource } from '../../contract/weights.ts'
import { AppError } from '../../domain/errors.ts'
import type { Scaling } from '../../domain/scaling.ts'
import type { EngineEvent, ImportWeightsJob } from '../../engine/port.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import { newId } from '../../workspace/ids.ts'
import { type RunOrigin, type RunRecord, saveRun } from '../../workspace/runs.ts'
import { runEngineJob } from '../engine/runEngineJob.ts'
import { checkpointFile, runFolder } from '../runs/files.ts'
import { networkTitle } from '../training/network.ts'
import type { TrainingParts } from '../training/start.ts'
import { answered, weightsFile } from './inspect.ts'

export interface ImportRequest {
  readonly source: WeightsSource
  readonly name?: string | undefined
  readonly network: { readonly outputRelu?: boolean | undefined; readonly globalSkip?: boolean | undefined }
  readonly scaling: ImportedScaling
  readonly pixelScaleArcsec?: number | undefined
  readonly fluxConvention: 'sum' | 'mean' | 'unknown'
}

type Imported = Extract<EngineEvent, { type: 'weights-imported' }>

const scalings: Readonly<Record<ImportedScaling, Scaling>> = {
  none: { kind: 'none' },
  'per-image-minmax': { kind: 'per-image', statistic: 'minmax' },
  'per-image-percentile': { kind: 'per-image', statistic: 'percentile' },
}

/** A file of weights becomes a run. Errors: those of the engine's import; nothing is left behind by one that fails. */
export async function importWeights(parts: TrainingParts, request: ImportRequest): Promise<RunRecord> {
  const file = await weightsFile(parts.context, request.source)
  const changes = Object.fromEntries(Object.entries(request.network).filter(([, value]) => value !== undefined))
  const { scaling: kind, pixelScaleArcsec = null, fluxConvention } = request
  return bringAlong(parts, file, {
    name: request.name ?? basename(file, extname(file)).slice(0, 120),
    kind: 'file',
    title: basename(file),
    changes,
    scaling: scalings[kind],
    pixelScaleArcsec,
    fluxConvention,
  })
}

/** What is said of a file of weights beside what it says itself. */
export interface Brought {
  readonly name: string
  readonly kind: RunOrigin['kind']
  /** Of the file, or the pretrained network's id. */
  readonly title: string
  readonly changes: ImportWeightsJob['changes']
  readonly scaling: Scaling
  readonly pixelScaleArcsec: number | null
  readonly fluxConvention: 'sum' | 'mean' | 'unknown'
}

/** Writes a file's weights into a run of their own, as its best checkpoint. */
export async function bringAlong(parts: TrainingParts, file: string, brought: Brought): Promise<RunRecord> {
  const { context } = parts
  const id = newId('run', context.now())
  const output = checkpointFile(context.workspace, id, 'best')
  mkdirSync(dirname(output), { recursive: true })
  try {
    const run = runOf(parts, id, brought, await convert(parts, file, output, brought))
    await writeFileAtomic(
      join(runFolder(context.workspace, id), 'config.json'),
      `${JSON.stringify(run.config, null, 2)}\n`,
    )
    saveRun(context.workspace.db, run)
    return run
  } catch (error) {
    rmSync(runFolder(context.workspace, id), { recursive: true, force: true })
    throw error
  }
}

async function convert({ context }: TrainingParts, file: string, output: string, brought: Brought): Promise<Imported> {
  const job: ImportWeightsJob = {
    kind: 'import-weights',
    file,
    output,
    changes: brought.changes,
    scaling: brought.scaling,
    provenance: { file: brought.title, at: context.now().toISOString() },
  }
  let imported: Imported | undefined
  await answered(
    runEngineJob(context.launchEngine, job, event => {
      if (event.type === 'weights-imported') imported = event
    }),
  )
  if (imported !== undefined) return imported
  throw new AppError('internal', 'The engine ended without the weights. The log says more.')
}

/** What weights that Subarc wrote tell of their training; other files lack all of it. */
const provenanceSchema = z.object({
  datasetName: z.string().optional(),
  datasetHash: z.string().optional(),
  splitHash: z.string().optional(),
  calibration: calibrationSchema.optional(),
  offset: z.object({ dx: z.number(), dy: z.number() }).nullable().optional(),
  registered: z.boolean().optional(),
})

function runOf({ context, devices }: TrainingParts, id: string, brought: Brought, imported: Imported): RunRecord {
  const { report, sha256, bytes } = imported
  const { own } = report
  const known = provenanceSchema.safeParse(own?.provenance ?? {}).data ?? {}
  const network = runNetworkSchema.parse(report.network)
  const checkpoint = { which: 'best' as const, step: own?.step ?? 0, epoch: own?.epoch ?? 0, sha256, bytes }
  const device = devices.chosen()
  const { name, kind, title } = brought
  return {
    version: 1,
    id,
    name,
    status: 'done',
    jobId: null,
    parents: [],
    groupId: null,
    origin: { kind, name: title, format: report.format, sha256: report.sha256 },
    datasetId: null,
    datasetName: known.datasetName ?? TRAINED_ELSEWHERE,
    presetId: 'imported',
    network: networkTitle(network),
    parameters: report.parameters,
    device,
    seed: 0,
    createdAt: context.now().toISOString(),
    durationSeconds: 0,
    epoch: checkpoint.epoch,
    epochs: checkpoint.epoch,
    step: checkpoint.step,
    best: null,
    notes: '',
    tags: [],
    config: { datasetId: null, presetId: 'imported', name, device, network, settings: null },
    data: {
      scaling: own?.scaling ?? brought.scaling,
      fluxFactor: own?.fluxFactor ?? 1,
      factor: report.magnification,
      calibration: known.calibration ?? uncalibrated(brought),
      offset: known.offset ?? null,
      registered: known.registered ?? false,
    },
    environment: { subarc: context.version },
    peakMemoryBytes: null,
    datasetHash: known.datasetHash ?? '',
    splitHash: known.splitHash ?? '',
    checkpoints: [checkpoint],
    error: null,
  }
}

/** Nothing is claimed of the photometry of images that nobody described. */
const uncalibrated = ({ pixelScaleArcsec, fluxConvention }: Brought) => ({
  calibrated: false,
  pixelScaleArcsec,
  unit: null,
  fluxConvention,
  lrPsfFwhmArcsec: null,
  hrPsfFwhmArcsec: null,
  lrNoiseSigma: null,
  peak: null,
})
