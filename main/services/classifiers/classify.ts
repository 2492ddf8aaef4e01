import { mkdirSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../../domain/errors.ts'
import type { ClassifyJob } from '../../engine/port.ts'
import { parseNpy } from '../../formats/npy.ts'
import type { ServiceContext } from '../context.ts'
import { runEngineJob } from '../engine/runEngineJob.ts'
import type { JobControl } from '../jobs.ts'
import { engineThreads } from '../training/environment.ts'

/** The probabilities of images' classes, [samples, classes] in rows, by an engine of their own. */
export async function classify(
  context: ServiceContext,
  job: Omit<ClassifyJob, 'kind' | 'threads'>,
  control: JobControl,
  message: string,
): Promise<Float64Array> {
  mkdirSync(dirname(job.output), { recursive: true })
  const whole: ClassifyJob = { kind: 'classify', threads: engineThreads(context), ...job }
  const engine = runEngineJob(context.launchEngine, whole, event => {
    if (event.type === 'classified') control.progress({ done: event.done, total: event.total, unit: 'images', message })
  })
  control.onStop(engine.stop)
  try {
    await engine.finished
    if (control.signal.aborted) throw new AppError('stopped', 'The evaluation was stopped.')
    return Float64Array.from(parseNpy(await readFile(job.output)).data, Number)
  } finally {
    rmSync(job.output, { force: true })
  }
}
