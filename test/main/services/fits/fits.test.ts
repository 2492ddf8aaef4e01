import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildCards } from '../../../../main/formats/fits/cardBuilder.ts'
import { imageHdu } from '../../../../main/formats/fits/imageHdu.ts'
import { writeFits } from '../../../../main/formats/fits/write.ts'
import type { Core } from '../../../../main/services/core.ts'
import { failure, openCore, temporaryFolder, writeTestFile } from '../../../support/core.ts'

const folder = temporaryFolder('fits')
const file = join(folder.path, 'data', 'two.fits')
let core: Core

beforeAll(async () => {
  const data = Float32Array.of(1, Number.NaN, 3, 4)
  writeTestFile(
    file,
    writeFits([
      imageHdu({ shape: [], data: new Uint8Array() }, 'primary with extensions'),
      imageHdu({ shape: [2, 2], data, name: 'SCI', cards: buildCards('BUNIT', 'Jy') }, 'extension'),
    ]),
  )
  writeTestFile(join(folder.path, 'data', 'text.fits'), 'a page of the web')
  core = await openCore(join(folder.path, 'workspace'))
})
afterAll(async () => {
  await core.close()
  folder.remove()
})

describe('looking into a FITS file', () => {
  it('is for files of registered folders alone', async () => {
    for (const call of [core.client.fits.info, core.client.fits.header, core.client.fits.verify])
      expect(await failure(call({ path: file }))).toMatchObject({ code: 'forbidden' })
    await core.client.workspace.registerFolder({ path: join(folder.path, 'data') })
    expect((await core.client.fits.info({ path: file })).hdus).toHaveLength(2)
  })

  it('tells of every HDU, of its pixels, and shows its cards', async () => {
    const { hdus, problem } = await core.client.fits.info({ path: file })
    expect(problem).toBeNull()
    expect(hdus[0]).toMatchObject({ type: 'primary', shape: [], statistics: null })
    expect(hdus[1]).toMatchObject({
      ...{ type: 'image', name: 'SCI', shape: [2, 2], dtype: 'float32', unit: 'Jy' },
      statistics: { min: 1, max: 4, mean: 8 / 3, nonFinite: 1, first: [1, null, 3, 4] },
    })
    const header = await core.client.fits.header({ path: file, hdu: 1 })
    expect(header).toMatchObject({ name: 'SCI', hdus: 2 })
    expect(header.cards[0]).toBe("XTENSION= 'IMAGE   '           / image extension".padEnd(80))
    expect(await failure(core.client.fits.header({ path: file, hdu: 2 }))).toMatchObject({
      code: 'not-found',
      message: 'two.fits: The FITS file has no HDU 2: it has 2, numbered from 0.',
    })
  })

  it('checks it, and names a file that is none', async () => {
    expect(await core.client.fits.verify({ path: file })).toMatchObject({ valid: true, findings: [] })
    const text = join(folder.path, 'data', 'text.fits')
    const report = await core.client.fits.verify({ path: text })
    expect(report).toMatchObject({ valid: false, hdus: [], findings: [{ severity: 'error', hdu: null }] })
    const error = await failure(core.client.fits.info({ path: text }))
    expect(error).toMatchObject({ code: 'bad-input' })
    expect(error.message).toMatch(/^text.fits: This is not a FITS file/)
  })
})
