import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../main/domain/errors.ts'
import { removeLeftovers, writeFileAtomic } from '../../../main/formats/atomicFile.ts'
import { fileError } from '../../../main/formats/fileErrors.ts'
import { appErrorOf } from './expectAppError.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subarc-atomic-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('a file that is written atomically', () => {
  it('replaces the old one and leaves nothing beside it', async () => {
    const path = join(folder, 'a.txt')
    await writeFile(path, 'old')
    await writeFileAtomic(path, 'new')
    expect(await readFile(path, 'utf8')).toBe('new')
    expect(await readdir(folder)).toEqual(['a.txt'])
  })

  it('is one of the two contents when two writers meet', async () => {
    const path = join(folder, 'a.bin')
    await Promise.all([1, 2, 3, 4].map(n => writeFileAtomic(path, new Uint8Array(100_000).fill(n))))
    const content = await readFile(path)
    expect(content.length).toBe(100_000)
    expect(content.every(byte => byte === content[0])).toBe(true)
    expect(await readdir(folder)).toEqual(['a.bin'])
  })

  it('leaves the target and no temporary file when the rename fails', async () => {
    const error = await appErrorOf(() => writeFileAtomic(folder, 'x'))
    expect(error).toBeInstanceOf(AppError)
    expect(await readdir(join(folder, '..')).then(names => names.filter(name => name.endsWith('.part')))).toEqual([])
  })

  it('leaves what a killed process can leave, which is removed for the files that are named', async () => {
    for (const name of ['.a.fits.123-1.part', '.a.fits.99-40.part', '.b.fits.123-2.part', 'a.fits', '.a.fits.part'])
      await writeFile(join(folder, name), '')
    await removeLeftovers(folder, new Set(['a.fits']))
    expect((await readdir(folder)).sort()).toEqual(['.a.fits.part', '.b.fits.123-2.part', 'a.fits'])
    await removeLeftovers(join(folder, 'none'), new Set(['a.fits']))
  })

  it('says that the folder is missing', async () => {
    const error = await appErrorOf(() => writeFileAtomic(join(folder, 'no', 'a.txt'), 'x'))
    expect(error.code).toBe('not-found')
  })

  it.skipIf(process.platform !== 'linux')('a full disk is no-space (/dev/full)', async () => {
    const { open } = await import('node:fs/promises')
    const handle = await open('/dev/full', 'w')
    const raw = await handle.writeFile('x').catch((error: unknown) => error)
    await handle.close()
    expect(fileError(raw, '/disk/run.fits', 'write')).toMatchObject({
      code: 'no-space',
      message: 'The disk is full: /disk/run.fits was not written. Free some space, then try again.',
    })
  })

  it.each([
    ['EROFS', 'forbidden'],
    ['EACCES', 'forbidden'],
    ['EPERM', 'forbidden'],
    ['ENOSPC', 'no-space'],
    ['EDQUOT', 'no-space'],
    ['EIO', 'internal'],
  ])('%s of the system is %s', (systemCode, code) => {
    expect(fileError(Object.assign(new Error('x'), { code: systemCode }), '/a/b', 'write').code).toBe(code)
  })
})
