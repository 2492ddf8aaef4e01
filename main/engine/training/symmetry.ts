import type { FloatImage } from '../../domain/image.ts'

/**
 * One of the eight symmetries of the square: bit 0 mirrors x, bit 1 mirrors y, bit 2 swaps x and y first. The first
 * four keep the size of an oblong image.
 */
export function applySymmetry(image: FloatImage, symmetry: number): FloatImage {
  if (symmetry === 0) return image
  const swap = (symmetry & 4) !== 0
  const width = swap ? image.height : image.width
  const height = swap ? image.width : image.height
  const data = new Float32Array(image.data.length)
  for (let y = 0; y < height; y++) {
    const fromY = symmetry & 2 ? height - 1 - y : y
    for (let x = 0; x < width; x++) {
      const fromX = symmetry & 1 ? width - 1 - x : x
      data[y * width + x] = swap ? image.data[fromX * image.width + fromY] : image.data[fromY * image.width + fromX]
    }
  }
  return { width, height, data }
}
