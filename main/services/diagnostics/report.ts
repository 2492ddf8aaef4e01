import { homedir, hostname, release, userInfo } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { DeviceReport } from '../../contract/devices.ts'
import type { WorkspaceInfo } from '../../contract/workspace.ts'
import { type Private, redact } from '../../domain/redact.ts'

const APPLICATION_FOLDER = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '')

interface ReportParts {
  readonly info: WorkspaceInfo
  readonly devices: readonly DeviceReport[]
  readonly log: readonly string[]
  readonly privacy: Private
}

/** What this machine and its user are called, and where they keep things. */
export function privacyOf(workspacePath: string): Private {
  const user = userInfo().username
  return {
    folders: [
      { path: APPLICATION_FOLDER, name: '<subarc>' },
      { path: workspacePath, name: '<workspace>' },
    ],
    home: homedir(),
    // The administrator's name says nothing, and stands in many words.
    names: [...(user === 'root' ? [] : [user]), hostname(), hostname().split('.')[0] ?? ''],
  }
}

const gibibytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`

function deviceLine(device: DeviceReport): string {
  const state =
    device.available === null
      ? 'not checked'
      : !device.available
        ? `not there: ${device.reason ?? ''}`
        : device.correct
          ? `correct to ${device.worstError?.toExponential(1) ?? '-'}, ${device.trainImagesPerSecond?.toFixed(1) ?? '-'} images/s`
          : `wrong: ${device.reason ?? ''}`
  const versions = Object.entries(device.versions).map(([name, version]) => `${name} ${version}`)
  return `${device.device}${device.chosen ? ' (chosen)' : ''}: ${[state, ...versions].join('; ')}`
}

/** A text for a bug report: what runs where, the devices as doctor found them, the end of the log; nothing private. */
export function bugReport({ info, devices, log, privacy }: ReportParts): string {
  const text = [
    `Subarc ${info.version} (${info.host}), workspace format ${info.schemaVersion}`,
    `${info.platform}, ${release()}, Node ${info.nodeVersion}`,
    `${info.cpuCount} processors, ${gibibytes(info.memoryBytes)} of memory, ${gibibytes(info.freeBytes)} of disk free`,
    '',
    'Devices',
    ...devices.map(deviceLine),
    '',
    'Log',
    ...(log.length === 0 ? ['(empty)'] : log),
  ].join('\n')
  return redact(text, privacy)
}
