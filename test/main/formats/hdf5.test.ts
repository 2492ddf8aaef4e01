import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listImageParts } from '../../../main/formats/parts.ts'
import { readImageBytes, readImageFile } from '../../../main/formats/readers.ts'
import { pixels, temporaryFolder, writeTestFile } from '../../support/core.ts'
import { appErrorOf } from './expectAppError.ts'

const fixture = (name: string) => join(import.meta.dirname, '../../fixtures/formats', name)
const images = fixture('images.h5')

/** What every image of the fixtures holds; `write_formats.py` says so too. */
const image = pixels(7, 5, (x, y) => x + 100 * y)

let folder: ReturnType<typeof temporaryFolder>
beforeAll(() => {
  folder = temporaryFolder('hdf5')
})
afterAll(() => folder.remove())

describe('a HDF5 file', () => {
  it('lists its arrays of numbers with two axes or more, by their paths', async () => {
    const parts = await listImageParts(images)
    const listed = new Map(parts.map(({ name, planes, width, height }) => [name, [planes, width, height]]))
    expect(Object.fromEntries(listed)).toEqual({
      half: [1, 7, 5],
      long: [1, 7, 5],
      virtual: [1, 7, 5],
      claims_some: [1, 16000, 16000],
      'lenses/lr': [2, 7, 5],
      'lenses/hr': [2, 7, 5],
      'again/lr': [2, 7, 5],
      'again/hr': [2, 7, 5],
    })
  })

  it.each([
    ['lenses/lr', 0, 'float32', 0],
    ['lenses/lr', 1, 'float32', 1],
    ['lenses/hr', 1, 'int16', 2],
    ['long', 0, 'int64', 0],
  ])('is read value for value: %s, plane %i', async (member, plane, dtype, added) => {
    const read = await readImageFile(images, { member, plane })
    expect(read).toMatchObject({ format: 'hdf5', dtype, member, image: { width: 7, height: 5 } })
    expect(read.image.data).toEqual(image.map(value => value + added))
  })

  it('of several arrays asks which one, and says what there is', async () => {
    const error = await appErrorOf(() => readImageFile(images))
    expect(error).toMatchObject({ code: 'bad-input' })
    expect(error.message).toContain('lenses/lr')
    const unknown = await appErrorOf(() => readImageFile(images, { member: 'lens' }))
    expect(unknown).toMatchObject({ code: 'not-found' })
    expect(unknown.message).toContain('lenses/hr')
  })

  it('that links to itself comes to an end', async () => {
    expect((await listImageParts(fixture('round.h5')))[0]).toMatchObject({ name: 'a/image', width: 7 })
  })

  it('of half precision is refused with what to do', async () => {
    const error = await appErrorOf(() => readImageFile(images, { member: 'half' }))
    expect(error).toMatchObject({ code: 'unsupported' })
    expect(error.message).toContain('float32')
  })

  it('does not reach into other files', async () => {
    expect(await appErrorOf(() => readImageFile(images, { member: 'virtual' }))).toMatchObject({ code: 'unsupported' })
    expect(await appErrorOf(() => readImageFile(images, { member: 'elsewhere' }))).toMatchObject({ code: 'not-found' })
  })

  it.each(['claims_much', 'claims_some'])(
    'that claims a huge image is refused before memory is taken: %s',
    async member => {
      const before = process.memoryUsage().rss
      expect((await appErrorOf(() => readImageFile(images, { member }))).code).toBe('bad-input')
      expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 26)
    },
  )

  it('in memory is refused with what to do', async () => {
    const error = await appErrorOf(() => readImageBytes(readFileSync(images), 'images.h5'))
    expect(error).toMatchObject({ code: 'unsupported' })
    expect(error.message).toContain('Save it to a file')
  })

  it('that is cut short or damaged anywhere ends in an error or in an image, never in a crash', async () => {
    const bytes = readFileSync(images)
    for (let at = 0; at < bytes.length; at += 97) {
      const damaged = Buffer.from(bytes)
      damaged[at] ^= 0xff
      const path = join(folder.path, `damaged-${at}.h5`)
      writeTestFile(path, at % 2 === 0 ? damaged : bytes.subarray(0, at))
      const outcome = await readImageFile(path, { member: 'lenses/hr' }).then(
        read => read.image.data.length,
        error => error.code,
      )
      expect([35, 'bad-input', 'unsupported', 'not-found']).toContain(outcome)
    }
  })
})
