import { spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildCards } from '../../../main/formats/fits/cardBuilder.ts'
import { writeFitsImage } from '../../../main/formats/fits/write.ts'
import { writeNpy } from '../../../main/formats/npy.ts'
import { writeNpz } from '../../../main/formats/npz.ts'
import { readImageBytes, readImageFile } from '../../../main/formats/readers.ts'
import { noTestData, testData, testDataPath } from '../../support/testData.ts'
import { appErrorOf } from './expectAppError.ts'

const image = { width: 3, height: 2, data: Float32Array.from([1, 2, 3, 4, 5, 6]) }
const array = { shape: [2, 3], data: image.data }
const stack = { shape: [2, 2, 3], data: Float32Array.from({ length: 12 }, (_, i) => i) }
const fits = writeFitsImage({ image, cards: [...buildCards('BUNIT', 'Jy'), ...buildCards('EXPTIME', 2.5)] })

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subarc-readers-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function fileOf(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

describe('an image file is recognised by its content, not by its name', () => {
  it('NPY', async () => {
    expect(await readImageFile(await fileOf('a.fits', writeNpy(array)))).toEqual({
      image,
      planes: 1,
      format: 'npy',
      dtype: 'float32',
      metadata: { shape: '2 x 3' },
    })
  })

  it('one plane of a NPY stack, in either order of its axes', async () => {
    const expected = { image: { ...image, data: Float32Array.from([6, 7, 8, 9, 10, 11]) }, planes: 2 }
    expect(await readImageBytes(writeNpy(stack), 'stack', { plane: 1 })).toMatchObject(expected)
    const text = Buffer.from(writeNpy({ shape: [3, 2, 2], data: stack.data })).toString('latin1')
    const header = text.replace('False', 'True ').replace('(3, 2, 2)', '(2, 2, 3)')
    const fortran = await readImageBytes(Buffer.from(header, 'latin1'), 'fortran', { plane: 1 })
    // First axis fastest: element (n, y, x) is number n + 2 y + 4 x.
    expect([...fortran.image.data]).toEqual([1, 5, 9, 3, 7, 11])
  })

  it('NPZ with one array, or with the array that is named', async () => {
    expect(await readImageFile(await fileOf('a', writeNpz({ lr: array })))).toMatchObject({
      image,
      format: 'npz',
      member: 'lr',
    })
    const two = writeNpz({ lr: array, hr: stack })
    expect(await readImageBytes(two, 'two', { member: 'hr', plane: 1 })).toMatchObject({ planes: 2, member: 'hr' })
    const error = await appErrorOf(() => readImageBytes(two, 'two.npz'))
    expect(error.message).toBe('two.npz: The file holds 2 arrays: lr, hr. Say which one to read.')
    expect(error.details.members).toEqual(['lr', 'hr'])
  })

  it('FITS, with its keywords, cards and unit, gzipped or not', async () => {
    const expected = { image, planes: 1, format: 'fits', dtype: 'float32', unit: 'Jy', hdu: 0 }
    const read = await readImageFile(await fileOf('a.npy', fits))
    expect(read).toMatchObject({ ...expected, metadata: { SIMPLE: true, NAXIS1: 3, BUNIT: 'Jy', EXPTIME: 2.5 } })
    expect(read.cards).toContain(buildCards('EXPTIME', 2.5)[0])
    expect(await readImageFile(await fileOf('b', gzipSync(fits)))).toEqual(read)
  })
})

describe('a file that is no image says so, by its name, with what to do', () => {
  const cases: [string, string | Uint8Array, string, RegExp][] = [
    ['empty.fits', '', 'bad-input', /^empty\.fits: The file is empty \(0 bytes\)/],
    ['page.fits', '<html>not found</html>', 'unsupported', /^page\.fits: This is a web page/],
    ['lfs.fits', 'version https://git-lfs.github.com/spec/v1\n', 'unsupported', /git lfs pull/],
    ['notes.txt', 'plain text of somebody', 'unsupported', /^notes\.txt: This is no FITS, NPY, NPZ, HDF5 or TIFF file/],
    ['cut.npy', writeNpy(array).subarray(0, 140), 'bad-input', /^cut\.npy: The NPY file is cut short/],
    [
      'cut.fits',
      fits.subarray(0, 2890),
      'bad-input',
      /^cut\.fits: The FITS file is cut short: HDU 0 declares 24 bytes/,
    ],
    ['bomb.fits.gz', gzipSync(Buffer.alloc(30_000_000)), 'bad-input', /^bomb\.fits\.gz: This is not a FITS file/],
    ['spectrum.npy', writeNpy({ shape: [6], data: image.data }), 'bad-input', /Shapes that work/],
  ]
  it.each(cases)('%s', async (name, bytes, code, message) => {
    const content = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes
    const error = await appErrorOf(async () => readImageFile(await fileOf(name, content)))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
    const again = await appErrorOf(() => readImageBytes(content, name))
    expect(again.message).toBe(error.message)
  })

  it('a plane or a HDU that is not there', async () => {
    expect((await appErrorOf(() => readImageBytes(fits, 'a.fits', { plane: 1 }))).message).toBe(
      'a.fits: There is no plane 1: the image has 1, numbered from 0.',
    )
    expect((await appErrorOf(() => readImageBytes(fits, 'a.fits', { hdu: 3 }))).code).toBe('not-found')
    expect((await appErrorOf(() => readImageBytes(writeNpy(stack), 'a.npy', { plane: 2 }))).code).toBe('bad-input')
  })

  it('a folder, a missing file, a pipe of the system', async () => {
    expect((await appErrorOf(() => readImageFile(folder))).message).toMatch(/is a folder, not a file/)
    expect((await appErrorOf(() => readImageFile(join(folder, 'no.fits')))).code).toBe('not-found')
  })

  it.skipIf(process.platform === 'win32')('a device, which has no end', async () => {
    expect((await appErrorOf(() => readImageFile('/dev/zero'))).message).toMatch(/not a regular file/)
  })
})

describe('permissions', () => {
  const unprivileged = process.platform !== 'win32' && process.getuid?.() === 0
  /** What an ordinary user gets; the tests of a container run as root, whom no permission stops. */
  function asOrdinaryUser(script: string): { code: string; message: string } {
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', cwd: '/' })
    return JSON.parse(child.stdout || JSON.stringify({ code: 'no answer', message: child.stderr }))
  }
  const dropped = (call: string, module: string) => `
    const used = await import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../../main/formats', module)).href)})
    if (process.getuid() === 0) { process.setgid(65534); process.setuid(65534) }
    try { await used.${call}; console.log(JSON.stringify({ code: 'none', message: '' })) }
    catch (error) { console.log(JSON.stringify({ code: error.code, message: error.message })) }`

  it.skipIf(process.platform === 'win32')(
    `a file that may not be read is forbidden, with the remedy${unprivileged ? ' (privileges dropped)' : ''}`,
    async () => {
      await chmod(folder, 0o755)
      const path = await fileOf('secret.npy', writeNpy(array))
      const read = dropped(`readImageFile(${JSON.stringify(path)})`, 'readers.ts')
      expect(asOrdinaryUser(read)).toEqual({ code: 'none', message: '' })
      await chmod(path, 0)
      expect(asOrdinaryUser(read)).toEqual({
        code: 'forbidden',
        message: `No permission to read ${path}. Change its permissions, or choose another place.`,
      })
    },
  )

  it.skipIf(process.platform === 'win32')('a folder that may not be written to is forbidden', async () => {
    const locked = join(folder, 'locked')
    await mkdir(locked, { mode: 0o555 })
    const write = dropped(`writeFileAtomic(${JSON.stringify(join(locked, 'a.fits'))}, 'x')`, 'atomicFile.ts')
    expect(asOrdinaryUser(write).code).toBe('forbidden')
  })
})

describe.skipIf(testData === undefined)(`images of the test data${noTestData}`, () => {
  it('the study’s real pair, simulated pairs and substructure classes are one plane each', async () => {
    const shapes = await Promise.all(
      ['hsc-hst-pair/Raw.npy', 'hsc-hst-pair/Gold.npy', 'sim-pairs/hr/hr_0000.npy', 'substructure-classes/cdm.npy'].map(
        async path => {
          const { image: read, planes, dtype } = await readImageFile(testDataPath(path))
          return [read.width, read.height, planes, dtype]
        },
      ),
    )
    expect(shapes).toEqual([
      [64, 64, 1, 'float32'],
      [128, 128, 1, 'float32'],
      [128, 128, 1, 'float32'],
      [64, 64, 1, 'float64'],
    ])
  })

  it.each([
    ['unsigned_u16.fits', 'uint16'],
    ['signed_byte.fits', 'int8'],
    ['unsigned_u64.fits', 'uint64'],
    ['scaled_blank.fits', 'int16 scaled'],
    ['bitpix_-64.fits', 'float64'],
  ])('%s says its type: %s', async (name, dtype) => {
    expect((await readImageFile(testDataPath('fits-torture/synth', name))).dtype).toBe(dtype)
  })

  it('the first image of a file is that of HDU 2 where HDU 1 is a table', async () => {
    const path = testDataPath('fits-torture/synth/empty_primary_then_image.fits')
    expect((await readImageFile(path)).hdu).toBe(2)
    expect((await appErrorOf(() => readImageFile(path, { hdu: 1 }))).message).toMatch(/HDU 1.*is a table, not an image/)
  })
})
