import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

const boundsSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
})
export type Bounds = z.infer<typeof boundsSchema>

/** What the desktop keeps beside the workspaces: where the window was, and which workspace was open. */
const stateSchema = z.object({
  version: z.literal(1),
  workspace: z.string().optional(),
  window: z.object({ bounds: boundsSchema, isMaximized: z.boolean() }).optional(),
})
export type DesktopState = z.infer<typeof stateSchema>

/** The state as it was kept; as at a first start where there is none, or none that can be read. */
export function readState(file: string): DesktopState {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return { version: 1 }
  }
}

/** Written beside and renamed: a window that closes in a power cut leaves the old state whole. */
export function writeState(file: string, state: DesktopState): void {
  mkdirSync(dirname(file), { recursive: true })
  const beside = `${file}.new`
  writeFileSync(beside, JSON.stringify(state), { mode: 0o600 })
  renameSync(beside, file)
}

export const FIRST_SIZE = { width: 1440, height: 900 }
export const LEAST_SIZE = { width: 900, height: 600 }
/** So much of the window's upper edge must lie on a screen that it can be taken hold of, CSS pixels. */
const GRIP = 64

/** Where the window opens: as it was, if a screen still shows its upper edge; else in the middle, no larger than the first screen. */
export function windowPlace(kept: Bounds | undefined, screens: readonly Bounds[]): Partial<Bounds> {
  const isSeen = (bounds: Bounds) =>
    screens.some(
      screen =>
        bounds.x + bounds.width >= screen.x + GRIP &&
        bounds.x <= screen.x + screen.width - GRIP &&
        bounds.y >= screen.y &&
        bounds.y <= screen.y + screen.height - GRIP,
    )
  if (kept !== undefined && isSeen(kept)) {
    return {
      ...kept,
      width: Math.max(LEAST_SIZE.width, kept.width),
      height: Math.max(LEAST_SIZE.height, kept.height),
    }
  }
  const [first] = screens
  return first === undefined
    ? FIRST_SIZE
    : { width: Math.min(FIRST_SIZE.width, first.width), height: Math.min(FIRST_SIZE.height, first.height) }
}
