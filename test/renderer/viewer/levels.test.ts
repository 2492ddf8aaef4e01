import { describe, expect, it } from 'vitest'
import { colorTable } from '../../../main/domain/colormap.ts'
import { luptonColor } from '../../../main/domain/lupton.ts'
import { withDerived } from '../../../renderer/viewer/derived.ts'
import { barFraction, barValue, matchLevels, panelDisplays } from '../../../renderer/viewer/levels.ts'
import { viewerPanel } from '../../../renderer/viewer/panels.ts'
import { roundTicks, tickText } from '../../../renderer/viewer/ticks.ts'
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
    expect(rest).toEqual({
      stretch: 'linear',
      equalization: null,
      invert: false,
      contrast: 1,
      bias: 0.5,
      colors: colorTable('residual'),
      composite: null,
    })
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

describe('limits by what a panel is', () => {
  it('of a ratio are symmetric about one, of sigma from -5 to 5, of a mask 0 and 1', () => {
    const kinds = (['ratio', 'sigma', 'mask'] as const).map(kind =>
      viewerPanel({ id: kind, title: '', kind, image: image([0.5, 1, 2, 1.25]) }),
    )
    const displays = panelDisplays(kinds, view)
    const [low, high] = limits(displays, 'ratio') ?? []
    expect([1 - Number(low), Number(high) - 1]).toEqual([expect.closeTo(1, 1), expect.closeTo(1, 1)])
    expect(limits(displays, 'sigma')).toEqual([-5, 5])
    expect(limits(displays, 'mask')).toEqual([0, 1])
  })

  it('of one panel may be given to all, in the unit of each', () => {
    const own = { ...view, shared: false }
    const from = panelDisplays([lr, hr], own).get('lr')
    if (!from) throw new Error('no display')
    const displays = panelDisplays([lr, hr], matchLevels(own, lr, from))
    expect(limits(displays, 'lr')).toEqual([0, 40])
    expect(limits(displays, 'hr')).toEqual([0, 10])
  })

  it('equalise all panels by the values of all, in the unit of each, with tables that stay the same', () => {
    const histeq = { ...view, stretch: 'histeq' } as const
    const displays = panelDisplays([lr, hr], histeq)
    expect([...(displays.get('hr')?.equalization ?? [])]).toEqual([-1, 0, 1, 2, 2, 10])
    expect([...(displays.get('lr')?.equalization ?? [])]).toEqual([-4, 0, 4, 8, 8, 40])
    const again = panelDisplays([lr, hr], { ...histeq, contrast: 2, rule: 'zscale' })
    expect(again.get('lr')?.equalization).toBe(displays.get('lr')?.equalization)
    const each = panelDisplays([lr, hr], { ...histeq, shared: false })
    expect([...(each.get('lr')?.equalization ?? [])]).toEqual([0, 8, 40])
  })

  it('of a composite make the mean of the upper limits white, whatever the softening', () => {
    const bands = [image([0, 3]), image([1, 3])] as const
    for (const compositeQ of [0.5, 8, 30]) {
      const panel = viewerPanel({ id: 'c', title: '', kind: 'composite', image: image([0, 6]), bands })
      const composite = panelDisplays([panel], { ...view, compositeQ }).get('c')?.composite
      if (!composite) throw new Error('no composite')
      expect(composite.minimum).toEqual([0, 0, 1])
      const reach = 11 / 3
      expect(luptonColor([reach, reach, reach + 1], composite).map(v => Number(v.toFixed(9)))).toEqual([1, 1, 1])
    }
  })
})

describe('panels made of others', () => {
  const sr = viewerPanel({ id: 'sr', title: 'SR', unit: 'ct/s', image: image([2, 4, 1]) })

  it('are differences, ratios and composites of the float values, the same objects each time', () => {
    const asked = [
      { op: 'minus', of: ['sr', 'hr'] },
      { op: 'over', of: ['sr', 'hr'] },
      { op: 'rgb', of: ['sr', 'hr', 'sr'] },
    ] as const
    const made = withDerived([lr, hr, sr], asked)
    expect(made.slice(3)).toMatchObject([
      { id: 'minus(sr,hr)', title: 'SR - HR', kind: 'residual', unit: 'ct/s', image: image([3, 3, -1]) },
      { id: 'over(sr,hr)', title: 'SR / HR', kind: 'ratio', unit: null, image: image([-2, 4, 0.5]) },
      { kind: 'composite', image: sr.image, bands: [hr.image, sr.image] },
    ])
    expect(withDerived([lr, hr, sr], asked)[3].image).toBe(made[3].image)
    expect(withDerived(made, asked)).toBe(made)
  })

  it('are left out where a panel is missing or lies on another grid', () => {
    const asked = [
      { op: 'minus', of: ['sr', 'gone'] },
      { op: 'over', of: ['sr', 'lr'] },
      { op: 'rgb', of: ['sr', 'hr', 'lr'] },
    ] as const
    expect(withDerived([lr, hr, sr], asked)).toEqual([lr, hr, sr])
  })
})

describe('a colour bar', () => {
  it('has round values at their places, apart from each other, in every stretch', () => {
    for (const stretch of STRETCHES) {
      for (const values of [
        [-0.0312, 0.11, 7.4],
        [100.02, 100.3, 100.9],
        [3e-6, 4e-6, 9.7e-6],
        [-2e5, 1, 8e5],
      ]) {
        const panel = viewerPanel({ id: 'p', title: '', image: image(values) })
        const display = panelDisplays([panel], { ...view, stretch, invert: true }).get('p')
        if (!display) throw new Error('no display')
        const ticks = roundTicks(display)
        expect(ticks.length, `${stretch} ${values}`).toBeGreaterThan(1)
        for (const [i, { value, at }] of ticks.entries()) {
          expect(at).toBeCloseTo(barFraction(display, value), 9)
          expect(value.toPrecision(6)).toMatch(/^-?\d[\d.]*0(e[+-]\d+)?$/)
          if (i > 0) expect(at - ticks[i - 1].at).toBeGreaterThan(0.2)
        }
      }
    }
  })

  it('writes its values short', () => {
    expect([0, 0.1 + 0.2, 20, -5e-5, 3e6].map(tickText)).toEqual(['0', '0.3', '20', '-5e-5', '3e+6'])
  })

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
