import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { bytesSource } from '../../../../main/formats/byteSource.ts'
import { openFits } from '../../../../main/formats/fits/file.ts'
import { readImage } from '../../../../main/formats/fits/image.ts'
import { createPool } from '../../../../main/services/pool/pool.ts'
import { tileDecoder } from '../../../../main/services/pool/tileDecoder.ts'
import { appErrorOf } from '../../formats/expectAppError.ts'

const pool = createPool(2)
afterAll(() => pool.close())

const packed = readFileSync(join(import.meta.dirname, '../../../fixtures/fits/compressed.fits.gz'))
const { source } = await openFits(bytesSource(packed))
const options = { parallel: tileDecoder(pool) }

it('tiles that worker threads decode are the same as those decoded here', async () => {
  const file = await openFits(source)
  const images = file.hdus.filter(({ shape }) => shape.length >= 2)
  expect(images.length).toBeGreaterThan(40)
  for (const { index } of images) expect(await readImage(file, index, 0, options)).toEqual(await readImage(file, index))
})

it('a damaged tile is told of in the same words', async () => {
  const bytes = Buffer.from(await source.read(0, source.size))
  const file = await openFits(bytesSource(bytes))
  const hdu = file.hdus.find(({ name }) => name === 'HCOMPRESS_LOSSY')
  const index = hdu?.index ?? -1
  bytes[bytes.indexOf('\xdd\x99', hdu?.dataOffset, 'latin1')] = 0
  const error = await appErrorOf(() => readImage(file, index, 0, options))
  expect(error.message).toMatch(/^HDU \d+, tile 1 \(bytes \d+ to \d+\): The HCOMPRESS_1 data do not begin with DD 99/)
  expect((await appErrorOf(() => readImage(file, index))).message).toBe(error.message)
})
