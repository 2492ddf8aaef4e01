import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { implement } from '@orpc/server'
import type { InlineImage } from '../../contract/common.ts'
import type { Job } from '../../contract/jobs.ts'
import { type Simulation, simulateContract } from '../../contract/simulate.ts'
import { AppError } from '../../domain/errors.ts'
import type { FloatImage } from '../../domain/image.ts'
import { newId } from '../../workspace/ids.ts'
import type { ServiceContext } from '../context.ts'
import { assembleDataset, type DatasetFrame } from '../datasets/assemble.ts'
import { type PackPlan, packSamples } from '../datasets/pack.ts'
import { writeDataset } from '../datasets/places.ts'
import type { JobControl } from '../jobs.ts'
import { simulationPresets, simulatorConfig } from './config.ts'

export interface SimulationRequest {
  readonly name: string
  readonly simulation: Simulation
  readonly count: number
  readonly seed: number
}

/** Pairs in the works for each worker thread. */
const samplesPerWorker = 4

/**
 * Starts the simulation of a dataset. Its first pair is made before, so that impossible numbers fail at once with the
 * simulator's own reason.
 */
export async function startSimulation(
  context: ServiceContext,
  request: SimulationRequest,
): Promise<{ job: Job; datasetId: string }> {
  await preview(context, request.simulation, request.seed, 0)
  const datasetId = newId('ds', context.now())
  const job = context.jobs.submit({
    kind: 'simulate',
    title: `Simulating ${request.name}`,
    subjectId: datasetId,
    lane: 'light',
    run: control => simulateDataset(context, request, datasetId, control),
  })
  return { job, datasetId }
}

async function simulateDataset(
  context: ServiceContext,
  { name, simulation, count, seed }: SimulationRequest,
  id: string,
  control: JobControl,
): Promise<void> {
  const { workspace, pool } = context
  const folder = workspace.folder('datasets', id)
  const lrFolder = workspace.folder('datasets', id, 'LR')
  const hrFolder = workspace.folder('datasets', id, 'HR')
  const config = simulatorConfig(simulation, seed)
  const names = Array.from({ length: count }, (_, i) => `sample${i + 1}`)
  const plan: PackPlan = {
    folder,
    count,
    names,
    groups: names,
    lrSize: square(simulation.hrPixels / simulation.factor),
    hrSize: square(simulation.hrPixels),
    width: pool.size * samplesPerWorker,
    unit: 'pairs',
    message: 'Simulating lenses',
    make: index =>
      pool.run('simulateSample', {
        config,
        index,
        lrFile: join(lrFolder, `${names[index]}.npy`),
        hrFile: join(hrFolder, `${names[index]}.npy`),
      }),
  }
  try {
    const packed = await packSamples(plan, control)
    if (packed.samples.length < count) {
      throw new AppError('bad-input', `Not all lenses could be simulated. For one: ${packed.left[0]?.reason}`)
    }
    const frame = frameOf(context, { name, simulation, count, seed }, id)
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
  const { factor, hrPixelScaleArcsec, hrPsfFwhmArcsec, lrPsfFwhmArcsec, backgroundRms } = simulation
  return {
    id,
    name,
    kind: 'simulated',
    createdAt: context.now().toISOString(),
    source: `${count} simulated lens${count === 1 ? '' : 'es'}, seed ${seed}`,
    layout: 'study-simulated',
    unpaired: [],
    groupPattern: null,
    kinds: [],
    qualityBits: null,
    degradation: null,
    simulation: { ...simulation, seed, count },
    factor,
    calibration: {
      calibrated: true,
      pixelScaleArcsec: hrPixelScaleArcsec * factor,
      unit: 'ct/s',
      fluxConvention: 'mean',
      lrPsfFwhmArcsec: lrPsfFwhmArcsec === 0 ? null : lrPsfFwhmArcsec,
      hrPsfFwhmArcsec: hrPsfFwhmArcsec === 0 ? null : hrPsfFwhmArcsec,
      lrNoiseSigma: backgroundRms === 0 ? null : backgroundRms,
    },
  }
}

function preview(context: ServiceContext, simulation: Simulation, seed: number, index: number) {
  return context.pool.run('previewPair', { config: simulatorConfig(simulation, seed), index })
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
    preview: os.preview.handler(async ({ input }) => {
      const { lr, hr, truth } = await preview(context, input.simulation, input.seed, input.index)
      return { lr: inline(lr), hr: inline(hr), truth }
    }),
    start: os.start.handler(({ input }) => startSimulation(context, input)),
  })
}
