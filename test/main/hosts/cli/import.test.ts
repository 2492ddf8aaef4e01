import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { blob, temporaryFolder, writeTestImage } from '../../../support/core.ts'

const cli = join(import.meta.dirname, '../../../../main/hosts/cli/subarc.ts')

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder('cli-import')
  for (const name of ['data', 'noise_map', 'mask'])
    writeTestImage(join(folder.path, 'lens', `${name}.npy`), 16, blob(16))
})
afterEach(() => folder.remove())

function subarc(...args: string[]): Promise<{ code: number | string; said: string; noted: string }> {
  const all = [cli, ...args, '--workspace', join(folder.path, 'workspace')]
  return new Promise(resolve => {
    execFile(process.execPath, all, (error, said, noted) => resolve({ code: error?.code ?? 0, said, noted }))
  })
}

describe('subarc import', () => {
  it('says what was taken as what and why, and how much came of it', async () => {
    const { code, said } = await subarc('import', join(folder.path, 'lens'), '--role', 'mask=ignore')
    expect(code).toBe(0)
    expect(said).toMatch(/^data +1 +science +"data" in the name$/m)
    expect(said).toMatch(/^mask +1 +ignore +chosen$/m)
    expect(said).toMatch(/^noise_map +1 +error +"noise_map" in the name$/m)
    expect(said).toMatch(/^lens: 1 images/m)
    expect(said).toContain('noise maps: 1 LR, 0 HR')
    expect(said).not.toContain('masks:')
  })

  it.each([
    [['--role', 'mask=bogus'], /role of science, error/],
    [['--quality-bits', '-3'], /sum of the bits/],
  ])('refuses %j with what is possible', async (options, reason) => {
    const { code, noted } = await subarc('import', join(folder.path, 'lens'), ...options)
    expect(code).not.toBe(0)
    expect(noted).toMatch(reason)
  })
})
