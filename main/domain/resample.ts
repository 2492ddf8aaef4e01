import { AppError } from './errors.ts'
import type { FloatImage } from './image.ts'

export type Interpolation = 'nearest' | 'bilinear' | 'bicubic' | 'lanczos3'

/** What an interpolation weighs a sample at distance x (in input pixels) with, and how far it reaches. */
interface Kernel {
  readonly radius: number
  readonly weight: (x: number) => number
}

/** Keys 1981, IEEE Trans. ASSP 29, 1153, eq. 15, with his a = -0.5: exact for quadratics. */
function keysCubic(x: number): number {
  const a = -0.5
  const t = Math.abs(x)
  if (t < 1) return ((a + 2) * t - (a + 3)) * t * t + 1
  if (t < 2) return ((a * t - 5 * a) * t + 8 * a) * t - 4 * a
  return 0
}

/** Duchon 1979, J. Appl. Meteorol. 18, 1016: a sinc under the central lobe of a sinc three times wider. */
function lanczos3(x: number): number {
  if (Math.abs(x) < 1e-9) return 1
  if (Math.abs(x) >= 3) return 0
  const t = Math.PI * x
  return (3 * Math.sin(t) * Math.sin(t / 3)) / (t * t)
}

const kernels: Record<Exclude<Interpolation, 'nearest'>, Kernel> = {
  bilinear: { radius: 1, weight: x => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { radius: 2, weight: keysCubic },
  lanczos3: { radius: 3, weight: lanczos3 },
}

/**
 * An image with `factor` times the pixels a side, surface brightness kept (a pixel's value, not its flux). Pixels are
 * squares: output pixel i has its centre at input position (i + 0.5) / factor - 0.5. Beyond the edge the edge pixel is
 * repeated. `bicubic` is Keys's cubic with a = -0.5, as in Pillow and tfjs with half-pixel centres; PyTorch has
 * a = -0.75, SciPy and scikit-image a B-spline, so their numbers differ slightly.
 */
export function upsample(image: FloatImage, factor: number, method: Interpolation): FloatImage {
  checkFactor(factor)
  const width = image.width * factor
  const height = image.height * factor
  if (method === 'nearest') {
    const data = new Float32Array(width * height)
    for (let y = 0; y < height; y++) {
      const row = Math.floor(y / factor) * image.width
      for (let x = 0; x < width; x++) data[y * width + x] = image.data[row + Math.floor(x / factor)]
    }
    return { width, height, data }
  }
  const position = (i: number): number => (i + 0.5) / factor - 0.5
  return resampleSeparable(image, width, height, kernels[method], position, position)
}

/**
 * The image's content moved by (dx, dy) pixels, positive to the right and up, any fraction; Lanczos-3, edges repeated.
 */
export function shiftImage(image: FloatImage, dx: number, dy: number): FloatImage {
  if (!Number.isFinite(dx) || !Number.isFinite(dy)) {
    throw new AppError('bad-input', `An image cannot be shifted by (${dx}, ${dy}) pixels.`, { dx, dy })
  }
  return resampleSeparable(
    image,
    image.width,
    image.height,
    kernels.lanczos3,
    x => x - dx,
    y => y - dy,
  )
}

/** The mean of each factor x factor block (surface brightness kept). Throws `bad-input` if the size does not divide. */
export function binMean(image: FloatImage, factor: number): FloatImage {
  return bin(image, factor, 1 / (factor * factor))
}

/** The sum of each factor x factor block (flux kept). Throws `bad-input` if the size does not divide. */
export function binSum(image: FloatImage, factor: number): FloatImage {
  return bin(image, factor, 1)
}

/** The part of the image whose lower left pixel is (x, y). Throws `bad-input` where it reaches outside. */
export function crop(image: FloatImage, x: number, y: number, width: number, height: number): FloatImage {
  const whole = [x, y, width, height].every(Number.isInteger)
  if (!whole || x < 0 || y < 0 || width < 1 || height < 1 || x + width > image.width || y + height > image.height) {
    throw new AppError(
      'bad-input',
      `The cutout ${width} x ${height} at (${x}, ${y}) reaches outside of the ${image.width} x ${image.height} image.`,
      { x, y, width, height },
    )
  }
  const data = new Float32Array(width * height)
  for (let row = 0; row < height; row++) {
    const start = (y + row) * image.width + x
    data.set(image.data.subarray(start, start + width), row * width)
  }
  return { width, height, data }
}

function checkFactor(factor: number): void {
  if (!Number.isInteger(factor) || factor < 1 || factor > 64) {
    throw new AppError('bad-input', `The factor ${factor} is not possible: choose a whole number from 1 to 64.`, {
      factor,
    })
  }
}

function bin(image: FloatImage, factor: number, weight: number): FloatImage {
  checkFactor(factor)
  if (image.width % factor !== 0 || image.height % factor !== 0) {
    throw new AppError(
      'bad-input',
      `A ${image.width} x ${image.height} image cannot be binned by ${factor}: both sides must be multiples of it. Crop it first.`,
      { width: image.width, height: image.height, factor },
    )
  }
  const width = image.width / factor
  const height = image.height / factor
  const data = new Float32Array(width * height)
  const row = new Float64Array(width)
  for (let y = 0; y < height; y++) {
    row.fill(0)
    for (let i = 0; i < factor; i++) {
      const start = (y * factor + i) * image.width
      for (let x = 0; x < image.width; x++) row[Math.floor(x / factor)] += image.data[start + x]
    }
    for (let x = 0; x < width; x++) data[y * width + x] = row[x] * weight
  }
  return { width, height, data }
}

/** For each output position the input samples and their weights, which sum to 1. */
function taps(outputs: number, inputs: number, kernel: Kernel, position: (i: number) => number) {
  const count = 2 * kernel.radius
  const index = new Int32Array(outputs * count)
  const weight = new Float64Array(outputs * count)
  for (let i = 0; i < outputs; i++) {
    const at = position(i)
    const first = Math.floor(at) - kernel.radius + 1
    let sum = 0
    for (let k = 0; k < count; k++) sum += weight[i * count + k] = kernel.weight(at - first - k)
    for (let k = 0; k < count; k++) {
      weight[i * count + k] /= sum
      index[i * count + k] = Math.min(Math.max(first + k, 0), inputs - 1)
    }
  }
  return { count, index, weight }
}

function resampleSeparable(
  image: FloatImage,
  width: number,
  height: number,
  kernel: Kernel,
  positionX: (x: number) => number,
  positionY: (y: number) => number,
): FloatImage {
  const horizontal = taps(width, image.width, kernel, positionX)
  const vertical = taps(height, image.height, kernel, positionY)
  const rows = new Float64Array(width * image.height)
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0
      for (let k = x * horizontal.count; k < (x + 1) * horizontal.count; k++) {
        sum += horizontal.weight[k] * image.data[y * image.width + horizontal.index[k]]
      }
      rows[y * width + x] = sum
    }
  }
  const data = new Float32Array(width * height)
  const line = new Float64Array(width)
  for (let y = 0; y < height; y++) {
    line.fill(0)
    for (let k = y * vertical.count; k < (y + 1) * vertical.count; k++) {
      const weight = vertical.weight[k]
      const start = vertical.index[k] * width
      for (let x = 0; x < width; x++) line[x] += weight * rows[start + x]
    }
    data.set(line, y * width)
  }
  return { width, height, data }
}
