import { open, stat } from 'node:fs/promises'
import { implement } from '@orpc/server'
import { diagnosticsContract } from '../../contract/diagnostics.ts'
import type { ServiceContext } from '../context.ts'
import type { DeviceChoice } from '../devices/choice.ts'
import { logFile } from '../log.ts'
import { workspaceInfo } from '../workspaceInfo.ts'
import { bugReport, privacyOf } from './report.ts'

/** Of the log's end this much is read: 5,000 lines are less. */
const READ_BYTES = 2 ** 20
/** A report holds so many lines of the log: what came before rarely matters and nobody reads it. */
const REPORTED_LINES = 200

/** The last lines of a file, oldest first; none where it is not there. */
export async function lastLines(path: string, count: number): Promise<{ lines: string[]; truncated: boolean }> {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0
  if (size === 0) return { lines: [], truncated: false }
  const file = await open(path)
  try {
    const start = Math.max(0, size - READ_BYTES)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start)
    const lines = buffer
      .toString('utf8', 0, bytesRead)
      .split('\n')
      .slice(start === 0 ? 0 : 1)
    const written = lines.at(-1) === '' ? lines.slice(0, -1) : lines
    return { lines: written.slice(-count), truncated: start > 0 || written.length > count }
  } finally {
    await file.close()
  }
}

export function diagnosticsRouter(context: ServiceContext, devices: DeviceChoice) {
  const path = logFile(context.workspace.path)
  const os = implement(diagnosticsContract)
  return os.router({
    log: os.log.handler(async ({ input }) => ({ path, ...(await lastLines(path, input.lines)) })),
    report: os.report.handler(async () => ({
      text: bugReport({
        info: await workspaceInfo(context),
        devices: devices.list(),
        log: (await lastLines(path, REPORTED_LINES)).lines,
        privacy: privacyOf(context.workspace.path),
      }),
    })),
  })
}
