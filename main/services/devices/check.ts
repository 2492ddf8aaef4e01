import { AppError, toAppError } from '../../domain/errors.ts'
import type { EngineEvent, DeviceReport as EngineReport } from '../../engine/port.ts'
import { type DeviceRecord, saveDevice } from '../../workspace/devices.ts'
import type { ServiceContext } from '../context.ts'
import { type EngineRun, runEngineJob } from '../engine/runEngineJob.ts'
import { engineThreads, machineName } from '../training/environment.ts'
import { knownDevices } from './known.ts'

/** A device that has not shown a small step by then hangs, even on a busy machine. */
const PATIENCE_MS = 300_000

/**
 * Lets a device show, in an engine process of its own, that it agrees with `reference`, and keeps the report. A device
 * that crashes, hangs or cannot be loaded is reported as such: nothing is thrown, unless it was stopped.
 */
export async function checkDevice(
  context: ServiceContext,
  device: string,
  onStart: (engine: EngineRun) => void = () => undefined,
): Promise<DeviceRecord> {
  const { report, peakMemoryBytes } = await askDevice(context, device, onStart)
  const record: DeviceRecord = {
    version: 1,
    device,
    title: report.title,
    available: report.available,
    correct: report.correct,
    reason: report.reason ?? null,
    remedy: report.remedy ?? null,
    versions: { ...report.versions },
    worstError: finiteOrNull(report.worstError),
    trainImagesPerSecond: finiteOrNull(report.trainImagesPerSecond),
    inferImagesPerSecond: finiteOrNull(report.inferImagesPerSecond),
    peakMemoryBytes: report.available ? peakMemoryBytes : null,
    operatorsOnProcessor: [...(report.operatorsOnProcessor ?? [])],
    checkedAt: context.now().toISOString(),
    machine: machineName(),
  }
  saveDevice(context.workspace.db, record)
  return record
}

async function askDevice(
  context: ServiceContext,
  device: string,
  onStart: (engine: EngineRun) => void,
): Promise<{ report: EngineReport; peakMemoryBytes: number | null }> {
  let report: EngineReport | undefined
  let timedOut = false
  const onEvent = (event: EngineEvent) => {
    if (event.type === 'device') report = event.report
  }
  const job = {
    kind: 'check-device',
    device: device as EngineReport['device'],
    threads: engineThreads(context),
  } as const
  const engine = runEngineJob(context.launchEngine, job, onEvent)
  onStart(engine)
  const timer = setTimeout(() => {
    timedOut = true
    engine.kill()
  }, PATIENCE_MS)
  try {
    const { reason, peakMemoryBytes } = await engine.finished
    if (reason === 'stopped') throw new AppError('stopped', 'The check was stopped.')
    if (report) return { report, peakMemoryBytes }
    return { report: unusable(device, 'The engine ended its check without a report.'), peakMemoryBytes: null }
  } catch (error) {
    const failure = toAppError(error)
    if (failure.code === 'stopped') throw failure
    const why = timedOut ? `It gave no answer within ${PATIENCE_MS / 1000} s.` : failure.message
    const remedy = 'Choose another device; the log of Subarc says more.'
    return { report: report ?? unusable(device, why, remedy), peakMemoryBytes: null }
  } finally {
    clearTimeout(timer)
  }
}

function unusable(device: string, reason: string, remedy = 'Try again.'): EngineReport {
  const title = knownDevices.find(known => known.id === device)?.title ?? device
  return {
    device: device as EngineReport['device'],
    title,
    available: false,
    correct: false,
    reason,
    remedy,
    versions: {},
  }
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null
}
