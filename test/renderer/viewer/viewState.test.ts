import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { viewerPanel } from '../../../renderer/viewer/panels.ts'
import { decodeView, encodeView } from '../../../renderer/viewer/viewAddress.ts'
import { viewAfterKey } from '../../../renderer/viewer/viewerKeys.ts'
import {
  adjustLevels,
  BLINK_SECONDS,
  COLOR_MAPS,
  DEFAULT_VIEW,
  type Derived,
  frameOf,
  LIMIT_RULES,
  LINKS,
  SKY_FORMATS,
  SKY_FRAMES,
  STRETCHES,
  toggleDerived,
  toggleLinked,
  type ViewState,
  withFrame,
} from '../../../renderer/viewer/viewState.ts'

const short = (min: number, max: number) =>
  fc.double({ min, max, noNaN: true, noDefaultInfinity: true }).map(v => Number(v.toPrecision(4)) + 0)

/** Ids as pages make them, and worse ones: separators of the address among them. */
const anyId = fc.oneof(
  fc.constantFrom('lr', 'minus-hr:bicubic', 'minus(lr,hr)', 'a;b,c', '50 %&=?'),
  fc.string({ minLength: 1 }).filter(id => id !== '__proto__' && id.isWellFormed()),
)
const anyFrame = fc.option(fc.record({ x: short(-100, 100), y: short(-100, 100), zoom: short(0.1, 64) }))
const anyColor = fc.integer({ min: 0, max: 0xffffff }).map(n => `#${n.toString(16).padStart(6, '0')}`)
const anyDerived: fc.Arbitrary<Derived> = fc.oneof(
  fc.record({ op: fc.constantFrom('minus', 'over'), of: fc.tuple(anyId, anyId) }),
  fc.record({ op: fc.constant('rgb'), of: fc.tuple(anyId, anyId, anyId) }),
)

const anyView: fc.Arbitrary<ViewState> = fc
  .record({
    frame: anyFrame,
    own: fc.dictionary(anyId, anyFrame, { maxKeys: 3, noNullPrototype: true }),
    link: fc.constantFrom(...LINKS),
    smooth: fc.boolean(),
    nanColor: anyColor,
    underColor: fc.option(anyColor),
    overColor: fc.option(anyColor),
    masks: fc.boolean(),
    swipe: fc.option(fc.record({ place: anyId, shown: anyId, at: short(0, 1) })),
    lens: fc.option(fc.record({ shown: anyId, radius: short(8, 400) })),
    blinkSeconds: fc.constantFrom(...BLINK_SECONDS),
    derived: fc.array(anyDerived, { maxLength: 4 }),
    compositeQ: short(0.1, 100),
    compass: fc.boolean(),
    scaleBar: fc.boolean(),
    grid: fc.boolean(),
    skyFrame: fc.constantFrom(...SKY_FRAMES),
    skyFormat: fc.constantFrom(...SKY_FORMATS),
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
    percent: view.rule === 'percentile' || view.rule === 'symmetric' ? view.percent : DEFAULT_VIEW.percent,
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
      'map=nosuch',
      'link=hands',
      'free=,1,2,3;%E0%A4%A',
      'bad=red,blue',
      'swipe=lr,hr',
      'swipe=lr,hr,2',
      'lens=hr,-1',
      'blink=0.01',
      'math=minus,lr;power,lr,hr;rgb,a,b',
      'q=-1',
      'marks=none',
      'sky=fk9,words',
    ]
    for (const query of nonsense) {
      const view = decodeView(new URLSearchParams(query))
      expect(view, query).toEqual(DEFAULT_VIEW)
    }
  })

  it('opens an address from before there was more than stretch, limits, colours and levels', () => {
    const old = 'at=13.27,17.61,12&stretch=log&limits=p99&own=1&map=grey&invert=1&levels=2,0.3'
    expect(decodeView(new URLSearchParams(old))).toEqual({
      ...DEFAULT_VIEW,
      frame: { x: 13.27, y: 17.61, zoom: 12 },
      stretch: 'log',
      percent: 99,
      shared: false,
      colorMap: 'grey',
      invert: true,
      contrast: 2,
      bias: 0.3,
    })
  })

  it('does not take more panels from an address than a page can hold', () => {
    const many = Array.from({ length: 500 }, (_, i) => `minus,a${i},b`).join(';')
    expect(decodeView(new URLSearchParams({ math: many })).derived).toHaveLength(9)
  })

  it('moves linked panels together, and one that is not linked alone', () => {
    const [a, b] = [
      { x: 1, y: 2, zoom: 3 },
      { x: 4, y: 5, zoom: 6 },
    ]
    const free = withFrame(toggleLinked(withFrame(DEFAULT_VIEW, 'lr', a), 'sr'), 'sr', b)
    expect(['lr', 'hr', 'sr'].map(id => frameOf(free, id))).toEqual([a, a, b])
    expect(frameOf(withFrame(free, 'hr', null), 'sr')).toEqual(b)
    expect(toggleLinked(free, 'sr')).toEqual({ ...DEFAULT_VIEW, frame: a })
  })

  it('makes a panel of others once, and takes it away again', () => {
    const minus: Derived = { op: 'minus', of: ['sr', 'hr'] }
    const made = toggleDerived(DEFAULT_VIEW, minus)
    expect(made.derived).toEqual([minus])
    expect(toggleDerived(made, minus)).toEqual(DEFAULT_VIEW)
  })

  it('is darker to the right and steeper downwards after a right-drag, as in DS9', () => {
    const view = adjustLevels(DEFAULT_VIEW, 0.1, 0.1)
    expect(view.bias).toBeCloseTo(0.6)
    expect(view.contrast).toBeGreaterThan(1)
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
  const image = (width: number) => ({ width, height: 1, data: new Float32Array(width) })
  const lr = viewerPanel({ id: 'lr', title: 'LR', scale: 2, image: image(4) })
  const sr = viewerPanel({ id: 'sr', title: 'SR', image: image(8) })
  const hr = viewerPanel({ id: 'hr', title: 'HR', image: image(8) })
  const context = { panels: [lr, sr, hr], frame, extent, display: undefined }
  const pressed = (key: string, shiftKey = false, panel = lr, view: ViewState = DEFAULT_VIEW) =>
    viewAfterKey(view, { key, shiftKey }, { ...context, panel })

  it('move by one pixel of the image that has the focus, with Shift by ten', () => {
    expect(pressed('ArrowRight')?.frame).toEqual({ x: 12, y: 20, zoom: 2.5 })
    expect(pressed('ArrowUp', true)?.frame).toEqual({ x: 10, y: 40, zoom: 2.5 })
    expect(pressed('ArrowDown', false, hr)?.frame).toEqual({ x: 10, y: 19, zoom: 2.5 })
  })

  it('zoom to the next whole step, fit and invert', () => {
    expect(pressed('+')?.frame?.zoom).toBe(3)
    expect(pressed('-')?.frame?.zoom).toBe(2)
    expect(pressed('f', false, lr, { ...DEFAULT_VIEW, frame })?.frame).toBeNull()
    expect(pressed('i')?.invert).toBe(true)
  })

  it('swipe and look through a lens at the next panel, and end it', () => {
    const swiped = pressed('s', false, sr)
    expect(swiped?.swipe).toEqual({ place: 'sr', shown: 'hr', at: 0.5 })
    expect(pressed('s', false, sr, swiped ?? undefined)?.swipe).toBeNull()
    expect(pressed('l', false, hr)?.lens?.shown).toBe('lr')
    const looking = { ...DEFAULT_VIEW, lens: { shown: 'lr', radius: 64 } }
    expect([pressed('}', false, hr, looking), pressed('{', false, hr, looking)].map(v => v?.lens?.radius)).toEqual([
      80, 51,
    ])
    expect(pressed('}')).toBeNull()
    expect(pressed('Escape', false, sr, swiped ?? undefined)).toEqual(DEFAULT_VIEW)
    expect(pressed('Escape')).toBeNull()
  })

  it('subtract the next panel of the same grid, and nothing where there is none', () => {
    expect(pressed('d', false, sr)?.derived).toEqual([{ op: 'minus', of: ['sr', 'hr'] }])
    expect(pressed('r', false, hr)?.derived).toEqual([{ op: 'over', of: ['hr', 'sr'] }])
    expect(pressed('d', false, lr)).toBeNull()
  })

  it('link, unlink, smooth, mark and change the pace', () => {
    expect(pressed('u')?.own).toEqual({ lr: null })
    expect(pressed('w')?.link).toBe('sky')
    expect(pressed('n')?.smooth).toBe(true)
    expect(pressed('x')?.masks).toBe(true)
    expect(pressed('c')).toMatchObject({ compass: true, scaleBar: true })
    expect(pressed('g')?.grid).toBe(true)
    expect([pressed('[')?.blinkSeconds, pressed(']')?.blinkSeconds]).toEqual([1, 0.4])
  })

  it('leave every other key to the page', () => {
    for (const key of ['a', 'Tab', 'Enter', 'PageDown']) expect(pressed(key)).toBeNull()
  })
})
