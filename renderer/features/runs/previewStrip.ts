export interface PreviewPoint {
  readonly step: number
  readonly epoch: number
  readonly sample: number
}

/** Previews of kept runs and of live events, each once, by step. */
export function mergedPreviews(...lists: readonly (readonly PreviewPoint[])[]): PreviewPoint[] {
  const byPlace = new Map(lists.flat().map(point => [`${point.step}/${point.sample}`, point]))
  return [...byPlace.values()].sort((a, b) => a.step - b.step || a.sample - b.sample)
}

/** Samples that have previews, and at most `most` of the steps, evenly chosen, the first and the newest among them. */
export function previewStrip(points: readonly PreviewPoint[], most: number) {
  const samples = [...new Set(points.map(point => point.sample))].sort((a, b) => a - b)
  const steps = [...new Map(points.map(point => [point.step, point.epoch]))].map(([step, epoch]) => ({ step, epoch }))
  const stride = Math.max(1, (steps.length - 1) / (most - 1))
  const chosen = steps.length <= most ? steps : Array.from({ length: most }, (_, i) => steps[Math.round(i * stride)])
  return { samples, steps: chosen }
}
