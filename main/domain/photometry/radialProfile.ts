import { pixelOverlap } from '../regions/overlap.ts'
import type { Position } from '../regions/region.ts'
import type { Profile } from './lineProfile.ts'
import { goodPixel, type MeasuredImage } from './measuredImage.ts'

export interface RadialProfile extends Profile {
  /** Scatter of the pixels within each ring (divisor n), weighted like its mean. */
  readonly scatter: readonly number[]
  /** Sum of all values within each ring's outer edge: the curve of growth. */
  readonly enclosed: readonly number[]
}

const MAX_RINGS = 512

/**
 * Mean and scatter in rings around a centre, all in the image's own pixels; each pixel weighs by the share of it that
 * lies in the ring, as in photutils' RadialProfile with the method `exact`. `radii`: the rings' rising edges, 0 or
 * more, at most 513 of them; `distance` is the middle of each ring.
 */
export function radialProfile(measured: MeasuredImage, center: Position, radii: readonly number[]): RadialProfile {
  const edges = radii.slice(0, MAX_RINGS + 1)
  const rings = Math.max(0, edges.length - 1)
  const sums = Array.from({ length: rings }, () => ({ weight: 0, value: 0, square: 0 }))
  const circles = edges.map(radius => (radius > 0 ? pixelOverlap({ kind: 'circle', ...center, radius }) : () => 0))
  const { image } = measured
  const reach = edges.at(-1) ?? 0
  const first = (at: number) => Math.max(0, Math.floor(at - reach))
  const last = (at: number, size: number) => Math.min(size - 1, Math.ceil(at + reach))
  for (let y = first(center.y); y <= last(center.y, image.height); y++) {
    for (let x = first(center.x); x <= last(center.x, image.width); x++) {
      const at = y * image.width + x
      if (!goodPixel(measured, at)) continue
      const distance = Math.hypot(x - center.x, y - center.y)
      addPixel(sums, edges, circles, { x, y, distance, value: image.data[at] })
    }
  }
  const enclosed: number[] = []
  for (const { value } of sums) enclosed.push((enclosed.at(-1) ?? 0) + value)
  const value = sums.map(s => s.value / s.weight)
  return {
    distance: sums.map((_, i) => (edges[i] + edges[i + 1]) / 2),
    value,
    scatter: sums.map((s, i) => Math.sqrt(Math.max(0, s.square / s.weight - value[i] ** 2))),
    enclosed,
  }
}

/** Half the diagonal of a pixel: farther from an edge than this it lies on one side of it. */
const HALF_DIAGONAL = Math.SQRT1_2

function addPixel(
  sums: { weight: number; value: number; square: number }[],
  edges: readonly number[],
  circles: readonly ((x: number, y: number) => number)[],
  pixel: Position & { readonly distance: number; readonly value: number },
): void {
  const first = firstRing(edges, pixel.distance - HALF_DIAGONAL)
  let within = edges[first] > pixel.distance - HALF_DIAGONAL ? circles[first](pixel.x, pixel.y) : 0
  for (let i = first; i < sums.length; i++) {
    if (edges[i] > pixel.distance + HALF_DIAGONAL) return
    const next = circles[i + 1](pixel.x, pixel.y)
    const weight = next - within
    within = next
    if (weight <= 0) continue
    sums[i].weight += weight
    sums[i].value += weight * pixel.value
    sums[i].square += weight * pixel.value ** 2
  }
}

/** The first ring whose outer edge reaches a distance, by halving. */
function firstRing(edges: readonly number[], distance: number): number {
  let [low, high] = [0, edges.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (edges[middle + 1] < distance) low = middle + 1
    else high = middle
  }
  return low
}

/** Even edges a pixel wide from 0 to at least `reach`. */
export const ringEdges = (reach: number): number[] =>
  Array.from({ length: Math.min(MAX_RINGS, Math.max(1, Math.ceil(reach))) + 1 }, (_, i) => i)
