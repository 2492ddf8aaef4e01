import { describe, expect, it } from 'vitest'
import { colorTable } from '../../../main/domain/colormap.ts'
import { barValue, panelDisplays } from '../../../renderer/viewer/levels.ts'
import { viewerPanel } from '../../../renderer/viewer/panels.ts'
import { DEFAULT_VIEW, STRETCHES } from '../../../renderer/viewer/viewState.ts'

const image = (values: number[]) => ({ width: values.length, height: 1, data: Float32Array.from(values) })
const lr = viewerPanel({ id: 'lr', title: 'LR', scale: 2, levelFactor: 4, image: image([0, 8, 40]) })
const hr = viewerPanel({ id: 'hr', title: 'HR', image: image([-1, 1, 2]) })
const residual = viewerPanel({ id: 'residual', title: 'SR - HR', kind: 'residual', image: image([-3, 1, 2]) })
const view = { ...DEFAULT_VIEW, rule: 'minmax' } as const

const limits = (displays: ReturnType<typeof panelDisplays>, id: string) => {
  const display = displays.get(id)
  return display && [display.low, display.high]
}

describe('limits of linked panels', () => {
  it('when shared, show the same surface brightness in the same colour: LR pixels that sum hold r x r times as much', () => {
    const displays = panelDisplays([lr, hr], view)
    expect(limits(displays, 'hr')).toEqual([-1, 10])
    expect(limits(displays, 'lr')).toEqual([-4, 40])
  })

  it('when not shared, are each image its own', () => {
    const displays = panelDisplays([lr, hr], { ...view, shared: false })
    expect(limits(displays, 'hr')).toEqual([-1, 2])
    expect(limits(displays, 'lr')).toEqual([0, 40])
  })

  it('of a residual are symmetric about zero, linear, in a diverging map, whatever the images show', () => {
    const displays = panelDisplays([hr, residual], { ...view, stretch: 'log', invert: true, contrast: 5 })
    const { low, high, ...rest } = displays.get('residual') ?? { low: 0, high: 0 }
    expect(low).toBe(-high)
    expect(high).toBeCloseTo(3, 1)
    expect(rest).toEqual({ stretch: 'linear', invert: false, contrast: 1, bias: 0.5, colors: colorTable('residual') })
    expect(limits(displays, 'hr')).toEqual([-1, 2])
  })

  it('hold for a constant image and for one without any value', () => {
    const flat = viewerPanel({ id: 'flat', title: '', image: image([5, 5, 5]) })
    const empty = viewerPanel({ id: 'empty', title: '', image: image([Number.NaN, Number.NaN]) })
    for (const rule of ['minmax', 'zscale', 'percentile'] as const) {
      for (const [, display] of panelDisplays([flat, empty], { ...view, rule, shared: false })) {
        expect(display.high).toBeGreaterThan(display.low)
        expect(Number.isFinite(display.high - display.low)).toBe(true)
      }
    }
  })
})

describe('a colour bar', () => {
  it('has the limits at its ends, in every stretch', () => {
    for (const stretch of STRETCHES) {
      const display = panelDisplays([hr], { ...view, stretch }).get('hr')
      if (!display) throw new Error('no display')
      expect(barValue(display, 0)).toBeCloseTo(-1, 10)
      expect(barValue(display, 1)).toBeCloseTo(2, 10)
    }
  })

  it('runs backwards when the colours are inverted, and shows a smaller range at a higher contrast', () => {
    const inverted = panelDisplays([hr], { ...view, stretch: 'linear', invert: true }).get('hr')
    const steep = panelDisplays([hr], { ...view, stretch: 'linear', contrast: 2 }).get('hr')
    if (!inverted || !steep) throw new Error('no display')
    expect([0, 0.5, 1].map(t => barValue(inverted, t))).toEqual([2, 0.5, -1])
    expect([0, 0.5, 1].map(t => barValue(steep, t))).toEqual([-0.25, 0.5, 1.25])
  })
})
