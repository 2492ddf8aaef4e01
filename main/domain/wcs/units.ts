const DEGREES: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['deg', 1],
  ['degree', 1],
  ['degrees', 1],
  ['arcmin', 1 / 60],
  ['arcsec', 1 / 3600],
  ['mas', 1 / 3_600_000],
  ['uas', 1 / 3_600_000_000],
  ['rad', 180 / Math.PI],
])

/** Degrees in the angular unit of a CUNIT; degrees where it says nothing (FITS 4.0 sec. 8.2). Undefined for any other. */
export function degreesIn(unit: string | undefined): number | undefined {
  return DEGREES.get((unit ?? '').trim().toLowerCase())
}
