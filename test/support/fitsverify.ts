import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'

/** What a test that is skipped for want of fitsverify (a package of Debian's) adds to its title. */
export const noFitsverify =
  spawnSync('fitsverify', ['-q', '-H']).error === undefined ? '' : ' (skipped: fitsverify is not installed)'

/** The warnings and errors of fitsverify, without the numbers of the cards. */
export function fitsverify(path: string): string[] {
  const { stdout, stderr } = spawnSync('fitsverify', [path], { encoding: 'utf8' })
  expect(stdout).toMatch(/\*\*\*\* (Verification found |Abort)/)
  // Warnings go to standard output, errors to standard error.
  return `${stdout}\n${stderr}`
    .split('\n')
    .filter(line => line.startsWith('*** '))
    .map(line => line.replace(/#\d+/g, '#'))
}

export function fitsverifyBytes(bytes: Uint8Array): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'subarc-fitsverify-'))
  try {
    const path = join(folder, 'new.fits')
    writeFileSync(path, bytes)
    return fitsverify(path)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
