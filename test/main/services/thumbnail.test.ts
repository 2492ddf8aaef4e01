import { PNG } from 'pngjs'
import { describe, expect, it } from 'vitest'
import { renderThumbnail } from '../../../main/services/thumbnail.ts'
import { pixels } from '../../support/core.ts'

const decoded = (png: Uint8Array) => {
  const { width, height, data } = PNG.sync.read(Buffer.from(png))
  return { width, height, grey: (x: number, y: number) => data[4 * (y * width + x)] }
}

describe('a thumbnail', () => {
  it('has the origin of the image at its lower left', () => {
    const image = { width: 8, height: 8, data: pixels(8, 8, (x, y) => x + 10 * y) }
    const { grey } = decoded(renderThumbnail(image, 96))
    expect(grey(0, 7)).toBe(0)
    expect(grey(0, 7)).toBeLessThan(grey(7, 7))
    expect(grey(7, 7)).toBeLessThan(grey(0, 0))
  })

  it('is no larger than asked, in the image’s own proportions', () => {
    const image = { width: 300, height: 150, data: pixels(300, 150, x => x) }
    expect(decoded(renderThumbnail(image, 64))).toMatchObject({ width: 60, height: 30 })
  })

  it('shows what is not finite as black, and a constant image at all', () => {
    const data = pixels(8, 8, x => x)
    data[0] = Number.NaN
    expect(decoded(renderThumbnail({ width: 8, height: 8, data }, 96)).grey(0, 7)).toBe(0)
    const flat = { width: 4, height: 4, data: new Float32Array(16).fill(3) }
    expect(decoded(renderThumbnail(flat, 96))).toMatchObject({ width: 4, height: 4 })
    const empty = { width: 4, height: 4, data: new Float32Array(16).fill(Number.NaN) }
    expect(decoded(renderThumbnail(empty, 96)).grey(0, 0)).toBe(0)
  })
})
