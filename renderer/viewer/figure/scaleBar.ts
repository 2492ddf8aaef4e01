/** A bar of a round length that says how large things are. */
export interface ScaleBar {
  /** CSS pixels. */
  readonly length: number
  readonly text: string
}

/** The bar takes at most this share of the panel's width. */
const SHARE = 0.3

/**
 * The longest of 1, 2 or 5 times a power of ten that fits, in arcsec (from 60 on in arcmin) where the pixel's side is
 * known, else in pixels of the reference grid. `zoom`: CSS pixels a reference pixel.
 */
export function scaleBar(width: number, zoom: number, pixelArcsec: number | null): ScaleBar {
  const inArcsec = (width * SHARE * (pixelArcsec ?? 1)) / zoom
  const [per, unit] = pixelArcsec === null ? [1, ' px'] : inArcsec >= 60 ? [60, "'"] : [1, '"']
  const most = inArcsec / per
  const power = 10 ** Math.floor(Math.log10(most))
  const round = ([5, 2].find(step => step * power <= most) ?? 1) * power
  return { length: (round * per * zoom) / (pixelArcsec ?? 1), text: `${Number(round.toPrecision(3))}${unit}` }
}
