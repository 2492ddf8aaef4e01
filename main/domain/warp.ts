import type { FloatImage } from './image.ts'

/** 'nearest' keeps each value as it is and noise as it was; 'bilinear' is smooth, and blurs by up to half a pixel. */
export type Interpolation = 'bilinear' | 'nearest'

/**
 * The image turned by `angle` (radians, from +x to +y) and magnified by `scale` about its middle, on the same grid. What comes in
 * from outside continues the edge.
 */
export function rotateAndScale(
  image: FloatImage,
  angle: number,
  scale: number,
  interpolation: Interpolation = 'bilinear',
): FloatImage {
  const valueAt = interpolation === 'nearest' ? nearest : bilinear
  const { width, height, data } = image
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2]
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale]
  const warped = new Float32Array(data.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [x - middleX, y - middleY]
      // Backwards: where the light of this pixel comes from.
      warped[y * width + x] = valueAt(image, middleX + cos * dx + sin * dy, middleY - sin * dx + cos * dy)
    }
  }
  return { width, height, data: warped }
}

function nearest({ width, height, data }: FloatImage, x: number, y: number): number {
  const inX = Math.min(Math.max(Math.round(x), 0), width - 1)
  const inY = Math.min(Math.max(Math.round(y), 0), height - 1)
  return data[inY * width + inX]
}

function bilinear({ width, height, data }: FloatImage, x: number, y: number): number {
  const inX = Math.min(Math.max(x, 0), width - 1)
  const inY = Math.min(Math.max(y, 0), height - 1)
  const [x0, y0] = [Math.floor(inX), Math.floor(inY)]
  const [x1, y1] = [Math.min(x0 + 1, width - 1), Math.min(y0 + 1, height - 1)]
  const [fx, fy] = [inX - x0, inY - y0]
  const row = (at: number) => data[at * width + x0] * (1 - fx) + data[at * width + x1] * fx
  return row(y0) * (1 - fy) + row(y1) * fy
}
