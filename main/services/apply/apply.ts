import { mkdirSync } from 'node:fs'
import { basename } from 'node:path'
import type { ApplyRequest } from '../../contract/apply.ts'
import { AppError } from '../../domain/errors.ts'
import type { EngineEvent, PredictItem, PredictJob } from '../../engine/port.ts'
import { removeLeftovers } from '../../formats/atomicFile.ts'
import type { ApplicationItem, ApplicationRecord } from '../../workspace/applications.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import { writeNpyImage } from '../engine/npyImages.ts'
import { runEngineJob } from '../engine/runEngineJob.ts'
import { createUsageReport } from '../engine/usageReport.ts'
import type { JobControl } from '../jobs.ts'
import { engineThreads } from '../training/environment.ts'
import { applicationFolder, itemFile } from './files.ts'
import { createItemList, type ItemList } from './itemList.ts'
import type { InputImage, InputItem } from './items.ts'
import {
  calibrationWarnings,
  conventionOfUnit,
  fluxCorrection,
  productConvention,
  productOffset,
  redegradation,
  type TrainedModel,
  trainedModel,
} from './model.ts'
import { type Place, placeProducts, refuseNewFiles } from './places.ts'
import { productFile } from './products.ts'
import type { ProductFacts } from './provenance.ts'
import { areWhole } from './whole.ts'

export interface Application {
  readonly context: ServiceContext
  readonly run: RunRecord
  readonly record: ApplicationRecord
  readonly inputs: readonly InputItem[]
  readonly request: ApplyRequest
  /** Names of the products by item, without their endings. */
  readonly stems: readonly string[]
  readonly weightsFile: string
  readonly device: PredictJob['device']
}

/** What must be remembered of an input until its output is there; its pixels lie in a file meanwhile. */
interface Prepared extends Omit<InputImage, 'image'> {
  readonly place: Place
}

/** The work on one application, as its steps share it. */
interface Work extends Application {
  readonly model: TrainedModel
  readonly list: ItemList
  /** Of inputs and outputs as the engine has them. */
  readonly folder: string
  readonly prepared: Map<number, Prepared>
  /** Files of the batch by the names that they have where nothing is in their way, in lower case. */
  readonly reserved: ReadonlySet<string>
}

/**
 * Super-resolves the images that wait, each written as soon as it is there. One that fails does not stop the others.
 * Throws when none succeeded.
 */
export async function applyNetwork(application: Application, control: JobControl): Promise<void> {
  const { context, record, run } = application
  const folder = applicationFolder(context.workspace, record.id)
  mkdirSync(folder, { recursive: true })
  const list = createItemList(context, record, folder)
  const names = application.stems.flatMap(stem =>
    application.request.formats.map(format => productFile(record.folder, stem, format).toLowerCase()),
  )
  const own = { list, folder, prepared: new Map(), reserved: new Set(names) }
  const work: Work = { ...application, model: trainedModel(run), ...own }
  const planned = list.items.flatMap(item => (item.status === 'done' ? [] : Object.values(item.planned)))
  await removeLeftovers(record.folder, new Set(planned.map(file => basename(file))))
  const items = await prepareInputs(work, control)
  let writing: Promise<void> = Promise.resolve()
  const finish = (index: number, warnings: readonly string[]): void => {
    const facts = work.prepared.get(index)
    work.prepared.delete(index)
    writing = writing.then(async () => {
      try {
        if (facts) await finishItem(work, index, facts, warnings)
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
  if (!control.signal.aborted) refuseTotalFailure(list.items, application.request)
}

/** Reads every waiting image into a file for the engine. */
async function prepareInputs(work: Work, control: JobControl): Promise<PredictItem[]> {
  const { inputs, list, folder, prepared } = work
  const items: PredictItem[] = []
  for (const [index, input] of inputs.entries()) {
    if (control.signal.aborted) break
    control.progress({ done: index, total: inputs.length, unit: 'images', message: 'Reading' })
    try {
      const place = await placeOf(work, index)
      if (place === undefined) continue
      const { image, ...facts } = await input.read()
      await writeNpyImage(itemFile(folder, index, 'input'), image)
      prepared.set(index, { ...facts, place })
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

/** Where an item's products go; undefined where there is nothing to do for it: they are there and whole, or to be left. */
async function placeOf({ list, request, record, stems, reserved }: Work, index: number): Promise<Place | undefined> {
  const item = list.items[index]
  if (item.status === 'done' && (await areWhole(item.outputs))) return undefined
  if (item.status === 'done') list.change(index, { status: 'waiting', outputs: {}, madeBy: null })
  const { folder } = record
  const { formats, existing } = request
  const own = Object.values(item.planned)
  const place = await placeProducts({ folder, stem: stems[index], formats, existing, own }, reserved)
  if (Object.keys(place.files).length > 0) return place
  list.change(index, { status: 'skipped', outputs: place.existing })
  return undefined
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
    threads: engineThreads(context),
    weights: weightsFile,
    items,
    tilePixels: request.tilePixels,
    matchValues: request.matchValues,
  }
  let done = before
  const reportUsage = createUsageReport(control, device)
  const engine = runEngineJob(context.launchEngine, job, event => {
    reportUsage(event)
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
  work: Work,
  index: number,
  input: Prepared,
  engineWarnings: readonly string[],
): Promise<void> {
  const { context, request, inputs, model, list, folder } = work
  const { place } = input
  const stated =
    request.fluxConvention ?? input.fluxConvention ?? conventionOfUnit(input.unit) ?? model.calibration.fluxConvention
  const pixelScaleArcsec = input.pixelScaleArcsec ?? request.pixelScaleArcsec ?? null
  const known = { ...input, pixelScaleArcsec, fluxConvention: stated }
  const warnings = [...calibrationWarnings(model, known), ...engineWarnings]
  const own = Object.values(list.items[index].planned)
  if (request.existing !== 'overwrite') await refuseNewFiles(place, own)
  // Written down first: whoever goes on after a crash must know that these files are its own.
  list.change(index, { planned: place.files })
  const written = await context.pool.run('writeProducts', {
    inputFile: itemFile(folder, index, 'input'),
    outputFile: itemFile(folder, index, 'output'),
    fluxCorrection: fluxCorrection(model, stated),
    redegradation: redegradation(model, known),
    inputCards: input.cards,
    facts: productFacts(work, inputs[index], known, warnings),
    fitsLayout: request.fitsLayout,
    files: place.files,
  })
  list.change(index, {
    status: 'done',
    outputs: { ...place.existing, ...place.files },
    warnings: [...warnings, ...written.warnings],
    error: null,
    outputSize: { width: written.width, height: written.height },
  })
}

function productFacts(
  { context, run, record, model, device }: Work,
  input: InputItem,
  known: Pick<ProductFacts, 'unit' | 'pixelScaleArcsec' | 'fluxConvention'>,
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
    recipe: run.presetId,
    checkpoint: record.checkpoint,
    weightsSha256: record.weightsSha256,
    datasetName: run.datasetName,
    datasetHash: run.datasetHash,
    device,
    calibrated: model.calibration.calibrated,
    fluxConvention: productConvention(model, known.fluxConvention),
    offset: productOffset(model),
    unit: known.unit,
    pixelScaleArcsec: known.pixelScaleArcsec,
    warnings,
  }
}

function refuseTotalFailure(items: readonly ApplicationItem[], { formats }: ApplyRequest): void {
  const [first] = items.filter(item => item.status === 'failed')
  if (!first?.error || items.some(item => item.status !== 'failed')) return
  const what = items.length === 1 ? first.name : `None of the ${items.length} images`
  throw new AppError(
    'bad-input',
    `${what} ${items.length === 1 ? 'was not' : 'was'} super-resolved. ${first.error.message}`,
    { formats, code: first.error.code },
  )
}
