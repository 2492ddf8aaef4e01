import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { viewAfterKey } from '../../../renderer/viewer/viewerKeys.ts'
import {
  adjustLevels,
  COLOR_MAPS,
  DEFAULT_VIEW,
  decodeView,
  encodeView,
  LIMIT_RULES,
  STRETCHES,
  type ViewState,
} from '../../../renderer/viewer/viewState.ts'

const short = (min: number, max: number) =>
  fc.double({ min, max, noNaN: true, noDefaultInfinity: true }).map(v => Number(v.toPrecision(4)) + 0)

const anyView: fc.Arbitrary<ViewState> = fc
  .record({
    frame: fc.option(fc.record({ x: short(-100, 100), y: short(-100, 100), zoom: short(0.1, 64) })),
    stretch: fc.constantFrom(...STRETCHES),
    rule: fc.constantFrom(...LIMIT_RULES),
    percent: short(50, 100),
    low: short(-5, 0),
    high: short(1, 9),
    shared: fc.boolean(),
    colorMap: fc.constantFrom(...COLOR_MAPS),
    invert: fc.boolean(),
    contrast: short(0.1, 10),
    bias: short(0, 1),
  })
  .map(view => ({
    ...view,
    // What a rule does not use is not kept.
    percent: view.rule === 'percentile' ? view.percent : DEFAULT_VIEW.percent,
    low: view.rule === 'manual' ? view.low : DEFAULT_VIEW.low,
    high: view.rule === 'manual' ? view.high : DEFAULT_VIEW.high,
  }))

describe('a view', () => {
  it('is a link: it comes back from its address as it was', () => {
    fc.assert(
      fc.property(anyView, view => {
        expect(decodeView(new URLSearchParams(encodeView(view).toString()))).toEqual(view)
      }),
    )
  })

  it('adds nothing to the address while it is the default, and leaves other parameters alone', () => {
    expect(encodeView(DEFAULT_VIEW, new URLSearchParams('evaluation=e1&stretch=log')).toString()).toBe('evaluation=e1')
  })

  it('opens with the default in place of what makes no sense', () => {
    const nonsense = [
      'at=1,2',
      'at=1,2,0',
      'at=1,2,1e9',
      'at=NaN,1,1',
      'stretch=cubic',
      'limits=5,1',
      'limits=p0',
      'limits=p101',
      'limits=a,b',
      'levels=0,0.5',
      'levels=99,9',
      'own=2',
      'map=rainbow',
    ]
    for (const query of nonsense) {
      const view = decodeView(new URLSearchParams(query))
      expect(view, query).toEqual(DEFAULT_VIEW)
    }
  })

  it('keeps contrast and bias within what the colour map can show', () => {
    const view = adjustLevels(DEFAULT_VIEW, 5, 50)
    expect([view.bias, view.contrast]).toEqual([1, 10])
    expect(adjustLevels(DEFAULT_VIEW, -5, -50)).toMatchObject({ bias: 0, contrast: 0.1 })
  })
})

describe('the keys of a panel', () => {
  const frame = { x: 10, y: 20, zoom: 2.5 }
  const extent = { width: 100, height: 100 }
  const pressed = (key: string, shiftKey = false, pixel = 2) =>
    viewAfterKey(DEFAULT_VIEW, { key, shiftKey }, frame, pixel, extent)

  it('move by one pixel of the image that has the focus, with Shift by ten', () => {
    expect(pressed('ArrowRight')?.frame).toEqual({ x: 12, y: 20, zoom: 2.5 })
    expect(pressed('ArrowUp', true)?.frame).toEqual({ x: 10, y: 40, zoom: 2.5 })
    expect(pressed('ArrowDown', false, 1)?.frame).toEqual({ x: 10, y: 19, zoom: 2.5 })
  })

  it('zoom to the next whole step, fit and invert', () => {
    expect(pressed('+')?.frame?.zoom).toBe(3)
    expect(pressed('-')?.frame?.zoom).toBe(2)
    expect(viewAfterKey({ ...DEFAULT_VIEW, frame }, { key: 'f', shiftKey: false }, frame, 1, extent)?.frame).toBeNull()
    expect(pressed('i')?.invert).toBe(true)
  })

  it('leave every other key to the page', () => {
    for (const key of ['a', 'Tab', 'Enter', 'PageDown']) expect(pressed(key)).toBeNull()
  })
})
