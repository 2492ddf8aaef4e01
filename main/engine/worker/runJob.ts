import { runClassification } from '../classify.ts'
import { checkDevice } from '../devices/check.ts'
import type { Device } from '../devices/device.ts'
import { withFallback } from '../devices/fallback.ts'
import { onnxCpu } from '../devices/onnx.ts'
import { reference } from '../devices/reference.ts'
import { availableDevice, findDevice } from '../devices/registry.ts'
import { runClassifierEstimate, runEstimate } from '../estimate.ts'
import { exportOnnx } from '../exportOnnx.ts'
import { printSteps } from '../graphs.ts'
import type { JobHost } from '../host.ts'
import { planClassifierMemory, planMemory } from '../memoryPlan.ts'
import type { EngineJob } from '../port.ts'
import { runPrediction } from '../predict/predict.ts'
import { runTraining } from '../training/train.ts'
import { runAdversarialTraining } from '../training/trainAdversarial.ts'
import { runClassifierTraining } from '../training/trainClassifier.ts'
import { importWeights } from '../weights/import.ts'
import { inspectWeights } from '../weights/inspect.ts'

/** Runs one job to its last event `finished`; a job that fails throws. */
export async function runJob(job: EngineJob, host: JobHost): Promise<void> {
  if (job.kind === 'check-device') return checkDevice(job, findDevice(job.device), host)
  if (job.kind === 'export-onnx') return exportOnnx(job, host)
  if (job.kind === 'inspect-weights') return inspectWeights(job, host)
  if (job.kind === 'import-weights') return importWeights(job, host)
  if (job.kind === 'graph') return printSteps(job, host)
  if (job.kind === 'plan-memory') return planMemory(job, host)
  if (job.kind === 'plan-classifier-memory') return planClassifierMemory(job, host)
  const device = await availableDevice(job.device)
  switch (job.kind) {
    case 'train':
      return runTraining(job, fallingBack(device, host), host)
    case 'train-adversarial':
      return runAdversarialTraining(job, fallingBack(device, host), host)
    case 'train-classifier':
      return runClassifierTraining(job, fallingBack(device, host), host)
    case 'classify':
      return runClassification(job, device, host)
    case 'predict':
      return runPrediction(job, device, host)
    case 'estimate':
      return runEstimate(job, device, host)
    case 'estimate-classifier':
      return runClassifierEstimate(job, device, host)
  }
}

/** A graphics processor may go away in mid-run; the processor does not. */
function fallingBack(device: Device, host: JobHost): Device {
  if (device === onnxCpu || device === reference) return device
  return withFallback(device, onnxCpu, message => host.emit({ type: 'log', level: 'warning', message }))
}
