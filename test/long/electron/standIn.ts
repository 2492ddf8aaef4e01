import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** By these bytes a fuse wire is found in Electron's binary; its version, its length and its fuses follow (electron/fuses). */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** As Electron ships them: '1' is on, '0' off. */
const SHIPPED_FUSES = '101100110'

/**
 * A folder laid out as Electron's for Linux, without Electron: what electron-builder copies, renames and sets fuses in. It
 * cannot be started.
 */
export function writeStandIn(folder: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  const wire = Buffer.concat([Buffer.from([1, SHIPPED_FUSES.length]), Buffer.from(SHIPPED_FUSES)])
  const binary = Buffer.concat([Buffer.alloc(64), Buffer.from(FUSE_SENTINEL), wire, Buffer.alloc(64)])
  writeFileSync(join(folder, 'electron'), binary, { mode: 0o755 })
  for (const file of ['LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox']) writeFileSync(join(folder, file), '')
}

/** The fuses in a binary, in their order: '1', '0', or 'r' for one that was removed. */
export function fusesOf(binary: Buffer): string {
  const at = binary.indexOf(FUSE_SENTINEL) + FUSE_SENTINEL.length
  return binary.toString('latin1', at + 2, at + 2 + (binary[at + 1] ?? 0))
}
