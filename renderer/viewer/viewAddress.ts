import { type Frame, MAX_ZOOM, MIN_ZOOM } from './frame.ts'
import {
  BLINK_SECONDS,
  COLOR_MAPS,
  DEFAULT_VIEW,
  DERIVATIONS,
  type Derived,
  LEAST_LENS_RADIUS,
  LINKS,
  MOST_LENS_RADIUS,
  SKY_FORMATS,
  SKY_FRAMES,
  STRETCHES,
  type ViewState,
} from './viewState.ts'

/** Panels that an address may ask to be made: more would be a slip, and each costs an image. */
const MOST_DERIVED = 9

const round = (value: number, digits: number) => String(Number(value.toPrecision(digits)))
const frameText = ({ x, y, zoom }: Frame) => [x, y, zoom].map(v => round(v, 7)).join(',')
/** Ids hold any character; lists are written with commas and semicolons. */
const written = encodeURIComponent

/** What differs from `DEFAULT_VIEW`, as query parameters; other parameters of `into` are kept. */
export function encodeView(view: ViewState, into = new URLSearchParams()): URLSearchParams {
  const query = new URLSearchParams(into)
  for (const [key, value] of Object.entries(texts(view))) {
    if (value === plainTexts[key as TextKey]) query.delete(key)
    else query.set(key, value)
  }
  return query
}

/** The whole view as text, by query parameter. */
function texts(view: ViewState) {
  const flag = (value: boolean) => (value ? '1' : '')
  const percent = round(view.percent, 6)
  const { swipe, lens } = view
  return {
    at: view.frame ? frameText(view.frame) : '',
    free: Object.entries(view.own)
      .map(([id, frame]) => (frame ? `${written(id)},${frameText(frame)}` : written(id)))
      .join(';'),
    link: view.link,
    stretch: view.stretch,
    limits: {
      zscale: 'zscale',
      minmax: 'minmax',
      percentile: `p${percent}`,
      symmetric: `s${percent}`,
      manual: `${round(view.low, 9)},${round(view.high, 9)}`,
    }[view.rule],
    own: view.shared ? '' : '1',
    map: view.colorMap,
    invert: flag(view.invert),
    levels: `${round(view.contrast, 4)},${round(view.bias, 4)}`,
    smooth: flag(view.smooth),
    bad: [view.nanColor, view.underColor ?? '', view.overColor ?? ''].map(color => color.slice(1)).join(','),
    masks: flag(view.masks),
    swipe: swipe ? [written(swipe.place), written(swipe.shown), round(swipe.at, 4)].join(',') : '',
    lens: lens ? `${written(lens.shown)},${round(lens.radius, 4)}` : '',
    blink: String(view.blinkSeconds),
    math: view.derived.map(({ op, of }) => [op, ...of.map(written)].join(',')).join(';'),
    q: round(view.compositeQ, 4),
    marks: [view.compass && 'compass', view.scaleBar && 'scale', view.grid && 'grid'].filter(Boolean).join(','),
    sky: `${view.skyFrame},${view.skyFormat}`,
  }
}

type TextKey = keyof ReturnType<typeof texts>
const plainTexts = texts(DEFAULT_VIEW)

/** One of `choices`, or what is usual. */
const choice = <T extends string | number>(choices: readonly T[], text: string | null | undefined, usual: T): T =>
  choices.find(c => String(c) === text) ?? usual

const numberOf = (text: string | undefined) => (text === undefined || text.trim() === '' ? Number.NaN : Number(text))

/** Numbers with commas; none if one of them is not a number. */
function numbers(text: string | null): number[] {
  const parts = (text ?? '').split(',').map(numberOf)
  return parts.every(Number.isFinite) ? parts : []
}

/** A text of `written`; null where it is none, so that a bad link still opens. */
function read(text: string | undefined): string | null {
  try {
    return text ? decodeURIComponent(text) : null
  } catch {
    return null
  }
}

const lists = (text: string | null) => (text ? text.split(';').map(part => part.split(',')) : [])

const within = (value: number | undefined, low: number, high: number, usual: number) =>
  value !== undefined && value >= low && value <= high ? value : usual

/** The view that an address describes. Anything missing or absurd is the default: a bad link still opens. */
export function decodeView(query: URLSearchParams): ViewState {
  const d = DEFAULT_VIEW
  const [contrast, bias] = numbers(query.get('levels'))
  const marks = (query.get('marks') ?? '').split(',')
  const [skyFrame, skyFormat] = (query.get('sky') ?? '').split(',')
  return {
    ...d,
    ...decodeLimits(query.get('limits') ?? ''),
    ...decodeColors(query.get('bad')),
    ...decodeComparison(query),
    frame: decodeFrame(numbers(query.get('at'))),
    own: decodeOwn(query.get('free')),
    link: choice(LINKS, query.get('link'), d.link),
    stretch: choice(STRETCHES, query.get('stretch'), d.stretch),
    shared: query.get('own') !== '1',
    colorMap: choice(COLOR_MAPS, query.get('map'), d.colorMap),
    invert: query.get('invert') === '1',
    contrast: within(contrast, 0.1, 10, d.contrast),
    bias: within(bias, 0, 1, d.bias),
    smooth: query.get('smooth') === '1',
    masks: query.get('masks') === '1',
    blinkSeconds: choice(BLINK_SECONDS, query.get('blink'), d.blinkSeconds),
    compositeQ: within(numbers(query.get('q'))[0], 0.1, 100, d.compositeQ),
    compass: marks.includes('compass'),
    scaleBar: marks.includes('scale'),
    grid: marks.includes('grid'),
    skyFrame: choice(SKY_FRAMES, skyFrame, d.skyFrame),
    skyFormat: choice(SKY_FORMATS, skyFormat, d.skyFormat),
  }
}

function decodeFrame([x, y, zoom]: number[]): Frame | null {
  const isFrame = x !== undefined && y !== undefined && zoom !== undefined && zoom >= MIN_ZOOM && zoom <= MAX_ZOOM
  return isFrame ? { x, y, zoom } : null
}

function decodeOwn(text: string | null): ViewState['own'] {
  return Object.fromEntries(
    lists(text).flatMap(([name, ...rest]) => {
      const id = read(name)
      return id === null ? [] : [[id, decodeFrame(numbers(rest.join(',')))]]
    }),
  )
}

function decodeLimits(text: string): Partial<ViewState> {
  if (text === 'zscale' || text === 'minmax') return { rule: text }
  const [, kind, percent] = /^([ps])(\d+(?:\.\d+)?)$/.exec(text) ?? []
  if (percent !== undefined && Number(percent) > 0 && Number(percent) <= 100) {
    return { rule: kind === 's' ? 'symmetric' : 'percentile', percent: Number(percent) }
  }
  const [low, high] = numbers(text)
  return low !== undefined && high !== undefined && low < high ? { rule: 'manual', low, high } : {}
}

function decodeColors(text: string | null): Partial<ViewState> {
  const [nan, under, over] = (text ?? '').split(',').map(part => (/^[\da-f]{6}$/.test(part) ? `#${part}` : null))
  return { nanColor: nan ?? DEFAULT_VIEW.nanColor, underColor: under ?? null, overColor: over ?? null }
}

function decodeComparison(query: URLSearchParams): Pick<ViewState, 'swipe' | 'lens' | 'derived'> {
  const [place, shown, at] = (query.get('swipe') ?? '').split(',')
  const [swipePlace, swipeShown, swipeAt] = [read(place), read(shown), numberOf(at)]
  const [lensName, radius] = (query.get('lens') ?? '').split(',')
  const [lensShown, lensRadius] = [read(lensName), numberOf(radius)]
  return {
    swipe:
      swipePlace !== null && swipeShown !== null && swipeAt >= 0 && swipeAt <= 1
        ? { place: swipePlace, shown: swipeShown, at: swipeAt }
        : null,
    lens:
      lensShown !== null && lensRadius >= LEAST_LENS_RADIUS && lensRadius <= MOST_LENS_RADIUS
        ? { shown: lensShown, radius: lensRadius }
        : null,
    derived: lists(query.get('math')).flatMap(decodeDerived).slice(0, MOST_DERIVED),
  }
}

function decodeDerived([name, ...of]: string[]): Derived[] {
  const op = DERIVATIONS.find(known => known === name)
  const ids = of.map(read).filter(id => id !== null)
  return op && ids.length === of.length && ids.length === (op === 'rgb' ? 3 : 2) ? [{ op, of: ids }] : []
}
