import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { magnificationOf } from '../../contract/networks.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import { parseSafetensors, writeSafetensors } from '../../formats/safetensors.ts'
import { listEvaluations, standsFor } from '../../workspace/evaluations.ts'
import type { RunCheckpoint, RunRecord } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import { fileStem, outputFolder } from '../export/outputFolder.ts'
import { requireCheckpoint, type Which } from './files.ts'
import { LICENSE_NOT_STATED, type ModelCard, modelCardMarkdown, modelLimits } from './modelCard.ts'
import { requireImageRun, runConfig } from './present.ts'

/** The optimizer's moments in a `last` checkpoint: of use for going on with the run, and for nothing else. */
const OPTIMIZER_PREFIX = 'adam.'
/** The metadata that an engine needs to apply the weights: network, scaling, flux factor, ranges trained on. */
const MODEL_KEY = 'subarc'

/**
 * Writes a checkpoint's weights as safetensors, and a model card as JSON and Markdown, into a folder of their own.
 * Returns the files. Weights that exist under the same name are replaced: the name holds their hash.
 */
export async function exportRunWeights(
  context: ServiceContext,
  input: { readonly id: string; readonly which: Which; readonly folder?: string | undefined },
): Promise<{ files: string[] }> {
  const run = requireImageRun(context.workspace, input.id)
  const { checkpoint, file } = requireCheckpoint(context.workspace, run, input.which)
  const { tensors, metadata } = parseSafetensors(await readFile(file))
  const weights = writeSafetensors({
    tensors: tensors.filter(({ name }) => !name.startsWith(OPTIMIZER_PREFIX)),
    metadata: { [MODEL_KEY]: metadata[MODEL_KEY] ?? '{}', format: 'pt' },
  })
  const sha256 = createHash('sha256').update(weights).digest('hex')

  const stem = `${fileStem(run.name)}-${input.which}-${sha256.slice(0, 8)}`
  const folder = await outputFolder(context, input.folder, join('weights', run.id))
  mkdirSync(folder, { recursive: true })
  const names = { weights: `${stem}.safetensors`, card: `${stem}.card.json`, readme: `${stem}.md` }
  const card = modelCard(context, run, checkpoint, { file: names.weights, sha256 })
  await writeFileAtomic(join(folder, names.weights), weights)
  await writeFileAtomic(join(folder, names.card), `${JSON.stringify(card, null, 2)}\n`)
  await writeFileAtomic(join(folder, names.readme), modelCardMarkdown(card))
  return { files: Object.values(names).map(name => join(folder, name)) }
}

function modelCard(
  { workspace, version, now }: ServiceContext,
  run: RunRecord,
  checkpoint: RunCheckpoint,
  weights: { readonly file: string; readonly sha256: string },
): ModelCard {
  const config = runConfig(run)
  const evaluation = listEvaluations(workspace.db, run.id).find(
    e => standsFor(e, run) && e.checkpoint === checkpoint.which,
  )
  const calibration = record(run.data.calibration)
  const facts = {
    data: {
      dataset: run.datasetName,
      sha256: run.datasetHash,
      trained: count(run.data.train),
      validated: count(run.data.validation),
      splitSha256: run.splitHash,
      seed: run.seed,
      calibrated: calibration.calibrated === true,
      pixelScaleArcsec: typeof calibration.pixelScaleArcsec === 'number' ? calibration.pixelScaleArcsec : null,
      unit: typeof calibration.unit === 'string' ? calibration.unit : null,
      fluxConvention: String(calibration.fluxConvention ?? 'unknown'),
      magnification: magnificationOf(config.network),
      scaling: record(run.data.scaling),
      fluxFactor: typeof run.data.fluxFactor === 'number' ? run.data.fluxFactor : 1,
      inputSize: (run.data.lrSize ?? null) as { width: number; height: number } | null,
    },
    scores: evaluation
      ? {
          side: evaluation.side,
          images: evaluation.samples.length,
          peak: evaluation.peak,
          methods: evaluation.methods,
        }
      : null,
  }
  return {
    format: 'subarc-model-card',
    version: 1,
    name: run.name,
    run: run.id,
    createdBy: `Subarc ${version}`,
    createdAt: now().toISOString(),
    weights: { ...weights, checkpoint: checkpoint.which, step: checkpoint.step },
    network: config.network,
    networkTitle: run.network,
    parameters: run.parameters,
    preset: run.presetId,
    settings: config.settings ?? {},
    ...facts,
    environment: run.environment,
    limits: modelLimits(facts),
    license: LICENSE_NOT_STATED,
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

const count = (value: unknown): number => (Array.isArray(value) ? value.length : 0)
