import { describe, expect, it } from 'vitest'
import { levelCount } from '../../../main/domain/pyramid.ts'
import { levelFor, planTiles } from '../../../renderer/viewer/tiles/tilePlan.ts'

const SIZE = { width: 10_000, height: 7001 }
const RECT = { x: 40, y: 30, width: 800, height: 600 }

const plan = (origin: { x: number; y: number }, pixelSize: number, clip = RECT) =>
  planTiles(SIZE, levelCount(SIZE), { rect: RECT, clip, origin, pixelSize })

/** How often each device pixel of the panel is drawn. */
function coverage({ tiles }: ReturnType<typeof plan>): number[] {
  const times = new Array<number>(RECT.width * RECT.height).fill(0)
  for (const { clip } of tiles)
    for (let y = clip.y - RECT.y; y < clip.y - RECT.y + clip.height; y++)
      for (let x = clip.x - RECT.x; x < clip.x - RECT.x + clip.width; x++) times[y * RECT.width + x]++
  return times
}

describe('the tiles in sight', () => {
  it('cover each device pixel of the image once, at any zoom', () => {
    for (const pixelSize of [0.0313, 0.1, 0.3777, 0.5, 0.99, 1, 1.013, 2.73, 17.31]) {
      const origin = { x: -Math.round(3333.3 * pixelSize), y: -Math.round(2222.2 * pixelSize) }
      const inside = (i: number) => {
        const x = ((i % RECT.width) + 0.5 - origin.x) / pixelSize
        const y = (Math.floor(i / RECT.width) + 0.5 - origin.y) / pixelSize
        return x >= 0 && y >= 0 && x < SIZE.width && y < SIZE.height
      }
      const wrong = coverage(plan(origin, pixelSize)).findIndex((times, i) => times !== (inside(i) ? 1 : 0))
      expect(wrong, `at ${pixelSize} device pixels a pixel`).toBe(-1)
    }
  })

  it('are few, come from the middle outwards, and have those beside them told apart', () => {
    const { level, tiles, beside } = plan({ x: -2000, y: -1500 }, 0.5)
    expect(level).toBe(1)
    expect(tiles.length).toBeLessThanOrEqual(9)
    expect(tiles[0].place).toEqual({ level: 1, column: 4, row: 3 })
    const keys = new Set(tiles.map(({ place }) => JSON.stringify(place)))
    expect(beside.length).toBeGreaterThan(0)
    expect(beside.some(place => keys.has(JSON.stringify(place)))).toBe(false)
  })

  it('are none where the image is out of sight or the clip is empty', () => {
    expect(plan({ x: 5000, y: 0 }, 1).tiles).toEqual([])
    expect(plan({ x: 0, y: 0 }, 1, { ...RECT, width: 0 }).tiles).toEqual([])
  })
})

it("the level's pixels are about as large as a device pixel, and the file's own from 1 on", () => {
  expect([4, 1, 0.8, 0.5, 0.26, 0.125, 1e-4].map(size => levelFor(size, 6))).toEqual([0, 0, 0, 1, 2, 3, 5])
})
