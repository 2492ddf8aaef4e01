/**
 * Image bytes do not go through the typed calls: they are GET requests to the same handler.
 *
 *   GET /pixels/<ref>                 float32 little-endian, row 0 at the bottom; the size is in the headers below
 *   GET /thumbnail/<ref>?size=96      8-bit PNG for grids: asinh stretch of the zscale limits
 *   GET /cutout/<ref>?x&y&width&height  part of an image as FITS, with its header on the new grid (cutoutAddress)
 *   GET /download/<ref>               a file the core wrote, as an attachment
 *   POST /upload/<upload id>/<path>   one file's bytes for an upload begun with datasets.beginUpload
 */
export const WIDTH_HEADER = 'subarc-width'
export const HEIGHT_HEADER = 'subarc-height'

/** Zero-based pixels of the image, origin lower left. What lies beside the image is left out. */
export const cutoutAddress = (
  ref: string,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
) => `/cutout/${ref}?x=${x}&y=${y}&width=${width}&height=${height}`

export const datasetImageRef = (datasetId: string, sample: number, role: 'lr' | 'hr') =>
  `dataset/${datasetId}/${sample}/${role}`

/**
 * What stands beside an image of a dataset, on its pixels: `error` the standard deviation of each (NaN: not known);
 * `mask` 1 where a pixel counts and 0 where not, for HR images also where the LR pixel that it lies in does not; `psf`
 * its PSF. 404 where no image of the dataset has an error or a mask, or this one no PSF.
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

/**
 * Pixels of a plane of any file that may be read, straight from the file. `key` is that of views.open; the pixels of
 * an address never change. The parts below `whole` are for images that are too large to be sent whole:
 *
 *   whole                       the plane; of one that is too large, its preview
 *   tile/<level>/<column>/<row> a tile of its pyramid (main/domain/pyramid.ts)
 *   cut/<x>/<y>/<width>/<height>  any part of it, at most 2^22 pixels
 *   preview                     every n-th pixel of it, at most 1024 a side
 *   sample                      a single row: values of a regular sample in ascending order, the ends those of the preview
 *   sample/full                 the same with the ends of the whole plane, once its pyramid is made
 */
export const viewImageRef = (
  { path, key, image, plane }: { path: string; key: string; image: number; plane: number },
  part: string,
) => `view/${pathPart(path)}/${key}/${image}/${plane}/${part}`

/** A path as one part of an address. Encoded twice, since an address is decoded as a whole before its parts are told apart. */
const pathPart = (path: string) => encodeURIComponent(encodeURIComponent(path))
