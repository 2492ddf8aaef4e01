import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** The built interface. */
export const INTERFACE_FOLDER = fileURLToPath(new URL('../../../dist/renderer', import.meta.url))

export const hasScreen = (): boolean =>
  process.platform === 'win32' ||
  process.platform === 'darwin' ||
  Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)

/** Resolves when this process is asked to end. */
export async function untilAsked(): Promise<void> {
  const leave = new AbortController()
  const { signal } = leave
  await Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map(name => once(process, name, { signal })))
  leave.abort()
}
