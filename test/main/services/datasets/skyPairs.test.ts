import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Scan } from '../../../../main/contract/datasets.ts'
import { writeFitsImage } from '../../../../main/formats/fits/write.ts'
import type { Core } from '../../../../main/services/core.ts'
import { blob, openCore, temporaryFolder, writeTestFile } from '../../../support/core.ts'
import { cardsOf } from '../../domain/wcs/card.ts'

let folder: ReturnType<typeof temporaryFolder>
let data: string
let core: Core

beforeEach(async () => {
  folder = temporaryFolder('sky-pairs')
  data = join(folder.path, 'data')
  core = await openCore(join(folder.path, 'workspace'), 'cli')
})
afterEach(async () => {
  await core.close()
  folder.remove()
})

/** A TAN image of `side` pixels with its middle at a position, north up; galactic cards where asked for. */
function put(
  name: string,
  side: number,
  scaleArcsec: number,
  lon: number,
  lat: number,
  frame = ['RA--', 'DEC-'],
): void {
  const cards = cardsOf({
    CTYPE1: `${frame[0]}-TAN`,
    CTYPE2: `${frame[1]}-TAN`,
    CRPIX1: side / 2 + 0.5,
    CRPIX2: side / 2 + 0.5,
    CRVAL1: lon,
    CRVAL2: lat,
    CDELT1: -scaleArcsec / 3600,
    CDELT2: scaleArcsec / 3600,
  })
  writeTestFile(join(data, name), writeFitsImage({ image: { width: side, height: side, data: blob(side, 1) }, cards }))
}

const scan = (): Promise<Scan> => core.client.datasets.scan({ source: { kind: 'folder', path: data } })
const pairsOf = ({ pairs }: Scan) =>
  pairs.map(({ lr, hr }) => [lr, hr].map(path => path?.slice(data.length + 1))).sort()

describe('images that show the same place of the sky are a pair', () => {
  it('where their names tell LR from HR but not which belongs to which', async () => {
    put('ground/J0946.fits', 16, 0.2, 146.6, 10.1)
    put('ground/J1000.fits', 16, 0.2, 150.1, 2.2)
    put('hst/acs_17.fits', 32, 0.1, 150.1001, 2.2001)
    put('hst/acs_18.fits', 32, 0.1, 146.6, 10.1)
    put('hst/acs_19.fits', 32, 0.1, 12, 40)
    const found = await scan()
    expect(pairsOf(found)).toEqual([
      ['ground/J0946.fits', 'hst/acs_18.fits'],
      ['ground/J1000.fits', 'hst/acs_17.fits'],
    ])
    expect(found.layout).toBe('parallel-folders')
    expect(found.unpaired.map(({ file }) => file)).toEqual([join(data, 'hst/acs_19.fits')])
  })

  it('in two folders of any names, where the sizes tell which is the HR, and in different frames', async () => {
    put('one/alpha.fits', 32, 0.1, 0, 0, ['GLON', 'GLAT'])
    put('one/beta.fits', 32, 0.1, 146.6, 10.1)
    put('two/gamma.fits', 16, 0.2, 146.6, 10.1)
    put('two/delta.fits', 16, 0.2, 266.4049948, -28.9361739)
    const found = await scan()
    expect(pairsOf(found)).toEqual([
      ['two/delta.fits', 'one/alpha.fits'],
      ['two/gamma.fits', 'one/beta.fits'],
    ])
    expect(found).toMatchObject({ layout: 'parallel-folders', unpaired: [], lrSize: { width: 16, height: 16 } })
  })

  it('but not where two show it', async () => {
    put('ground/J0946.fits', 16, 0.2, 146.6, 10.1)
    put('ground/J1000.fits', 16, 0.2, 150.1, 2.2)
    put('hst/g_1.fits', 32, 0.1, 146.6, 10.1)
    put('hst/i_2.fits', 32, 0.1, 146.6, 10.1)
    put('hst/i_3.fits', 32, 0.1, 150.1, 2.2)
    expect(pairsOf(await scan())).toEqual([['ground/J1000.fits', 'hst/i_3.fits']])
  })
})

it('a pair by name whose headers put it at different places is pointed out', async () => {
  put('LR/lens1.fits', 16, 0.2, 146.6, 10.1)
  put('HR/lens1.fits', 32, 0.1, 146.6, 10.11)
  const found = await scan()
  expect(pairsOf(found)).toEqual([['LR/lens1.fits', 'HR/lens1.fits']])
  expect(found.centre).toEqual({ lon: expect.closeTo(146.6, 9), lat: expect.closeTo(10.1, 9) })
  expect(found.warnings).toEqual([expect.stringContaining('different places of the sky by their headers, 36.0 arcsec')])
})
