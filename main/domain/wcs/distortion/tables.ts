/** Cards of distortion tables and functions of pixels: WCS paper IV's, and the detector-to-image ones of HST. */
export function isDistortionTable(keyword: string): boolean {
  return /^((CPDIS|CQDIS|DP|DQ|CPERR|CQERR)\d+[A-Z]?|D2IM(DIS|ERR|EXT|ARR)?\d*|AXISCORR)$/.test(keyword)
}

/** Cards that say that such a distortion is to be applied. */
export function callsDistortion(keyword: string): boolean {
  return /^((CPDIS|CQDIS)\d+[A-Z]?|D2IM(DIS|ARR)\d*|AXISCORR)$/.test(keyword)
}
