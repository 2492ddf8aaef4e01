import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bytesSource } from '../../../../main/formats/byteSource.ts'
import { openFits } from '../../../../main/formats/fits/file.ts'
import { readPixels } from '../../../../main/formats/fits/pixels.ts'
import { openNpz } from '../../../../main/formats/npz.ts'

const fixtures = join(import.meta.dirname, '../../../fixtures/fits')
const file = await openFits(bytesSource(readFileSync(join(fixtures, 'compressed.fits.gz'))))
const expected = openNpz(readFileSync(join(fixtures, 'compressed.npz')))

describe('a tile-compressed image is unpacked to the pixels that astropy and CFITSIO read', () => {
  it.each(file.hdus.slice(1).map(hdu => [hdu.name.toLowerCase(), hdu] as const))('%s', async (name, hdu) => {
    const array = expected.read(name)
    expect(hdu.shape).toEqual(array.shape)
    expect(await readPixels(file, hdu)).toEqual(Float64Array.from(array.data))
  })

  it('every image of the fixture is there', () => {
    expect(
      file.hdus
        .slice(1)
        .map(hdu => hdu.name.toLowerCase())
        .sort(),
    ).toEqual([...expected.members].sort())
  })
})
