import fc from 'fast-check'
import { expect, it } from 'vitest'
import { AppError } from '../../../../main/domain/errors.ts'
import { celestialWcs, cutoutCards, orientation, rescaleCards, skyGrid } from '../../../../main/domain/wcs/index.ts'
import { anyHeader } from './anyHeader.ts'

const damage = fc.array(
  fc.record({
    card: fc.nat(40),
    column: fc.nat(35),
    text: fc.oneof(
      fc.constantFrom('9', '-', '.', 'E', 'e9', "'", ' ', '/', '1E300', '0', 'A'),
      fc.string({ maxLength: 3 }),
    ),
  }),
  { minLength: 1, maxLength: 4 },
)

it('a damaged header is refused with a reason, or gives positions that are numbers', () => {
  fc.assert(
    fc.property(anyHeader, damage, (cards, blows) => {
      const damaged = blows.reduce((list, { card, column, text }) => {
        const at = card % list.length
        const hit = (list[at].slice(0, column) + text + list[at].slice(column + text.length)).slice(0, 80)
        return list.with(at, hit.padEnd(80))
      }, cards)
      try {
        const wcs = celestialWcs(damaged)
        const sky = wcs?.pixelToSky({ x: 10, y: 20 })
        if (wcs && sky) {
          expect(sky.lon >= 0 && sky.lon < 360 && Math.abs(sky.lat) <= 90).toBe(true)
          const back = wcs.skyToPixel(sky)
          expect(back === undefined || (Number.isFinite(back.x) && Number.isFinite(back.y))).toBe(true)
          orientation(wcs, { x: 10, y: 20 })
          expect(skyGrid(wcs, { width: 100, height: 80 }).length).toBeLessThan(200)
        }
        rescaleCards(damaged, 2)
        cutoutCards(damaged, { x: 1, y: 1, width: 2, height: 2 })
      } catch (error) {
        expect(error).toBeInstanceOf(AppError)
      }
    }),
    { numRuns: 300 },
  )
})
