/** 256 colours as bytes R, G, B, one after the other: 768 values. */
export type ColorTable = Uint8Array

type Rgb = readonly [number, number, number]

/** A colour in OKLab's polar form: lightness 0 to 1, chroma, hue in degrees. */
interface Lch {
  readonly lightness: number
  readonly chroma: number
  readonly hue: number
}

/** Brightness at places between 0 and 1, both rising in the first: straight lines lie between them. */
type Ramp = readonly (readonly [at: number, value: number])[]

/** The maps an image may be shown in: even in lightness first, then those that astronomers know from DS9. */
export const IMAGE_COLOR_MAPS = [
  'ember',
  'grey',
  'viridis',
  'cividis',
  'magma',
  'inferno',
  'plasma',
  'cubehelix',
  'heat',
  'cool',
  'rainbow',
  'a',
  'b',
  'bb',
] as const
export type ColorMapName = (typeof IMAGE_COLOR_MAPS)[number] | 'residual'

/**
 * A colour map as a table. `ember` runs from near-black through violet and orange to pale yellow with lightness rising
 * evenly, so that equal steps of the data look equal; `grey` is its neutral sibling; `residual` runs from blue through
 * dark grey to orange, alike in lightness on both sides, so that zero recedes and both signs stand out equally.
 * `viridis` and its kin (van der Walt & Smith 2015; Nunez et al. 2018) are drawn in OKLab through five of their colours;
 * `cubehelix` is Green (2011, BASI 39, 289) with his defaults; the rest are straight ramps of red, green and blue.
 */
export function colorTable(name: ColorMapName): ColorTable {
  const table = made.get(name) ?? makers[name]()
  made.set(name, table)
  return table
}

/** Tables are the keys of textures: the same array each time. */
const made = new Map<ColorMapName, ColorTable>()

const makers: Readonly<Record<ColorMapName, () => ColorTable>> = {
  ember: () => lchTable(ember),
  grey: () => lchTable(t => ({ lightness: 0.1 + 0.9 * t, chroma: 0, hue: 0 })),
  viridis: () => throughColors(['440154', '3b528b', '21918c', '5ec962', 'fde725']),
  cividis: () => throughColors(['00224e', '434e6c', '7d7c78', 'bcae6c', 'fee838']),
  magma: () => throughColors(['000004', '51127c', 'b73779', 'fc8961', 'fcfdbf']),
  inferno: () => throughColors(['000004', '57106e', 'bc3754', 'f98e09', 'fcffa4']),
  plasma: () => throughColors(['0d0887', '7e03a8', 'cc4778', 'f89540', 'f0f921']),
  cubehelix: () => table(t => encoded(cubehelix(t))),
  heat: () => ramps('0:0 .34:1', '0:0 1:1', '.65:0 .98:1'),
  cool: () => ramps('.29:0 .76:.1 1:1', '.22:0 .96:1', '0:0 .53:1'),
  rainbow: () => ramps('0:1 .2:0 .6:0 .8:1', '.2:0 .4:1 .8:1 1:0', '0:1 .4:1 .6:0'),
  a: () => ramps('.25:0 .5:1', '0:0 .25:1 .5:0 .77:0 1:1', '.125:0 .5:1 .64:.5 .77:0'),
  b: () => ramps('.25:0 .5:1', '.5:0 .75:1', '0:0 .25:1 .5:0 .75:0 1:1'),
  bb: () => ramps('0:0 .5:1', '.25:0 .75:1', '.5:0 1:1'),
  residual: () => lchTable(residual),
}

/** Hue from violet (300) over red to yellow (100, that is 460), chroma largest in the middle. */
function ember(t: number): Lch {
  return { lightness: 0.08 + 0.89 * t, chroma: 0.19 * Math.sin(Math.PI * t) ** 0.8, hue: 295 + 165 * t }
}

function residual(t: number): Lch {
  const side = 2 * t - 1
  const strength = Math.abs(side)
  return { lightness: 0.22 + 0.62 * strength, chroma: 0.13 * Math.min(1, 1.4 * strength), hue: side < 0 ? 250 : 60 }
}

/** Green's eq. 2: start 0.5, -1.5 rotations, hue 1, gamma 1. */
function cubehelix(t: number): Rgb {
  const angle = 2 * Math.PI * (0.5 / 3 + 1 - 1.5 * t)
  const amplitude = (t * (1 - t)) / 2
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return [
    t + amplitude * (-0.14861 * cos + 1.78277 * sin),
    t + amplitude * (-0.29227 * cos - 0.90649 * sin),
    t + amplitude * (1.97294 * cos),
  ]
}

/** Written as places and values: '0:0 .34:1'. */
const parseRamp = (text: string): Ramp =>
  text.split(' ').map(point => {
    const [at, value] = point.split(':')
    return [Number(at), Number(value)] as const
  })

/** The ramp at t; before its first point and after its last it stays level. */
function onRamp(ramp: Ramp, t: number): number {
  const next = ramp.findIndex(([at]) => at >= t)
  if (next === 0) return ramp[0][1]
  const last = ramp[ramp.length - 1]
  if (next < 0) return last[1]
  const [from, low] = ramp[next - 1]
  const [to, high] = ramp[next]
  return low + ((high - low) * (t - from)) / (to - from)
}

function ramps(red: string, green: string, blue: string): ColorTable {
  const [r, g, b] = [red, green, blue].map(parseRamp)
  return table(t => encoded([onRamp(r, t), onRamp(g, t), onRamp(b, t)]))
}

/** A smooth curve in OKLab through evenly spaced colours (Catmull & Rom 1974). */
function throughColors(hex: readonly string[]): ColorTable {
  const points = hex.map(color => toOkLab([0, 2, 4].map(i => Number.parseInt(color.slice(i, i + 2), 16))))
  const last = points.length - 1
  const point = (i: number, k: number) =>
    i < 0 ? 2 * points[0][k] - points[1][k] : i > last ? 2 * points[last][k] - points[last - 1][k] : points[i][k]
  return table(t => {
    const at = Math.min(Math.floor(t * last), last - 1)
    const u = t * last - at
    const [lightness, a, b] = [0, 1, 2].map(k => {
      const [p0, p1, p2, p3] = [-1, 0, 1, 2].map(step => point(at + step, k))
      return p1 + (u / 2) * (p2 - p0 + u * (2 * p0 - 5 * p1 + 4 * p2 - p3 + u * (3 * (p1 - p2) + p3 - p0)))
    })
    return displayable({ lightness, chroma: Math.hypot(a, b), hue: (Math.atan2(b, a) * 180) / Math.PI })
  })
}

const lchTable = (colorAt: (t: number) => Lch): ColorTable => table(t => displayable(colorAt(t)))

function table(colorAt: (t: number) => Rgb): ColorTable {
  const bytes = new Uint8Array(768)
  for (let i = 0; i < 256; i++) bytes.set(colorAt(i / 255), 3 * i)
  return bytes
}

/** The colour in sRGB bytes; chroma gives way, never lightness, where the screen cannot show it. */
function displayable(color: Lch): Rgb {
  let chroma = color.chroma
  for (let step = 0; step < 40; step++) {
    const rgb = toLinearRgb({ ...color, chroma })
    if (rgb.every(v => v >= -1e-4 && v <= 1.0001)) return toBytes(rgb)
    chroma *= 0.93
  }
  return toBytes(toLinearRgb({ ...color, chroma: 0 }))
}

/** OKLab to linear sRGB (Ottosson 2020, "A perceptual color space for image processing"). */
function toLinearRgb({ lightness, chroma, hue }: Lch): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
}

/** sRGB bytes to OKLab: lightness, a, b. The inverse of `toLinearRgb`. */
export function toOkLab(bytes: ArrayLike<number>): Rgb {
  const [r, g, b] = [0, 1, 2].map(k => {
    const v = bytes[k] / 255
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
  })
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

/** The sRGB transfer function (IEC 61966-2-1). */
function toBytes(linear: Rgb): Rgb {
  const encode = (v: number) => {
    const x = Math.min(Math.max(v, 0), 1)
    return x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055
  }
  return encoded([encode(linear[0]), encode(linear[1]), encode(linear[2])])
}

/** Screen brightness 0 to 1 as bytes. */
function encoded(rgb: Rgb): Rgb {
  const byte = (v: number) => Math.round(255 * Math.min(Math.max(v, 0), 1))
  return [byte(rgb[0]), byte(rgb[1]), byte(rgb[2])]
}
