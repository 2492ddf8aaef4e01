import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  fitFrame,
  keepInView,
  MAX_ZOOM,
  MIN_ZOOM,
  panBy,
  pixelAt,
  pixelToReference,
  referenceToPixel,
  referenceToScreen,
  screenToReference,
  snapFrame,
  zoomAt,
  zoomStep,
} from '../../../renderer/viewer/frame.ts'

const coordinate = fc.double({ min: -1e4, max: 1e4, noNaN: true })
const frame = fc.record({ x: coordinate, y: coordinate, zoom: fc.double({ min: 0.05, max: 64, noNaN: true }) })
const panel = fc.record({ width: fc.integer({ min: 20, max: 4000 }), height: fc.integer({ min: 20, max: 4000 }) })

describe('panels of different pixel scale', () => {
  it('share the half-pixel rule: LR pixel 0 at factor 2 lies in the middle of HR pixels 0 and 1', () => {
    expect(pixelToReference({ x: 0, y: 0 }, 2)).toEqual({ x: 0.5, y: 0.5 })
    expect(pixelToReference({ x: 37, y: 74 }, 2)).toEqual({ x: 74.5, y: 148.5 })
    expect(pixelToReference({ x: 0, y: 1 }, 3)).toEqual({ x: 1, y: 4 })
    expect(pixelToReference({ x: 5, y: 6 }, 1)).toEqual({ x: 5, y: 6 })
  })

  it('share the lower left corner of the image: -0.5 in every pixel scale', () => {
    for (const scale of [1, 2, 3, 4, 8])
      expect(pixelToReference({ x: -0.5, y: -0.5 }, scale)).toEqual({ x: -0.5, y: -0.5 })
  })

  it('convert there and back', () => {
    fc.assert(
      fc.property(coordinate, coordinate, fc.integer({ min: 1, max: 8 }), (x, y, scale) => {
        const back = referenceToPixel(pixelToReference({ x, y }, scale), scale)
        expect(back.x).toBeCloseTo(x, 8)
        expect(back.y).toBeCloseTo(y, 8)
      }),
    )
  })

  it('read the LR pixel that covers each HR pixel', () => {
    const lr = { width: 4, height: 4 }
    const covered = Array.from({ length: 8 }, (_, x) => pixelAt(lr, 2, { x, y: 0 })?.x)
    expect(covered).toEqual([0, 0, 1, 1, 2, 2, 3, 3])
  })

  it('read nothing outside of the image', () => {
    const image = { width: 3, height: 2 }
    expect(pixelAt(image, 1, { x: -0.51, y: 0 })).toBeNull()
    expect(pixelAt(image, 1, { x: -0.49, y: 1.49 })).toEqual({ x: 0, y: 1 })
    expect(pixelAt(image, 1, { x: 2.49, y: 0 })).toEqual({ x: 2, y: 0 })
    expect(pixelAt(image, 1, { x: 2.5, y: 0 })).toBeNull()
    expect(pixelAt(image, 1, { x: 0, y: 1.5 })).toBeNull()
  })
})

describe('a frame', () => {
  it('turns panel points into reference points and back', () => {
    fc.assert(
      fc.property(frame, panel, coordinate, coordinate, (f, size, x, y) => {
        const back = referenceToScreen(f, size, screenToReference(f, size, { x, y }))
        expect(back.x).toBeCloseTo(x, 5)
        expect(back.y).toBeCloseTo(y, 5)
      }),
    )
  })

  it('has its origin at the lower left: up on the screen is up in the image', () => {
    const f = { x: 10, y: 10, zoom: 4 }
    const size = { width: 100, height: 100 }
    expect(screenToReference(f, size, { x: 50, y: 10 })).toEqual({ x: 10, y: 20 })
    expect(screenToReference(f, size, { x: 10, y: 50 })).toEqual({ x: 0, y: 10 })
  })

  it('keeps the point under the cursor where it is while zooming', () => {
    fc.assert(
      fc.property(frame, panel, fc.double({ min: 0.2, max: 5, noNaN: true }), (f, size, factor) => {
        const cursor = { x: size.width * 0.3, y: size.height * 0.8 }
        const before = screenToReference(f, size, cursor)
        const after = screenToReference(zoomAt(f, size, cursor, factor), size, cursor)
        expect(after.x).toBeCloseTo(before.x, 6)
        expect(after.y).toBeCloseTo(before.y, 6)
      }),
    )
  })

  it('never zooms beyond its limits', () => {
    const size = { width: 100, height: 100 }
    expect(zoomAt({ x: 0, y: 0, zoom: 1 }, size, { x: 0, y: 0 }, 1e9).zoom).toBe(MAX_ZOOM)
    expect(zoomAt({ x: 0, y: 0, zoom: 1 }, size, { x: 0, y: 0 }, 1e-9).zoom).toBe(MIN_ZOOM)
  })

  it('follows the hand that drags the image', () => {
    expect(panBy({ x: 5, y: 5, zoom: 2 }, 10, 4)).toEqual({ x: 0, y: 7, zoom: 2 })
  })

  it('fits the whole image into the panel, in its middle', () => {
    const f = fitFrame({ width: 150, height: 100 }, { width: 300, height: 400 })
    expect(f).toEqual({ x: 74.5, y: 49.5, zoom: 2 })
    expect(referenceToScreen(f, { width: 300, height: 400 }, { x: -0.5, y: 99.5 })).toEqual({ x: 0, y: 100 })
  })

  it('steps through whole zooms', () => {
    expect(zoomStep(1, 1)).toBe(2)
    expect(zoomStep(2.3, 1)).toBe(3)
    expect(zoomStep(2.3, -1)).toBe(2)
    expect(zoomStep(1, -1)).toBe(0.5)
    expect(zoomStep(256, 1)).toBe(256)
  })

  it('keeps its middle on the image', () => {
    expect(keepInView({ x: -70, y: 400, zoom: 3 }, { width: 10, height: 20 })).toEqual({ x: -0.5, y: 19.5, zoom: 3 })
  })

  it('is snapped by less than a device pixel, so that the corner of the image is a whole one', () => {
    fc.assert(
      fc.property(frame, panel, fc.constantFrom(1, 1.25, 1.5, 2, 3), (f, size, ratio) => {
        const snapped = snapFrame(f, size, ratio)
        const corner = referenceToScreen(snapped, size, { x: -0.5, y: -0.5 })
        const devices = [corner.x * ratio, (size.height - corner.y) * ratio]
        for (const device of devices) expect(Math.abs(device - Math.round(device))).toBeLessThan(1e-5)
        expect(Math.abs(snapped.x - f.x) * f.zoom * ratio).toBeLessThanOrEqual(0.5 + 1e-5)
        expect(Math.abs(snapped.y - f.y) * f.zoom * ratio).toBeLessThanOrEqual(0.5 + 1e-5)
      }),
    )
  })
})
