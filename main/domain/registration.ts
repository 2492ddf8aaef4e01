import { convolveSeparable } from './convolve.ts'
import { AppError } from './errors.ts'
import { complexGrid, fft2, inverseFft2, nextPowerOfTwo } from './fft.ts'
import type { FloatImage } from './image.ts'
import { gaussianProfile } from './psf.ts'
import { shiftImage, upsample } from './resample.ts'
import { skyBackground } from './stats.ts'

/** Where the HR's content lies relative to the LR's. */
export interface MeasuredOffset {
  /** HR pixels by which the HR's content lies to the right of where the LR shows it. */
  readonly dx: number
  /** The same, upwards. */
  readonly dy: number
  /** Correlation coefficient of the two at the best offset: 1 for equal content, about 0 for unrelated images. */
  readonly confidence: number
}

/** Offsets are searched up to this fraction of the image. */
const searchFraction = 0.25

/** Rounds of measuring and moving back; near zero offset neither parabola nor fading is biased. */
const maxRounds = 6

/**
 * The sub-pixel offset between an LR image and its HR: the LR is upsampled by bicubic, the HR smoothed until its
 * detail is as coarse (a Gaussian of FWHM `smoothFwhmPixels`, by default 2 LR pixels), both are freed from their sky
 * and faded at the edges, and the peak of their normalised cross-correlation is placed by a parabola through its
 * neighbours (Tian & Huhns 1986, CVGIP 35, 220); the HR is moved back by it and measured again until it stands. Values that are not
 * finite count as sky. Throws `bad-input` if the HR is not `factor` times the LR.
 */
export function measureOffset(
  lr: FloatImage,
  hr: FloatImage,
  factor: number,
  smoothFwhmPixels = 2 * factor,
): MeasuredOffset {
  if (hr.width !== lr.width * factor || hr.height !== lr.height * factor) {
    throw new AppError(
      'bad-input',
      `An HR of ${hr.width} x ${hr.height} does not belong to an LR of ${lr.width} x ${lr.height} at factor ${factor}.`,
    )
  }
  const profile = gaussianProfile(smoothFwhmPixels, 2 * Math.ceil(2 * smoothFwhmPixels) + 1)
  const reference = convolveSeparable(upsample(withoutSky(lr), factor, 'bicubic'), profile)
  const moving = convolveSeparable(convolveSeparable(withoutSky(hr), profile), profile)

  const still = faded(reference)
  let dx = 0
  let dy = 0
  let confidence = 0
  for (let round = 0; round < maxRounds; round++) {
    const rest = correlationPeak(still, faded(shiftImage(moving, -dx, -dy)))
    if (!rest) return { dx: 0, dy: 0, confidence: 0 }
    dx += rest.dx
    dy += rest.dy
    confidence = rest.confidence
    if (Math.hypot(rest.dx, rest.dy) < 0.005) break
  }
  return { dx, dy, confidence }
}

function withoutSky(image: FloatImage): FloatImage {
  const { level } = skyBackground(image.data)
  return { ...image, data: image.data.map(value => (Number.isFinite(value) ? value - level : 0)) }
}

/** The image under a Tukey window: a raised cosine over the outer fifth. */
function faded(image: FloatImage): FloatImage {
  const { width, height } = image
  const columns = Float64Array.from({ length: width }, (_, x) => tukey((x + 0.5) / width))
  const rows = Float64Array.from({ length: height }, (_, y) => tukey((y + 0.5) / height))
  return { ...image, data: image.data.map((value, i) => value * columns[i % width] * rows[Math.floor(i / width)]) }
}

function tukey(position: number): number {
  const fromEdge = Math.min(position, 1 - position)
  return fromEdge >= 0.2 ? 1 : 0.5 - 0.5 * Math.cos((Math.PI * fromEdge) / 0.2)
}

/** The shift of b against a of the highest correlation; undefined if either is empty. */
function correlationPeak(a: FloatImage, b: FloatImage): MeasuredOffset | undefined {
  const width = nextPowerOfTwo(2 * a.width)
  const height = nextPowerOfTwo(2 * a.height)
  const power = Math.sqrt(sumOfSquares(a) * sumOfSquares(b))
  if (!(power > 0)) return undefined
  // Both real images in one transform: a in the real part, b in the imaginary.
  const grid = complexGrid(width, height)
  for (let y = 0; y < a.height; y++) {
    for (let x = 0; x < a.width; x++) {
      grid.re[y * width + x] = a.data[y * a.width + x]
      grid.im[y * width + x] = b.data[y * a.width + x]
    }
  }
  fft2(grid)
  const product = complexGrid(width, height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x
      const j = ((height - y) % height) * width + ((width - x) % width)
      const aRe = (grid.re[i] + grid.re[j]) / 2
      const aIm = (grid.im[i] - grid.im[j]) / 2
      const bRe = (grid.im[i] + grid.im[j]) / 2
      const bIm = (grid.re[j] - grid.re[i]) / 2
      product.re[i] = aRe * bRe + aIm * bIm
      product.im[i] = aRe * bIm - aIm * bRe
    }
  }
  inverseFft2(product)
  const at = (x: number, y: number): number => product.re[((y + height) % height) * width + ((x + width) % width)]
  const reachX = Math.floor(a.width * searchFraction)
  const reachY = Math.floor(a.height * searchFraction)
  let best = { x: 0, y: 0 }
  for (let y = -reachY; y <= reachY; y++) {
    for (let x = -reachX; x <= reachX; x++) if (at(x, y) > at(best.x, best.y)) best = { x, y }
  }
  const { x, y } = best
  return {
    dx: x + parabolaVertex(at(x - 1, y), at(x, y), at(x + 1, y)),
    dy: y + parabolaVertex(at(x, y - 1), at(x, y), at(x, y + 1)),
    confidence: Math.max(0, Math.min(1, at(x, y) / power)),
  }
}

function parabolaVertex(before: number, top: number, after: number): number {
  const curvature = before - 2 * top + after
  return curvature < 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * curvature))) : 0
}

function sumOfSquares(image: FloatImage): number {
  return image.data.reduce((sum, value) => sum + value * value, 0)
}
