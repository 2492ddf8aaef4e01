import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Pretrained } from '../../contract/weights.ts'
import { AppError } from '../../domain/errors.ts'
import { listRuns, type RunRecord } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import { requireCheckpoint } from '../runs/files.ts'
import type { TrainingParts } from '../training/start.ts'
import { type PretrainedCard, pretrainedCardSchema } from './card.ts'
import { bringAlong } from './import.ts'

/** Beside the sources, or two folders above where they were compiled to. */
const places = ['../../../resources/weights', '../../../../../resources/weights']

const weightsFolder = (): string | undefined =>
  places.map(place => fileURLToPath(new URL(place, import.meta.url))).find(existsSync)

/** The networks that Subarc brings along, by the names of their files. */
export function listPretrained(context: ServiceContext): Pretrained[] {
  return cards().map(({ card, text }) => ({
    id: card.id,
    title: card.title,
    description: card.description,
    network: card.network,
    parameters: card.parameters,
    magnification: card.magnification,
    pixelScaleArcsec: card.pixelScaleArcsec,
    scores: card.heldOut.methods.map(({ id, title, psnr, ssim }) => ({ id, title, psnr, ssim })),
    heldOut: card.heldOut.images,
    limits: card.limits,
    card: text,
    bytes: card.weights.bytes,
    sha256: card.weights.sha256,
    runId: findRunOf(context, card)?.id ?? null,
  }))
}

/** Imports that are under way, by the network's id: two that ask at once get one run. */
const underWay = new WeakMap<ServiceContext, Map<string, Promise<RunRecord>>>()

/** The run that stands for a pretrained network in this workspace; `not-found` names those that there are. */
export async function addPretrained(parts: TrainingParts, id: string): Promise<RunRecord> {
  const known = cards()
  const card = known.find(one => one.card.id === id)?.card
  if (card === undefined) {
    const ids = known.map(one => one.card.id).join(', ')
    throw new AppError('not-found', `There is no pretrained network "${id}"; there are: ${ids || 'none'}.`, { id })
  }
  const found = findRunOf(parts.context, card)
  if (found !== undefined) return found
  const imports = underWay.get(parts.context) ?? new Map<string, Promise<RunRecord>>()
  underWay.set(parts.context, imports)
  const begun = imports.get(id) ?? bring(parts, card).finally(() => imports.delete(id))
  imports.set(id, begun)
  return begun
}

async function bring(parts: TrainingParts, card: PretrainedCard): Promise<RunRecord> {
  const file = join(weightsFolder() ?? '', card.weights.file)
  const sha256 = createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
  if (sha256 !== card.weights.sha256) {
    throw new AppError('bad-input', `${file} is not the file that its card describes. Install Subarc again.`, { file })
  }
  return bringAlong(parts, file, {
    name: card.title,
    kind: 'pretrained',
    title: card.id,
    changes: {},
    scaling: { kind: 'none' },
    pixelScaleArcsec: card.pixelScaleArcsec,
    fluxConvention: 'unknown',
  })
}

/** A run outside of the trash, made of these weights, whose file is still there. */
function findRunOf({ workspace }: ServiceContext, card: PretrainedCard): RunRecord | undefined {
  const query = { search: card.id, sort: 'createdAt', descending: true, offset: 0, limit: 500 } as const
  return listRuns(workspace.db, query).runs.find(
    run => run.origin?.kind === 'pretrained' && run.origin.sha256 === card.weights.sha256 && hasWeights(run),
  )

  function hasWeights(run: RunRecord): boolean {
    try {
      return requireCheckpoint(workspace, run, 'best') !== undefined
    } catch {
      return false
    }
  }
}

function cards(): { card: PretrainedCard; text: string }[] {
  const folder = weightsFolder()
  if (folder === undefined) return []
  const names = readdirSync(folder).filter(name => name.endsWith('.json'))
  return names.sort().map(name => {
    const card = pretrainedCardSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')))
    const readme = join(folder, name.replace(/json$/, 'md'))
    return { card, text: existsSync(readme) ? readFileSync(readme, 'utf8') : '' }
  })
}
