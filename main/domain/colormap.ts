/** 256 colours as bytes R, G, B, one after the other: 768 values. */
export type ColorTable = Uint8Array

export type ColorMapName = 'ember' | 'grey' | 'residual'

type Rgb = readonly [number, number, number]

/** A colour in OKLab's polar form: lightness 0 to 1, chroma, hue in degrees. */
interface Lch {
  readonly lightness: number
  readonly chroma: number
  readonly hue: number
}

/**
 * A colour map as a table. `ember` runs from near-black through violet and orange to pale yellow with lightness rising
 * evenly, so that equal steps of the data look equal; `grey` is its neutral sibling; `residual` runs from blue through
 * dark grey to orange, alike in lightness on both sides, so that zero recedes and both signs stand out equally.
 */
export function colorTable(name: ColorMapName): ColorTable {
  return tables[name]
}

const tables: Record<ColorMapName, ColorTable> = {
  ember: table(ember),
  grey: table(t => ({ lightness: 0.1 + 0.9 * t, chroma: 0, hue: 0 })),
  residual: table(residual),
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

function table(colorAt: (t: number) => Lch): ColorTable {
  const bytes = new Uint8Array(768)
  for (let i = 0; i < 256; i++) bytes.set(displayable(colorAt(i / 255)), 3 * i)
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

/** The sRGB transfer function (IEC 61966-2-1). */
function toBytes(linear: Rgb): Rgb {
  const encode = (v: number): number => {
    const x = Math.min(Math.max(v, 0), 1)
    return Math.round(255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055))
  }
  return [encode(linear[0]), encode(linear[1]), encode(linear[2])]
}
