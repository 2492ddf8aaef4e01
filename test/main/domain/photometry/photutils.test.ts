import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { lineProfile } from '../../../../main/domain/photometry/lineProfile.ts'
import { measureShape } from '../../../../main/domain/photometry/measureShape.ts'
import { radialProfile } from '../../../../main/domain/photometry/radialProfile.ts'
import { shapeMask } from '../../../../main/domain/regions/mask.ts'
import { hasArea } from '../../../../main/domain/regions/overlap.ts'
import { type ShapeKind, shapeFromNumbers } from '../../../../main/domain/regions/region.ts'

interface Aperture {
  readonly kind: ShapeKind
  readonly numbers: readonly number[]
  readonly weights: readonly (readonly [number, number])[]
  readonly centroid: readonly [number, number]
  readonly [statistic: string]: unknown
}

/** Written by test/fixtures/photometry/make.py with photutils 3, shapely and scipy. */
const fixture: {
  width: number
  height: number
  image: (number | null)[]
  error: number[]
  apertures: Aperture[]
  radial: { center: [number, number]; radii: number[]; distance: number[]; value: number[] }
  line: { ends: [number, number, number, number]; value: (number | null)[] }
} = JSON.parse(readFileSync(new URL('../../../fixtures/photometry/photutils.json', import.meta.url), 'utf8'))

const { width, height } = fixture
const measured = {
  image: { width, height, data: Float32Array.from(fixture.image, value => value ?? Number.NaN) },
  error: { width, height, data: Float32Array.from(fixture.error) },
}

const near = (expected: unknown) => expect.closeTo(Number(expected), 8)

describe.each(fixture.apertures)('$kind $numbers', aperture => {
  const shape = shapeFromNumbers(aperture.kind, aperture.numbers)
  if (!hasArea(shape)) throw new Error('an aperture has an area')

  test('takes the share of each pixel that lies in it, exactly', () => {
    const mask = shapeMask(shape, measured.image)
    const share = (index: number) => {
      const [x, y] = [(index % width) - mask.x0, Math.floor(index / width) - mask.y0]
      return x >= 0 && y >= 0 && x < mask.width && y < mask.height ? mask.weights[y * mask.width + x] : 0
    }
    const far = aperture.weights.filter(([index, weight]) => Math.abs(share(index) - weight) > 1e-10)
    expect(far).toEqual([])
  })

  test('measures what photutils does, without the pixels that hold no value', () => {
    const { sky, errorSource, pixels, rejected, centroid, ...statistics } = measureShape(measured, shape, null)
    const names = ['sum', 'sumError', 'area', 'mean', 'median', 'sigma', 'min', 'max']
    expect(statistics).toEqual(Object.fromEntries(names.map(name => [name, near(aperture[name])])))
    expect([centroid.x, centroid.y]).toEqual(aperture.centroid.map(near))
    expect([sky, errorSource]).toEqual([null, 'error image'])
    expect(pixels).toBeGreaterThan(0)
    expect(rejected).toBeLessThanOrEqual(3)
  })
})

test('a radial profile has the means of photutils in its rings', () => {
  const { center, radii, distance, value } = fixture.radial
  const profile = radialProfile(measured, { x: center[0], y: center[1] }, radii)
  expect(profile.distance).toEqual(distance.map(near))
  expect(profile.value).toEqual(value.map(near))
})

test('a line profile has the bilinear samples of scipy, and gaps beside pixels without a value', () => {
  const shape = shapeFromNumbers('line', fixture.line.ends)
  if (shape.kind !== 'line') throw new Error('a line is a line')
  const { value, distance } = lineProfile(measured, shape)
  expect(value).toEqual(fixture.line.value.map(v => (v === null ? Number.NaN : near(v))))
  expect(distance.at(-1)).toBeCloseTo(Math.hypot(shape.x2 - shape.x1, shape.y2 - shape.y1), 10)
})
