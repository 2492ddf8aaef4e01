import { appendFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const lineSchema = z.object({ at: z.string(), level: z.enum(['info', 'warning', 'error']), message: z.string() })
export type LogLine = z.infer<typeof lineSchema>

/** The latest lines are what explains an end; older ones than fit in this are left out. */
const MAX_LOG_BYTES = 1_000_000

const logFile = (folder: string) => join(folder, 'log.jsonl')

/** Adds a line to a run's log. A full disk must not end a run, so a line that cannot be written is given up. */
export function appendLog(folder: string, line: LogLine): void {
  try {
    appendFileSync(logFile(folder), `${JSON.stringify(line)}\n`)
  } catch {
    return
  }
}

/** A run's log, oldest first. A line that a crash cut short is left out. */
export async function readLog(folder: string): Promise<LogLine[]> {
  const text = await readTail(logFile(folder))
  return text.split('\n').flatMap(line => {
    try {
      const parsed = lineSchema.safeParse(JSON.parse(line))
      return parsed.success ? [parsed.data] : []
    } catch {
      return []
    }
  })
}

async function readTail(file: string): Promise<string> {
  const handle = await open(file, 'r').catch(() => undefined)
  if (!handle) return ''
  try {
    const { size } = await handle.stat()
    const length = Math.min(size, MAX_LOG_BYTES)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}
