export { celestialWcs } from './celestialWcs.ts'
export { convertSky } from './frames/convert.ts'
export { wcsFrameOf } from './headerFrame.ts'
export { pixelScaleArcsec, rescaleCards } from './transform.ts'
