import type { ViewerPanel } from '../panels.ts'

/** Side of a reference pixel, arcsec: as it is known, else by the first panel that has a WCS; null where none has. */
export function referenceSide(panels: readonly ViewerPanel[], known: number | null): number | null {
  const panel = panels.find(candidate => candidate.wcs)
  return known ?? (panel?.wcs ? panel.wcs.pixelScaleArcsec / panel.scale : null)
}
