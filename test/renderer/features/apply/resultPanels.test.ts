import { describe, expect, it } from 'vitest'
import { levelFactorOf, resultPanels, resultWcs } from '../../../../renderer/features/apply/resultPanels.ts'

const square = (side: number, value: number) => ({
  width: side,
  height: side,
  data: new Float32Array(side * side).fill(value),
})

const card = (keyword: string, value: string) => `${keyword.padEnd(8)}= ${value.padStart(20)}`.padEnd(80)
const tan = (crpix: number, cdelt: number) => [
  card('CTYPE1', "'RA---TAN'"),
  card('CTYPE2', "'DEC--TAN'"),
  card('CRPIX1', String(crpix)),
  card('CRPIX2', String(crpix)),
  card('CRVAL1', '150.0'),
  card('CRVAL2', '2.0'),
  card('CDELT1', String(-cdelt)),
  card('CDELT2', String(cdelt)),
]

describe('the panels of a super-resolved image', () => {
  it('show equal brightness in equal colours, whether pixels are fluxes that sum or brightnesses', () => {
    expect(levelFactorOf(square(4, 4), square(8, 1), 2)).toBe(4)
    expect(levelFactorOf(square(4, 1), square(8, 1), 2)).toBe(1)
    expect(levelFactorOf(square(4, 0), square(8, 0), 2)).toBe(1)
    const images = { input: square(4, 4), bicubic: square(8, 4), output: square(8, 1) }
    const panels = resultPanels(images, resultWcs(undefined, 2))
    expect(panels.map(({ id, scale, levelFactor }) => [id, scale, levelFactor])).toEqual([
      ['input', 2, 4],
      ['bicubic', 1, 4],
      ['output', 1, 1],
    ])
  })

  it('have sky coordinates by their own headers, and where a product has none by the refined input', () => {
    const sky = resultWcs({ input: tan(2.5, 1e-4), output: [] }, 2)
    const corner = sky.input?.pixelToSky({ x: -0.5, y: -0.5 })
    for (const wcs of [sky.fine, sky.output]) {
      expect(wcs?.pixelScaleArcsec).toBeCloseTo(0.18, 9)
      expect(wcs?.pixelToSky({ x: -0.5, y: -0.5 })?.lon).toBeCloseTo(corner?.lon ?? 0, 10)
      expect(wcs?.pixelToSky({ x: -0.5, y: -0.5 })?.lat).toBeCloseTo(corner?.lat ?? 0, 10)
    }
  })

  it('say why there are none, where a header speaks of a projection that is not known', () => {
    const cards = tan(2.5, 1e-4).map(text => text.replace('TAN', 'XYZ'))
    const sky = resultWcs({ input: cards, output: [] }, 2)
    expect(sky.input).toBeUndefined()
    expect(sky.problem).toMatch(/XYZ/)
  })
})
