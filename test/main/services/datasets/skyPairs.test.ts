import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeFitsImage } from '../../../../main/formats/fits/write.ts'
import type { Core } from '../../../../main/services/core.ts'
import { blob, finished, openCore, temporaryFolder, writeTestFile } from '../../../support/core.ts'

let folder: ReturnType<typeof temporaryFolder>
let data: string
let core: Core

beforeEach(async () => {
  folder = temporaryFolder('sky')
  data = join(folder.path, 'data')
  mkdirSync(data)
  core = await openCore(join(folder.path, 'workspace'), 'cli')
})
afterEach(async () => {
  await core.close()
  folder.remove()
})

const card = (text: string) => text.padEnd(80)

/** A square TAN image with its middle at a place on the sky, North up. */
function writeSky(name: string, side: number, scaleArcsec: number, ra: number, dec: number, frame = 'ICRS'): void {
  const image = { width: side, height: side, data: blob(side, Math.round(100 * ra)) }
  const cards = [
    card("CTYPE1  = 'RA---TAN'"),
    card("CTYPE2  = 'DEC--TAN'"),
    card(`CRVAL1  = ${ra}`),
    card(`CRVAL2  = ${dec}`),
    card(`CRPIX1  = ${(side + 1) / 2}`),
    card(`CRPIX2  = ${(side + 1) / 2}`),
    card(`CDELT1  = ${-scaleArcsec / 3600}`),
    card(`CDELT2  = ${scaleArcsec / 3600}`),
    card(`RADESYS = '${frame}'`),
  ]
  writeTestFile(join(data, name), writeFitsImage({ image, cards }))
}

const places = [
  [150.1, 2.2],
  [150.2, 2.3],
  [359.9999, -40],
] as const

const scanned = async () => {
  const { pairs, layout, unpaired, warnings } = await core.client.datasets.scan({
    source: { kind: 'folder', path: data },
  })
  const short = (path: string | null) => path && basename(path)
  return {
    layout,
    warnings,
    pairs: pairs.map(({ lr, hr }) => [short(lr), short(hr)]),
    unpaired: unpaired.map(({ file }) => short(file)),
  }
}

describe('images of names that tell nothing', () => {
  it('are paired by their places on the sky, the coarser pixels to the finer', async () => {
    // Names in another order than the places, and middles some tenths of an arcsec apart, one of them across RA 0.
    for (const [i, [ra, dec]] of places.entries()) {
      writeSky(`survey_${['c', 'a', 'b'][i]}.fits`, 32, 0.2, ra, dec, 'FK5')
      writeSky(`acs_${7 * (3 - i)}.fits`, 64, 0.1, (ra + 0.0001) % 360, dec + 0.00005)
    }
    writeSky('acs_elsewhere.fits', 64, 0.1, 10, 10)
    const found = await scanned()
    expect(found.layout).toBe('sky')
    expect(found.pairs.toSorted()).toEqual([
      ['survey_a.fits', 'acs_14.fits'],
      ['survey_b.fits', 'acs_7.fits'],
      ['survey_c.fits', 'acs_21.fits'],
    ])
    expect(found.unpaired).toEqual(['acs_elsewhere.fits'])
    expect(found.warnings.join()).toContain('Paired by their positions on the sky')
    const source = { kind: 'folder', path: data } as const
    const { job, datasetId } = await core.client.datasets.import({ source, name: 'By sky' })
    expect((await finished(core.client, job)).error).toBeNull()
    expect(await core.client.datasets.get({ id: datasetId })).toMatchObject({ layout: 'sky', samples: 3, factor: 2 })
  })

  it('are paired so too where names tell the side but not the partner', async () => {
    for (const [i, [ra, dec]] of places.entries()) {
      writeSky(`LR/${['x', 'y', 'z'][i]}.fits`, 32, 0.2, ra, dec)
      writeSky(`HR/${['q', 'r', 'p'][i]}.fits`, 64, 0.1, ra, dec)
    }
    expect((await scanned()).pairs.toSorted()).toEqual([
      ['x.fits', 'q.fits'],
      ['y.fits', 'r.fits'],
      ['z.fits', 'p.fits'],
    ])
  })

  it('are bands, not pairs, where their pixels are alike', async () => {
    for (const band of ['g', 'r', 'i']) writeSky(`lens_${band}.fits`, 32, 0.2, 150.1, 2.2)
    expect(await scanned()).toMatchObject({
      layout: 'hr-only',
      pairs: [expect.anything(), expect.anything(), expect.anything()],
    })
  })

  it('are not guessed at where several show one place', async () => {
    writeSky('survey_a.fits', 32, 0.2, 150.1, 2.2)
    writeSky('acs_1.fits', 64, 0.1, 150.1, 2.2)
    writeSky('acs_2.fits', 64, 0.1, 150.10001, 2.2)
    expect((await scanned()).layout).toBe('hr-only')
  })
})
