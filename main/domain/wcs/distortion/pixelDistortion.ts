/**
 * Cards of distortions that are functions of the file's own pixels and are not polynomials in CRPIX: tables of WCS paper
 * IV, the detector-to-image ones of HST, and the plate solutions of digitised sky surveys.
 */
export function isPixelDistortion(keyword: string): boolean {
  return /^((CPDIS|CQDIS|DP|DQ|CPERR|CQERR)\d+[A-Z]?|D2IM(DIS|ERR|EXT|ARR)?\d*|AXISCORR|AMD[XY]\d+|PPO\d|CNPIX\d)$/.test(
    keyword,
  )
}

/** Of these the cards that say that the distortion is to be applied. */
export function callsDistortion(keyword: string): boolean {
  return /^((CPDIS|CQDIS)\d+[A-Z]?|D2IM(DIS|ARR)\d*|AXISCORR|AMDX1)$/.test(keyword)
}
