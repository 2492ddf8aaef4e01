import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { implement } from '@orpc/server'
import type { InlineImage } from '../../contract/common.ts'
import type { Job } from '../../contract/jobs.ts'
import { type Simulation, simulateContract } from '../../contract/simulate.ts'
import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import type { ImageSet } from '../../lensing/images.ts'
import { instruments } from '../../lensing/instruments.ts'
import { simulationPresets } from '../../lensing/presets.ts'
import { newId } from '../../workspace/ids.ts'
import type { ServiceContext } from '../context.ts'
import { assembleDataset, type DatasetFrame } from '../datasets/assemble.ts'
import { type PackPlan, packSamples } from '../datasets/pack.ts'
import { writeDataset } from '../datasets/places.ts'
import type { JobControl } from '../jobs.ts'
import { adaptSimulation } from './adapt.ts'
import { calibrationOf } from './calibration.ts'
import { readNamedImages } from './images.ts'

export interface SimulationRequest {
  readonly name: string
  readonly simulation: Simulation
  readonly count: number
  readonly seed: number
}

/** Pairs in the works for each worker thread. */
const samplesPerWorker = 4

/**
 * Starts the simulation of a dataset. Its first samples are made before, one of each class, so that impossible numbers fail
 * at once with the simulator's own reason.
 */
export async function startSimulation(
  context: ServiceContext,
  request: SimulationRequest,
): Promise<{ job: Job; datasetId: string }> {
  const { simulation, seed, count } = request
  const images = await readNamedImages(context, simulation)
  for (let index = 0; index < Math.min(count, simulation.substructure.length); index++) {
    await context.pool.run('previewSample', { config: simulation, seed, index, images }, { keepInput: true })
  }
  const datasetId = newId('ds', context.now())
  const job = context.jobs.submit({
    kind: 'simulate',
    title: `Simulating ${request.name}`,
    subjectId: datasetId,
    lane: 'light',
    run: control => simulateDataset(context, request, images, datasetId, control),
  })
  return { job, datasetId }
}

async function simulateDataset(
  context: ServiceContext,
  request: SimulationRequest,
  images: ImageSet,
  id: string,
  control: JobControl,
): Promise<void> {
  const { workspace, pool } = context
  const folder = workspace.folder('datasets', id)
  const { simulation, count, seed } = request
  const isPaired = simulation.products === 'pairs'
  const lrFolder = isPaired ? workspace.folder('datasets', id, 'LR') : null
  const hrFolder = workspace.folder('datasets', id, isPaired ? 'HR' : 'images')
  const names = Array.from({ length: count }, (_, i) => `sample${i + 1}`)
  const plan: PackPlan = {
    folder,
    count,
    names,
    groups: names,
    lrSize: square(isPaired ? simulation.hrPixels / simulation.factor : simulation.hrPixels),
    hrSize: isPaired ? square(simulation.hrPixels) : null,
    width: pool.size * samplesPerWorker,
    unit: isPaired ? 'pairs' : 'images',
    message: 'Simulating lenses',
    make: index => {
      const fileIn = (place: string): string => join(place, `${names[index]}.npy`)
      const files = { lrFile: lrFolder && fileIn(lrFolder), hrFile: fileIn(hrFolder) }
      return pool.run('simulateSample', { config: simulation, seed, index, images, ...files }, { keepInput: true })
    },
  }
  try {
    const packed = await packSamples(plan, control)
    if (packed.samples.length < count) {
      throw new AppError('bad-input', `Not all lenses could be simulated. For one: ${packed.left[0]?.reason}`)
    }
    const frame = frameOf(context, request, id)
    const { dataset, samples } = assembleDataset(frame, plan, packed)
    writeDataset(workspace, dataset, samples)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

function frameOf(
  context: ServiceContext,
  { name, simulation, count, seed }: SimulationRequest,
  id: string,
): DatasetFrame {
  const isPaired = simulation.products === 'pairs'
  return {
    id,
    name,
    kind: 'simulated',
    createdAt: context.now().toISOString(),
    source: `${count} simulated lens${count === 1 ? '' : 'es'}, seed ${seed}`,
    layout: isPaired ? 'study-simulated' : 'lr-only',
    unpaired: [],
    groupPattern: null,
    kinds: [],
    qualityBits: null,
    degradation: null,
    simulation: { ...simulation, version: 2, seed, count },
    factor: isPaired ? simulation.factor : null,
    calibration: calibrationOf(simulation),
  }
}

function square(pixels: number): { width: number; height: number } {
  return { width: pixels, height: pixels }
}

function inline({ width, height, data }: FloatImage): InlineImage {
  return { width, height, base64: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64') }
}

export function simulateRouter(context: ServiceContext) {
  const os = implement(simulateContract)
  return os.router({
    presets: os.presets.handler(() => simulationPresets.map(preset => ({ ...preset }))),
    instruments: os.instruments.handler(() => instruments.map(instrument => ({ ...instrument }))),
    adapt: os.adapt.handler(({ input }) => adaptSimulation(input)),
    preview: os.preview.handler(async ({ input: { simulation, seed, index } }) => {
      const images = await readNamedImages(context, simulation)
      const made = await context.pool.run('previewSample', { config: simulation, seed, index, images })
      return { ...made, lr: made.lr && inline(made.lr), hr: inline(made.hr) }
    }),
    start: os.start.handler(({ input }) => startSimulation(context, input)),
  })
}
