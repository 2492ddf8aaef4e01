/**
 * Image bytes do not go through the typed calls: they are GET requests to the same handler.
 *
 *   GET /pixels/<ref>                 float32 little-endian, row 0 at the bottom; the size is in the headers below
 *   GET /thumbnail/<ref>?size=96      8-bit PNG for grids: asinh stretch of the zscale limits
 *   GET /download/<ref>               a file the core wrote, as an attachment
 *   POST /upload/<upload id>/<path>   one file's bytes for an upload begun with datasets.beginUpload
 */
export const WIDTH_HEADER = 'subarc-width'
export const HEIGHT_HEADER = 'subarc-height'

export const datasetImageRef = (datasetId: string, sample: number, role: 'lr' | 'hr') =>
  `dataset/${datasetId}/${sample}/${role}`

/**
 * What stands beside an image of a dataset, on its pixels: `error` the standard deviation of each (NaN: not known),
 * `mask` 1 where a pixel counts and 0 where not, `psf` its PSF. 404 where there is none.
 */
export const datasetPlaneRef = (
  datasetId: string,
  sample: number,
  role: 'lr' | 'hr',
  plane: 'error' | 'mask' | 'psf',
) => `${datasetImageRef(datasetId, sample, role)}/${plane}`

/** The network's image of a preview sample at a step of a run. */
export const previewImageRef = (runId: string, step: number, sample: number) => `preview/${runId}/${step}/${sample}`

/** `layer`: a method of the evaluation ('network', 'bicubic', ...), `residual`, or `consistency` (re-degraded SR - LR). */
export const evaluationImageRef = (evaluationId: string, sample: number, layer: string) =>
  `evaluation/${evaluationId}/${sample}/${layer}`

export const applyImageRef = (applyId: string, item: number, layer: 'input' | 'bicubic' | 'output') =>
  `apply/${applyId}/${item}/${layer}`

/** A file of an apply job's outputs, a run's weights or an evaluation's report. */
export const applyFileRef = (applyId: string, item: number, format: string) => `apply/${applyId}/${item}/${format}`
export const weightsFileRef = (runId: string, which: 'best' | 'last') => `weights/${runId}/${which}`
