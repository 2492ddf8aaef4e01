import { type AppError, toAppError } from '../../domain/errors.ts'
import type { RunControl } from '../control.ts'
import type { EngineEvent } from '../port.ts'

/** What a full, read-only, protected or vanished disk is called by the file functions. */
const STORAGE_CODES: readonly string[] = ['no-space', 'forbidden', 'not-found']

/**
 * Runs `write` until it succeeds. Where the disk refuses, the run pauses with the reason and tries again when the user
 * resumes it; nothing that was computed is lost meanwhile.
 * @returns false when the user stopped the run instead
 */
export async function writeOrPause(
  write: () => Promise<void>,
  step: number,
  host: { readonly control: RunControl; emit(event: EngineEvent): void },
): Promise<boolean> {
  for (;;) {
    const failure = await attempt(write)
    if (!failure) return true
    const message = `${failure.message} The run waits; resume it when the disk can be written to again.`
    host.control.pause()
    if (host.control.requested() === 'stop') {
      host.emit({ type: 'log', level: 'warning', message: `Stopped without a new checkpoint. ${failure.message}` })
      return false
    }
    host.emit({ type: 'paused', step, reason: 'no-space', message })
    await host.control.whilePaused()
    if (host.control.requested() !== 'stop') host.emit({ type: 'resumed', step })
  }
}

async function attempt(write: () => Promise<void>): Promise<AppError | undefined> {
  try {
    await write()
    return undefined
  } catch (error) {
    const failure = toAppError(error)
    if (STORAGE_CODES.includes(failure.code)) return failure
    throw failure
  }
}
