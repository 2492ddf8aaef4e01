export { celestialWcs } from './celestialWcs.ts'
export { pixelScaleArcsec, rescaleCards } from './transform.ts'
