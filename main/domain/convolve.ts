import { AppError } from './errors.ts'
import { complexGrid, fft2, inverseFft2, nextPowerOfTwo } from './fft.ts'
import type { FloatImage } from './image.ts'

/** What stands beyond the edge: the edge pixel repeated, or zero. */
export type EdgeMode = 'replicate' | 'zero'

/** A convolution prepared for images of one size; values row-major. */
export type Convolver = (values: Float32Array | Float64Array) => Float64Array

/** Below this many kernel pixels the plain sum is faster than the transforms. */
const directKernelPixels = 81

/**
 * The image convolved with a kernel of any size, whose centre is pixel (floor(width / 2), floor(height / 2)). Float64
 * inside, float32 out. The kernel is used as it is: normalise it first if flux should hold.
 */
export function convolve(image: FloatImage, kernel: FloatImage, edge: EdgeMode = 'replicate'): FloatImage {
  const values = createConvolver(kernel, image.width, image.height, edge)(image.data)
  return { width: image.width, height: image.height, data: Float32Array.from(values) }
}

/** The image convolved with kernelX along rows and kernelY along columns; centres at floor(length / 2). */
export function convolveSeparable(
  image: FloatImage,
  kernelX: ArrayLike<number>,
  kernelY: ArrayLike<number> = kernelX,
  edge: EdgeMode = 'replicate',
): FloatImage {
  const values = separableConvolver(kernelX, kernelY, image.width, image.height, edge)(image.data)
  return { width: image.width, height: image.height, data: Float32Array.from(values) }
}

/** Chooses the fastest exact way once (two passes, the plain sum, or transforms), for use on many images. */
export function createConvolver(kernel: FloatImage, width: number, height: number, edge: EdgeMode): Convolver {
  if (kernel.data.some(value => !Number.isFinite(value))) {
    throw new AppError('bad-input', 'The kernel holds NaN or infinite values; an image cannot be convolved with it.')
  }
  const factors = separate(kernel)
  if (factors) return separableConvolver(factors.x, factors.y, width, height, edge)
  if (kernel.data.length <= directKernelPixels) return directConvolver(kernel, width, height, edge)
  return fourierConvolver(kernel, width, height, edge)
}

/** The kernel mirrored through its centre: convolution with it is correlation, the transpose of the convolution. */
export function mirrored(kernel: FloatImage): FloatImage {
  if (kernel.width % 2 === 0 || kernel.height % 2 === 0) {
    throw new AppError('bad-input', 'A kernel must have odd sides to be mirrored through its centre pixel.')
  }
  return { width: kernel.width, height: kernel.height, data: kernel.data.toReversed() }
}

/** Row and column factors of a kernel of rank one (a Gaussian's, a box's), or undefined. */
function separate(kernel: FloatImage): { x: Float64Array; y: Float64Array } | undefined {
  const { width, height, data } = kernel
  let peak = 0
  for (let i = 1; i < data.length; i++) if (Math.abs(data[i]) > Math.abs(data[peak])) peak = i
  const top = data[peak]
  if (top === 0) return { x: new Float64Array(width), y: new Float64Array(height) }
  const column = peak % width
  const row = Math.floor(peak / width)
  const x = Float64Array.from({ length: width }, (_, i) => data[row * width + i])
  const y = Float64Array.from({ length: height }, (_, j) => data[j * width + column] / top)
  const tolerance = 3e-7 * Math.abs(top) // rounding of float32 kernels
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) if (Math.abs(data[j * width + i] - x[i] * y[j]) > tolerance) return undefined
  }
  return { x, y }
}

/** Input index for each padded position; -1 stands for zero. */
function paddedIndex(before: number, length: number, after: number, edge: EdgeMode): Int32Array {
  return Int32Array.from({ length: before + length + after }, (_, i) => {
    const at = i - before
    if (at >= 0 && at < length) return at
    return edge === 'zero' ? -1 : at < 0 ? 0 : length - 1
  })
}

function separableConvolver(
  kernelX: ArrayLike<number>,
  kernelY: ArrayLike<number>,
  width: number,
  height: number,
  edge: EdgeMode,
): Convolver {
  const centreX = Math.floor(kernelX.length / 2)
  const centreY = Math.floor(kernelY.length / 2)
  // out[x] = sum kernel[k] in[x + centre - k]: the padding before is the kernel's length behind its centre.
  const indexX = paddedIndex(kernelX.length - 1 - centreX, width, centreX, edge)
  const indexY = paddedIndex(kernelY.length - 1 - centreY, height, centreY, edge)
  return values => {
    const rows = new Float64Array(width * height)
    const line = new Float64Array(indexX.length)
    for (let y = 0; y < height; y++) {
      for (let i = 0; i < line.length; i++) line[i] = indexX[i] < 0 ? 0 : values[y * width + indexX[i]]
      for (let x = 0; x < width; x++) {
        let sum = 0
        for (let k = 0; k < kernelX.length; k++) sum += kernelX[k] * line[x + kernelX.length - 1 - k]
        rows[y * width + x] = sum
      }
    }
    const out = new Float64Array(width * height)
    for (let y = 0; y < height; y++) {
      for (let k = 0; k < kernelY.length; k++) {
        const source = indexY[y + kernelY.length - 1 - k]
        if (source < 0) continue
        const weight = kernelY[k]
        for (let x = 0; x < width; x++) out[y * width + x] += weight * rows[source * width + x]
      }
    }
    return out
  }
}

function directConvolver(kernel: FloatImage, width: number, height: number, edge: EdgeMode): Convolver {
  const padded = paddingFor(kernel, width, height, edge)
  const paddedWidth = padded.indexX.length
  return values => {
    const work = new Float64Array(paddedWidth * padded.indexY.length)
    padded.fill(values, work, paddedWidth)
    const out = new Float64Array(width * height)
    for (let y = 0; y < height; y++) {
      for (let j = 0; j < kernel.height; j++) {
        for (let i = 0; i < kernel.width; i++) {
          const weight = kernel.data[j * kernel.width + i]
          const start = (y + kernel.height - 1 - j) * paddedWidth + kernel.width - 1 - i
          for (let x = 0; x < width; x++) out[y * width + x] += weight * work[start + x]
        }
      }
    }
    return out
  }
}

function fourierConvolver(kernel: FloatImage, width: number, height: number, edge: EdgeMode): Convolver {
  const padded = paddingFor(kernel, width, height, edge)
  const gridWidth = nextPowerOfTwo(padded.indexX.length)
  const gridHeight = nextPowerOfTwo(padded.indexY.length)
  const response = complexGrid(gridWidth, gridHeight)
  for (let j = 0; j < kernel.height; j++) {
    for (let i = 0; i < kernel.width; i++) response.re[j * gridWidth + i] = kernel.data[j * kernel.width + i]
  }
  fft2(response)
  return values => {
    const grid = complexGrid(gridWidth, gridHeight)
    padded.fill(values, grid.re, gridWidth)
    fft2(grid)
    for (let i = 0; i < grid.re.length; i++) {
      const real = grid.re[i] * response.re[i] - grid.im[i] * response.im[i]
      grid.im[i] = grid.re[i] * response.im[i] + grid.im[i] * response.re[i]
      grid.re[i] = real
    }
    inverseFft2(grid)
    const out = new Float64Array(width * height)
    for (let y = 0; y < height; y++) {
      // The first kernel.width - 1 columns and rows hold what wrapped around.
      const start = (y + kernel.height - 1) * gridWidth + kernel.width - 1
      out.set(grid.re.subarray(start, start + width), y * width)
    }
    return out
  }
}

function paddingFor(kernel: FloatImage, width: number, height: number, edge: EdgeMode) {
  const centreX = Math.floor(kernel.width / 2)
  const centreY = Math.floor(kernel.height / 2)
  const indexX = paddedIndex(kernel.width - 1 - centreX, width, centreX, edge)
  const indexY = paddedIndex(kernel.height - 1 - centreY, height, centreY, edge)
  const fill = (values: ArrayLike<number>, into: Float64Array, stride: number): void => {
    for (let y = 0; y < indexY.length; y++) {
      if (indexY[y] < 0) continue
      for (let x = 0; x < indexX.length; x++) {
        if (indexX[x] >= 0) into[y * stride + x] = values[indexY[y] * width + indexX[x]]
      }
    }
  }
  return { indexX, indexY, fill }
}
