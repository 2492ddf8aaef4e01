import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cutoutAddress, datasetImageRef, viewImageRef } from '../../../main/contract/images.ts'
import { celestialWcs } from '../../../main/domain/wcs/index.ts'
import { writeFitsImage } from '../../../main/formats/fits/write.ts'
import { readImageBytes } from '../../../main/formats/readers.ts'
import type { Core } from '../../../main/services/core.ts'
import { openCore, pixels, temporaryFolder, writeTestFile } from '../../support/core.ts'

const folder = temporaryFolder('cutout')
const file = join(folder.path, 'data', 'lens.fits')
const card = (key: string, value: string | number) => `${key.padEnd(8)}= ${String(value).padStart(20)}`.padEnd(80)
const CARDS = [
  card('OBJECT', "'J0946  '"),
  card('CTYPE1', "'RA---TAN'"),
  card('CTYPE2', "'DEC--TAN'"),
  card('CRVAL1', 146.7),
  card('CRVAL2', 10.1),
  card('CRPIX1', 12.5),
  card('CRPIX2', 9.25),
  card('CD1_1', -1.2e-5),
  card('CD1_2', 3e-6),
  card('CD2_1', 3e-6),
  card('CD2_2', 1.2e-5),
]
const IMAGE = { width: 24, height: 18, data: pixels(24, 18, (x, y) => (x === 3 && y === 4 ? Number.NaN : x + 100 * y)) }

let core: Core
beforeAll(async () => {
  writeTestFile(file, writeFitsImage({ image: IMAGE, cards: CARDS }))
  core = await openCore(join(folder.path, 'workspace'))
  await core.client.workspace.registerFolder({ path: join(folder.path, 'data') })
})
afterAll(async () => {
  await core.close()
  folder.remove()
})

const get = (path: string) => core.fetch(new Request(`http://subarc${path}`))

async function wholeRef(): Promise<string> {
  const { key, path } = await core.client.views.open({ path: file })
  return viewImageRef({ path, key, image: 0, plane: 0 }, 'whole')
}

test("a cutout has the image's own values, and every pixel keeps its place on the sky", async () => {
  const response = await get(cutoutAddress(await wholeRef(), { x: 2, y: 3, width: 7, height: 5 }))
  expect(response.headers.get('content-type')).toBe('application/fits')
  const { image, cards = [] } = await readImageBytes(new Uint8Array(await response.arrayBuffer()), 'cutout.fits')
  expect([image.width, image.height]).toEqual([7, 5])
  expect(image.data).toEqual(pixels(7, 5, (x, y) => (x === 1 && y === 1 ? Number.NaN : x + 2 + 100 * (y + 3))))
  expect(cards.some(text => /^OBJECT {2}= +'J0946/.test(text))).toBe(true)
  expect(cards.filter(text => text.startsWith('HISTORY')).join(' ')).toContain(
    '7 x 5 pixels, the lower left one is (3, 4)',
  )
  const [whole, part] = [celestialWcs(CARDS), celestialWcs(cards)]
  for (const [x, y] of [
    [0, 0],
    [6, 4],
  ]) {
    const [there, here] = [whole?.pixelToSky({ x: x + 2, y: y + 3 }), part?.pixelToSky({ x, y })]
    expect(here).toEqual({ lon: expect.closeTo(there?.lon ?? 0, 10), lat: expect.closeTo(there?.lat ?? 0, 10) })
  }
})

test('what lies beside the image is left out; a cutout of nothing, or of no image, is refused', async () => {
  const ref = await wholeRef()
  const edge = await get(cutoutAddress(ref, { x: 20, y: 10, width: 100, height: 100 }))
  const { image } = await readImageBytes(new Uint8Array(await edge.arrayBuffer()), 'edge.fits')
  expect([image.width, image.height]).toEqual([4, 8])
  const beside = await get(cutoutAddress(ref, { x: 24, y: 0, width: 1, height: 1 }))
  expect(beside.status).toBe(400)
  expect(await beside.text()).toContain('holds no pixel of this image, which has 24 x 18')
  expect((await get(`/cutout/${ref}?x=-1&y=0&width=2&height=2`)).status).toBe(400)
  expect((await get(`/cutout/${ref}`)).status).toBe(400)
  expect(
    (await get(cutoutAddress(datasetImageRef('ds-none', 0, 'lr'), { x: 0, y: 0, width: 1, height: 1 }))).status,
  ).toBe(404)
})
