import { countTrainable } from '../../../models/network.ts'
import type { TrainingState } from '../devices/device.ts'
import { type JobHost, peakMemoryBytes } from '../host.ts'
import type { ModelKind, ModelRecord } from '../modelRecord.ts'
import type { OptimisationSettings } from '../port.ts'
import { type LastCheckpoint, readLastOf } from './checkpoint.ts'
import { CheckpointStore, type StoredRun } from './checkpointStore.ts'
import type { DataIdentity } from './identity.ts'
import { TrainingLoop } from './loop.ts'
import { freshLoopState } from './loopState.ts'
import type { LoopTask } from './loopTask.ts'
import { checkResumable, planChange } from './resume.ts'
import { Timetable } from './timetable.ts'

/** A training of any kind, all but its steps and its scores. */
export interface TrainingRun<C extends object, T extends StoredRun['trainer'] & { dispose(): void }> {
  readonly kind: ModelKind<C>
  readonly network: C
  readonly job: {
    readonly settings: OptimisationSettings
    readonly folder: string
    readonly resume: boolean
    readonly data: { readonly train: readonly number[] }
  }
  readonly identity: DataIdentity
  /** What describes the weights; `last`: of the run that goes on. */
  model(
    last: LastCheckpoint<C> | undefined,
  ): Promise<Omit<ModelRecord, 'schema' | 'network' | 'step' | 'epoch' | 'psnr'>>
  /** Of a run that begins. */
  initialState(): Promise<TrainingState>
  createTrainer(state: TrainingState): Promise<T>
  task(trainer: T): LoopTask
  /** What the log says at the start. */
  readonly notes: readonly string[]
}

/** Trains, or goes on training. Ends with the event `finished`. */
export async function runLoop<C extends object, T extends StoredRun['trainer'] & { dispose(): void }>(
  run: TrainingRun<C, T>,
  host: JobHost,
): Promise<void> {
  const { kind, network, job, identity } = run
  const timetable = new Timetable(job.data.train.length, job.settings)
  const last = job.resume ? await readLastOf(job.folder, kind) : undefined
  if (last) checkResumable(kind, { network, data: identity, settings: job.settings }, last)
  const record: Record<string, unknown> = Object.fromEntries(Object.entries(network))
  const model = { network: record, ...(await run.model(last)) }

  const trainer = await run.createTrainer(last?.state ?? (await run.initialState()))
  try {
    const state = last?.run.loop ?? freshLoopState
    const changed = last && planChange(last.run.plan, trainer.plan)
    host.emit({
      type: 'started',
      parameters: countTrainable(kind.parameters(network)),
      stepsPerEpoch: timetable.stepsPerEpoch,
      totalSteps: timetable.totalSteps,
      step: state.step,
      plan: trainer.plan,
      ...(changed === undefined ? {} : { planChanged: changed }),
    })
    for (const message of run.notes) host.emit({ type: 'log', level: 'warning', message })
    const store = new CheckpointStore({ folder: job.folder, settings: job.settings, model, data: identity, trainer })
    const loop = new TrainingLoop({ settings: job.settings, task: run.task(trainer), timetable, store, host }, state)
    const reason = await loop.run()
    host.emit({ type: 'finished', reason, step: loop.step, peakMemoryBytes: peakMemoryBytes() })
  } finally {
    trainer.dispose()
  }
}

/** The optimiser's settings of a job, as trainers take them. */
export const descentOf = ({ optimiser, clipNorm, averageDecay }: OptimisationSettings) => ({
  ...(optimiser && { optimiser }),
  ...(clipNorm !== undefined && { clipNorm }),
  ...(averageDecay !== undefined && { averageDecay }),
})
