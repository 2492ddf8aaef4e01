import type { ViewerPanel } from './panels.ts'

/** Limits of larger images are taken from a regular sample of their pixels, so that they come at once. */
const SAMPLE_PIXELS = 1_000_000

const known = new WeakMap<Float32Array, Map<string, unknown>>()

/**
 * What follows from an image's values, found once: a drag changes the view sixty times a second, the values never.
 * `key` tells one thing from another, and always stands for the same `find`.
 */
export function remembered<T>(data: Float32Array, key: string, find: () => T): T {
  const ofData = known.get(data) ?? new Map<string, unknown>()
  known.set(data, ofData)
  if (!ofData.has(key)) ofData.set(key, find())
  return ofData.get(key) as T
}

/** The values, or of a large image a regular sample of them. */
export function sampleOf(data: Float32Array): Float32Array {
  const stride = Math.max(1, Math.ceil(data.length / SAMPLE_PIXELS))
  if (stride === 1) return data
  return remembered(data, 'sample', () =>
    Float32Array.from({ length: Math.ceil(data.length / stride) }, (_, i) => data[i * stride]),
  )
}

/** The values that all the panels' images hold, in the unit of the reference pixels: each image has the same weight. */
export function sharedSample(panels: readonly ViewerPanel[], most = SAMPLE_PIXELS): Float32Array {
  const each = Math.ceil(most / Math.max(1, panels.length))
  const parts = panels.map(({ image: { data }, levelFactor }) => {
    const stride = Math.max(1, Math.ceil(data.length / each))
    return Float32Array.from({ length: Math.ceil(data.length / stride) }, (_, i) => data[i * stride] / levelFactor)
  })
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
