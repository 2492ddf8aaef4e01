/** The compute thread: runs one job; every event goes to the control thread as it happens. */
import { parentPort, workerData } from 'node:worker_threads'
import { toAppError } from '../../domain/errors.ts'
import type { EngineEvent, EngineJob } from '../port.ts'
import { runJob } from './runJob.ts'
import { receiveControl } from './sharedControl.ts'

export interface ComputeTask {
  readonly job: EngineJob
  readonly control: SharedArrayBuffer
}

const { job, control } = workerData as ComputeTask
const emit = (event: EngineEvent) => parentPort?.postMessage(event)

try {
  await runJob(job, { emit, control: receiveControl(control) })
} catch (error) {
  const { code, message, details } = toAppError(error)
  emit({ type: 'failed', code, message, details })
}
