import { mkdirSync } from 'node:fs'
import { AppError, toAppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import type { EngineEvent, PredictItem, PredictJob } from '../../engine/port.ts'
import { type ApplicationItem, type ApplicationRecord, saveApplication } from '../../workspace/applications.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import { readNpyImage, writeNpyImage } from '../engine/npyImages.ts'
import { runEngineJob } from '../engine/runEngineJob.ts'
import type { JobControl } from '../jobs.ts'
import { engineThreads } from '../training/environment.ts'
import { applicationFolder, itemFile } from './files.ts'
import type { InputImage, InputItem } from './items.ts'
import {
  calibrationWarnings,
  conventionOfUnit,
  fluxCorrection,
  productOffset,
  type TrainedModel,
  trainedModel,
} from './model.ts'
import type { ProductFacts } from './productHeader.ts'
import { refuseExisting, writeProducts } from './products.ts'
import type { ApplyRequest } from './start.ts'

export interface Application {
  readonly context: ServiceContext
  readonly run: RunRecord
  readonly record: ApplicationRecord
  readonly inputs: readonly InputItem[]
  readonly request: ApplyRequest
  readonly weightsFile: string
  readonly device: PredictJob['device']
}

/** What must be remembered of an input until its output is there; its pixels lie in a file meanwhile. */
type InputFacts = Omit<InputImage, 'image'>

/** The record changes with every image; with many of them it is written at most this often. */
const WRITE_EVERY_MS = 1000

/**
 * Super-resolves the images that wait, each written as soon as it is there. One that fails does not stop the others.
 * Throws when none succeeded.
 */
export async function applyNetwork(application: Application, control: JobControl): Promise<void> {
  const { context, record, request } = application
  const model = trainedModel(application.run)
  const list = createItemList(context, record)
  const folder = applicationFolder(context.workspace, record.id)
  mkdirSync(folder, { recursive: true })

  const known = new Map<number, InputFacts>()
  const items = await prepareInputs(application, list, known, folder, control)
  let writing: Promise<void> = Promise.resolve()
  const finish = (index: number, warnings: readonly string[]): void => {
    const facts = known.get(index)
    known.delete(index)
    writing = writing.then(async () => {
      try {
        if (facts) await finishItem(application, model, list, folder, index, facts, warnings)
      } catch (error) {
        list.fail(index, error)
      }
    })
  }
  try {
    if (items.length > 0 && !control.signal.aborted) {
      await predict(application, items, control, (event: EngineEvent) => {
        if (event.type === 'predicted') finish(Number(event.id), event.warnings)
        if (event.type === 'predict-failed') {
          list.fail(Number(event.id), new AppError('internal', event.message, { engineCode: event.code }))
        }
      })
    }
  } finally {
    await writing
    list.save()
  }
  if (!control.signal.aborted) refuseTotalFailure(list.items, request)
}

/** Reads every waiting image into a file for the engine. */
async function prepareInputs(
  { inputs, record, request }: Application,
  list: ItemList,
  known: Map<number, InputFacts>,
  folder: string,
  control: JobControl,
): Promise<PredictItem[]> {
  const items: PredictItem[] = []
  for (const [index, input] of inputs.entries()) {
    if (control.signal.aborted) break
    if (list.items[index].status === 'done') continue
    control.progress({ done: index, total: inputs.length, unit: 'images', message: 'Reading' })
    try {
      if (!request.overwrite) await refuseExisting(record.folder, input.name, request.formats)
      const { image, ...facts } = await input.read()
      await writeNpyImage(itemFile(folder, index, 'input'), image)
      known.set(index, facts)
      list.change(index, { inputSize: { width: image.width, height: image.height } })
      items.push({
        id: String(index),
        input: itemFile(folder, index, 'input'),
        output: itemFile(folder, index, 'output'),
      })
    } catch (error) {
      list.fail(index, error)
    }
  }
  return items
}

async function predict(
  { context, request, weightsFile, device, inputs }: Application,
  items: readonly PredictItem[],
  control: JobControl,
  onEvent: (event: EngineEvent) => void,
): Promise<void> {
  const before = inputs.length - items.length
  const job: PredictJob = {
    kind: 'predict',
    device,
    threads: engineThreads(),
    weights: weightsFile,
    items,
    tilePixels: request.tilePixels,
  }
  let done = before
  const engine = runEngineJob(context.launchEngine, job, event => {
    onEvent(event)
    if (event.type === 'predicted' || event.type === 'predict-failed') {
      done += 1
      control.progress({ done, total: inputs.length, unit: 'images', message: 'Super-resolving' })
    }
    if (event.type === 'paused') control.paused(event.reason === 'user' ? null : (event.message ?? null))
    if (event.type === 'resumed') control.resumed()
  })
  control.onPause(engine.pause)
  control.onResume(engine.resume)
  control.onStop(engine.stop)
  await engine.finished
}

/** Output to the input's own flux convention, then into files with everything that must be said of it. */
async function finishItem(
  application: Application,
  model: TrainedModel,
  list: ItemList,
  folder: string,
  index: number,
  input: InputFacts,
  engineWarnings: readonly string[],
): Promise<void> {
  const { record, request, inputs } = application
  const file = itemFile(folder, index, 'output')
  const convention =
    request.fluxConvention ?? input.fluxConvention ?? conventionOfUnit(input.unit) ?? model.calibration.fluxConvention
  const scale = input.pixelScaleArcsec ?? request.pixelScaleArcsec ?? null
  const output = corrected(await readNpyImage(file), fluxCorrection(model, convention))
  if (fluxCorrection(model, convention) !== 1) await writeNpyImage(file, output)
  const warnings = [...calibrationWarnings(model, { pixelScaleArcsec: scale, unit: input.unit }), ...engineWarnings]
  const facts = productFacts(
    application,
    model,
    inputs[index],
    { ...input, pixelScaleArcsec: scale },
    convention,
    warnings,
  )
  const place = { folder: record.folder, name: list.items[index].name, formats: request.formats }
  const written = await writeProducts(output, place, input.cards, facts)
  list.change(index, {
    status: 'done',
    outputs: written.outputs,
    warnings: [...warnings, ...written.warnings],
    outputSize: { width: output.width, height: output.height },
  })
}

function corrected(image: FloatImage, factor: number): FloatImage {
  return factor === 1 ? image : { ...image, data: image.data.map(value => value * factor) }
}

function productFacts(
  { context, run, record }: Application,
  model: TrainedModel,
  input: InputItem,
  facts: InputFacts,
  fluxConvention: ProductFacts['fluxConvention'],
  warnings: readonly string[],
): ProductFacts {
  return {
    version: context.version,
    createdAt: context.now().toISOString(),
    inputName: input.title,
    factor: model.factor,
    network: run.network,
    runName: run.name,
    runId: run.id,
    checkpoint: record.checkpoint,
    weightsSha256: record.weightsSha256,
    datasetName: run.datasetName,
    datasetHash: run.datasetHash,
    calibrated: model.calibration.calibrated,
    fluxConvention,
    offset: productOffset(model),
    unit: facts.unit,
    pixelScaleArcsec: facts.pixelScaleArcsec,
    warnings,
  }
}

interface ItemList {
  readonly items: readonly ApplicationItem[]
  change(index: number, changes: Partial<ApplicationItem>): void
  fail(index: number, error: unknown): void
  save(): void
}

function createItemList(context: ServiceContext, record: ApplicationRecord): ItemList {
  const items = [...record.items]
  let savedAt = 0
  const save = (): void => {
    savedAt = context.now().getTime()
    saveApplication(context.workspace.db, { ...record, status: 'running', items })
  }
  const change = (index: number, changes: Partial<ApplicationItem>): void => {
    items[index] = { ...items[index], ...changes }
    if (context.now().getTime() - savedAt >= WRITE_EVERY_MS) save()
  }
  save()
  return {
    items,
    change,
    save,
    fail: (index, error) => {
      const { code, message, details } = toAppError(error)
      change(index, { status: 'failed', error: { code, message, details: { ...details } } })
    },
  }
}

function refuseTotalFailure(items: readonly ApplicationItem[], { formats }: ApplyRequest): void {
  const [first] = items.filter(item => item.status === 'failed')
  if (!first?.error || items.some(item => item.status === 'done')) return
  const what = items.length === 1 ? first.name : `None of the ${items.length} images`
  throw new AppError(
    'bad-input',
    `${what} ${items.length === 1 ? 'was not' : 'was'} super-resolved. ${first.error.message}`,
    { formats, code: first.error.code },
  )
}
