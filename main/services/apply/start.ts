import { join } from 'node:path'
import { type ApplyRequest, applyRequestSchema } from '../../contract/apply.ts'
import type { Job } from '../../contract/jobs.ts'
import { AppError } from '../../domain/errors.ts'
import {
  type ApplicationItem,
  type ApplicationRecord,
  findApplication,
  listApplications,
  saveApplication,
} from '../../workspace/applications.ts'
import { newId } from '../../workspace/ids.ts'
import { liveStatuses } from '../../workspace/jobs.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import { usableDevice } from '../evaluations/start.ts'
import { fileStem, outputFolder } from '../export/outputFolder.ts'
import { requireCheckpoint } from '../runs/files.ts'
import { requireImageRun } from '../runs/present.ts'
import type { TrainingParts } from '../training/start.ts'
import { applyNetwork } from './apply.ts'
import { brokenOff, carriedItem } from './earlier.ts'
import { applicationFolder } from './files.ts'
import { type InputItem, inputItems } from './items.ts'
import { itemsWithJournal } from './journal.ts'
import { trainedModel } from './model.ts'
import { productStems } from './places.ts'

/** Queues the super-resolution of a source's images. What an earlier, broken off one has made is not made again. */
export async function startApply(parts: TrainingParts, request: ApplyRequest): Promise<{ job: Job; applyId: string }> {
  const { context, datasets } = parts
  const run = requireImageRun(context.workspace, request.runId)
  const { checkpoint } = requireCheckpoint(context.workspace, run, request.checkpoint)
  const inputs = await inputItems(context, datasets, request.source)
  const id = newId('apply', context.now())
  const earlier = listApplications(context.workspace.db).filter(known => known.weightsSha256 === checkpoint.sha256)
  const broken = request.folder === undefined ? brokenOff(earlier, inputs, request) : undefined
  const folder = broken?.folder ?? (await outputFolder(context, request.folder, join('super-resolved', id)))
  const makesAnew = request.existing === 'overwrite'
  const carried = (input: InputItem) => (makesAnew ? undefined : carriedItem(earlier, folder, input, request))
  const namedOn = broken ? dayOf(broken) : context.now().toISOString().slice(0, 10)
  return queueApply(parts, { id, folder, request, run, inputs, sha256: checkpoint.sha256, namedOn, carried })
}

/**
 * Goes on with an application that was broken off: into its folder, by what was asked for then.
 *
 * Errors: `not-found`, `conflict` (it is done or still at work, the weights have changed since, nothing was kept of it).
 */
export async function resumeApply(
  parts: TrainingParts,
  broken: ApplicationRecord,
): Promise<{ job: Job; applyId: string }> {
  const { context, datasets } = parts
  const request = applyRequestSchema.safeParse(broken.request).data
  if (broken.status === 'done' || liveStatuses.some(live => live === broken.status))
    throw new AppError('conflict', `${broken.id} is ${broken.status}: there is nothing to go on with.`, {
      id: broken.id,
    })
  if (request === undefined)
    throw new AppError('conflict', `What ${broken.id} was asked for was not kept. Start it anew.`, { id: broken.id })
  const run = requireImageRun(context.workspace, request.runId)
  const { checkpoint } = requireCheckpoint(context.workspace, run, request.checkpoint)
  if (checkpoint.sha256 !== broken.weightsSha256)
    throw new AppError('conflict', `The run "${run.name}" has other weights by now. Start anew, into another folder.`, {
      id: broken.id,
    })
  const inputs = await inputItems(context, datasets, request.source)
  const folder = await outputFolder(context, broken.folder, broken.id)
  const carried = (input: InputItem) => carriedItem([broken], broken.folder, input, request)
  const id = newId('apply', context.now())
  const namedOn = dayOf(broken)
  return queueApply(parts, { id, folder, request, run, inputs, sha256: checkpoint.sha256, namedOn, carried })
}

/** What goes on keeps the names that it began with. */
const dayOf = ({ namedOn, createdAt }: Pick<ApplicationRecord, 'namedOn' | 'createdAt'>): string =>
  namedOn || createdAt.slice(0, 10)

interface Planned {
  readonly id: string
  readonly folder: string
  readonly request: ApplyRequest
  readonly run: RunRecord
  readonly inputs: readonly InputItem[]
  readonly sha256: string
  readonly namedOn: string
  carried(input: InputItem): Partial<ApplicationItem> | undefined
}

async function queueApply(parts: TrainingParts, planned: Planned): Promise<{ job: Job; applyId: string }> {
  const { context } = parts
  const { id, folder, request, run, inputs, sha256, namedOn } = planned
  const { file } = requireCheckpoint(context.workspace, run, request.checkpoint)
  const device = await usableDevice(parts, run.device)
  const record: ApplicationRecord = {
    version: 1,
    id,
    runId: run.id,
    checkpoint: request.checkpoint,
    weightsSha256: sha256,
    createdAt: context.now().toISOString(),
    status: 'queued',
    folder,
    namedOn,
    request: { ...request },
    items: inputs.map((input, index) => ({ ...waiting(input, index), ...planned.carried(input), index })),
  }
  saveApplication(context.workspace.db, record)
  const stems = productStems(
    request.nameTemplate,
    inputs.map(({ name }) => name),
    {
      run: fileStem(run.name),
      runid: run.id,
      checkpoint: request.checkpoint,
      factor: String(trainedModel(run).factor),
      date: namedOn,
    },
  )
  const job = context.jobs.submit({
    kind: 'apply',
    title: inputs.length === 1 ? `Super-resolve ${inputs[0].name}` : `Super-resolve ${inputs.length} images`,
    subjectId: id,
    lane: 'engine',
    run: control => applyNetwork({ context, run, record, inputs, request, stems, weightsFile: file, device }, control),
    onEnd: ended => setStatus(context, id, ended.status),
  })
  return { job, applyId: id }
}

function waiting({ name, input, stamp }: InputItem, index: number): ApplicationItem {
  return {
    index,
    name,
    input,
    stamp,
    inputSize: null,
    outputSize: null,
    outputs: {},
    planned: {},
    madeBy: null,
    warnings: [],
    error: null,
    status: 'waiting',
  }
}

function setStatus({ workspace }: ServiceContext, id: string, status: ApplicationRecord['status']): void {
  const record = findApplication(workspace.db, id)
  if (record) saveApplication(workspace.db, { ...record, status })
}

/** Applications that a process which is gone left as running, with what their journals tell of their items. */
export function interruptDeadApplications({ workspace }: ServiceContext): void {
  for (const record of listApplications(workspace.db)) {
    if (!liveStatuses.some(live => live === record.status)) continue
    const items = itemsWithJournal(record, applicationFolder(workspace, record.id))
    saveApplication(workspace.db, { ...record, items, status: 'interrupted' })
  }
}
