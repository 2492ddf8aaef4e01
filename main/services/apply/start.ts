import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Job } from '../../contract/jobs.ts'
import {
  type ApplicationItem,
  type ApplicationRecord,
  findApplication,
  listApplications,
  saveApplication,
} from '../../workspace/applications.ts'
import { newId } from '../../workspace/ids.ts'
import { liveStatuses } from '../../workspace/jobs.ts'
import type { ServiceContext } from '../context.ts'
import { usableDevice } from '../evaluations/start.ts'
import { outputFolder } from '../export/outputFolder.ts'
import { requireCheckpoint, type Which } from '../runs/files.ts'
import { requireRun } from '../runs/present.ts'
import type { TrainingParts } from '../training/start.ts'
import { applyNetwork } from './apply.ts'
import { type ApplySource, type InputItem, inputItems } from './items.ts'
import type { Format } from './products.ts'

export interface ApplyRequest {
  readonly runId: string
  readonly checkpoint: Which
  readonly source: ApplySource
  readonly formats: readonly Format[]
  readonly folder?: string | undefined
  readonly overwrite: boolean
  readonly pixelScaleArcsec?: number | undefined
  readonly fluxConvention?: 'sum' | 'mean' | 'unknown' | undefined
  readonly tilePixels: number
}

/** Queues the super-resolution of a source's images. What an earlier, broken off one has made is not made again. */
export async function startApply(parts: TrainingParts, request: ApplyRequest): Promise<{ job: Job; applyId: string }> {
  const { context, datasets } = parts
  const run = requireRun(context.workspace, request.runId)
  const { checkpoint, file } = requireCheckpoint(context.workspace, run, request.checkpoint)
  const inputs = await inputItems(context, datasets, request.source)
  const id = newId('apply', context.now())
  const earlier = listApplications(context.workspace.db).filter(known => known.weightsSha256 === checkpoint.sha256)
  const broken = request.folder === undefined ? brokenOff(earlier, inputs) : undefined
  const folder = broken?.folder ?? (await outputFolder(context, request.folder, join('super-resolved', id)))
  const device = await usableDevice(parts, run.device)
  const record: ApplicationRecord = {
    version: 1,
    id,
    runId: run.id,
    checkpoint: request.checkpoint,
    weightsSha256: checkpoint.sha256,
    createdAt: context.now().toISOString(),
    status: 'queued',
    folder,
    items: inputs.map(
      (item, index) =>
        (request.overwrite ? undefined : doneBefore(earlier, folder, item, index, request)) ?? waiting(item, index),
    ),
  }
  saveApplication(context.workspace.db, record)
  const job = context.jobs.submit({
    kind: 'apply',
    title: inputs.length === 1 ? `Super-resolve ${inputs[0].name}` : `Super-resolve ${inputs.length} images`,
    subjectId: id,
    lane: 'engine',
    run: control => applyNetwork({ context, run, record, inputs, request, weightsFile: file, device }, control),
    onEnd: ended => setStatus(context, id, ended.status),
  })
  return { job, applyId: id }
}

function waiting({ name, input }: InputItem, index: number): ApplicationItem {
  return {
    index,
    name,
    input,
    inputSize: null,
    outputSize: null,
    outputs: {},
    warnings: [],
    error: null,
    status: 'waiting',
  }
}

/** The last application of the same weights to the same images, if it did not come to its end. */
function brokenOff(earlier: readonly ApplicationRecord[], inputs: readonly InputItem[]): ApplicationRecord | undefined {
  const wanted = inputs.map(item => item.input).join('\n')
  const last = earlier.find(known => known.items.map(item => item.input).join('\n') === wanted)
  return last?.status === 'interrupted' || last?.status === 'stopped' ? last : undefined
}

/** The item as an earlier application has made it, if all of its files are still there. */
function doneBefore(
  earlier: readonly ApplicationRecord[],
  folder: string,
  { name, input }: InputItem,
  index: number,
  { formats }: ApplyRequest,
): ApplicationItem | undefined {
  const found = earlier
    .filter(known => known.folder === folder)
    .flatMap(known => known.items)
    .find(item => item.status === 'done' && item.input === input && item.name === name)
  const complete = found && formats.every(format => existsSync(found.outputs[format] ?? ''))
  return complete ? { ...found, index } : undefined
}

function setStatus({ workspace }: ServiceContext, id: string, status: ApplicationRecord['status']): void {
  const record = findApplication(workspace.db, id)
  if (record) saveApplication(workspace.db, { ...record, status })
}

/** Applications that a process which is gone left as running. */
export function interruptDeadApplications(context: ServiceContext): void {
  for (const { id, status } of listApplications(context.workspace.db)) {
    if (liveStatuses.some(live => live === status)) setStatus(context, id, 'interrupted')
  }
}
