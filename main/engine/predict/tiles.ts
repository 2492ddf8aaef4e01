/** One tile along one axis: the window that is computed, and the part of it that is kept. In LR pixels, ends exclusive. */
export interface Span {
  readonly windowStart: number
  readonly coreStart: number
  readonly coreEnd: number
}

/**
 * Cuts an axis into windows of one length, so that a compiled network fits them all. A kept pixel is at least `margin`
 * from every edge of its window that is not the image's own edge: with the margin as large as the receptive field, no
 * kept pixel sees that edge, while at the image's edge the zero padding is the same as without tiles.
 */
export function axisSpans(length: number, window: number, margin: number): Span[] {
  if (window >= length) return [{ windowStart: 0, coreStart: 0, coreEnd: length }]
  const spans: Span[] = []
  for (let coreStart = 0; coreStart < length; ) {
    const windowStart = Math.min(Math.max(0, coreStart - margin), length - window)
    const coreEnd = windowStart + window === length ? length : windowStart + window - margin
    spans.push({ windowStart, coreStart, coreEnd })
    coreStart = coreEnd
  }
  return spans
}

/** The side of a tile: as asked, but large enough that at least half of each side is kept. */
export function windowSide(tilePixels: number, margin: number): number {
  return Math.max(tilePixels, 4 * margin)
}
