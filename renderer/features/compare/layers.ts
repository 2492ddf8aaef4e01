import type { DatasetSummary } from '../../../main/contract/datasets.ts'
import type { Evaluation } from '../../../main/contract/evaluations.ts'
import { datasetImageRef, datasetPlaneRef, evaluationImageRef } from '../../../main/contract/images.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import { type ViewerPanel, viewerPanel } from '../../viewer/panels.ts'

/** What a panel may show: `lr`, `hr`, a method's id, `minus-hr:<method>` or `consistency`. */
export type Layer = string

const MINUS_HR = 'minus-hr:'
export const residualOf = (method: string): Layer => `${MINUS_HR}${method}`
const methodOfResidual = (layer: Layer) => (layer.startsWith(MINUS_HR) ? layer.slice(MINUS_HR.length) : null)

export const DEFAULT_LAYERS: readonly Layer[] = ['lr', 'bicubic', 'network', 'hr', residualOf('network')]

export interface LayerChoice {
  readonly layer: Layer
  readonly title: string
}

/** Every layer of an evaluation, in the order in which panels stand. */
export function layerChoices({ methods, consistency }: Pick<Evaluation, 'methods' | 'consistency'>): LayerChoice[] {
  const titled = methods.map(({ id, title }) => ({ id, title: id === 'network' ? 'SR' : title }))
  const images = titled.sort((a, b) => Number(a.id === 'network') - Number(b.id === 'network'))
  return [
    { layer: 'lr', title: 'LR' },
    ...images.map(({ id, title }) => ({ layer: id, title })),
    { layer: 'hr', title: 'HR' },
    ...images.toReversed().map(({ id, title }) => ({ layer: residualOf(id), title: `${title} - HR` })),
    ...(consistency ? [{ layer: 'consistency', title: 'SR degraded - LR' }] : []),
  ]
}

/** What belongs to the images themselves is kept beside the layers under these names. */
const planeLayer = (role: 'lr' | 'hr', plane: 'mask' | 'error'): Layer => `${role}#${plane}`

/** The masks and noise maps that a dataset has. */
function planeSources({ id, planes }: Pick<DatasetSummary, 'id' | 'planes'>, sample: number): [Layer, string][] {
  const isMasked = planes.masked.lr + planes.masked.hr > 0
  return (['lr', 'hr'] as const).flatMap(role => {
    const known = [...(isMasked ? ['mask' as const] : []), ...(planes.error[role] > 0 ? ['error' as const] : [])]
    return known.map((plane): [Layer, string] => [planeLayer(role, plane), datasetPlaneRef(id, sample, role, plane)])
  })
}

/** The images that layers are made of: references of main/contract/images.ts by base layer. */
export function layerSources(
  layers: readonly Layer[],
  { id, datasetId }: Pick<Evaluation, 'id' | 'datasetId'>,
  sample: number,
  dataset: Pick<DatasetSummary, 'id' | 'planes'>,
): ReadonlyMap<Layer, string> {
  const bases = layers.flatMap(layer => {
    const method = methodOfResidual(layer)
    return method === null ? [layer] : [method, 'hr']
  })
  return new Map([
    ...bases.map((base): [Layer, string] => [
      base,
      base === 'lr' || base === 'hr' ? datasetImageRef(datasetId, sample, base) : evaluationImageRef(id, sample, base),
    ]),
    ...planeSources(dataset, sample),
  ])
}

/** a - b, pixel by pixel, in float32. */
export function difference(a: FloatImage, b: FloatImage): FloatImage {
  return { width: a.width, height: a.height, data: a.data.map((value, index) => value - b.data[index]) }
}

/** Side of a reference (HR) pixel, arcsec; of a dataset without HR, of an LR pixel. Null where it is not known. */
export const referenceArcsec = ({
  factor,
  calibration,
}: Pick<DatasetSummary, 'factor' | 'calibration'>): number | null =>
  calibration.pixelScaleArcsec === null ? null : calibration.pixelScaleArcsec / (factor ?? 1)

/** The panels of those layers whose images have come. */
export function layerPanels(
  choices: readonly LayerChoice[],
  images: ReadonlyMap<Layer, FloatImage>,
  { factor, calibration }: Pick<DatasetSummary, 'factor' | 'calibration'>,
): ViewerPanel[] {
  const scale = factor ?? 1
  const { unit } = calibration
  const levelFactor = calibration.fluxConvention === 'sum' ? scale * scale : 1
  const lrMask = { mask: images.get(planeLayer('lr', 'mask')) }
  const hrMask = { mask: images.get(planeLayer('hr', 'mask')) }
  return choices.flatMap(({ layer, title }) => {
    const method = methodOfResidual(layer)
    if (method !== null) {
      const [image, hr] = [images.get(method), images.get('hr')]
      if (!image || !hr) return []
      return [viewerPanel({ id: layer, title, unit, kind: 'residual', image: difference(image, hr), ...hrMask })]
    }
    const image = images.get(layer)
    if (!image) return []
    if (layer === 'consistency')
      return [viewerPanel({ id: layer, title, unit, image, kind: 'residual', scale, ...lrMask })]
    if (layer === 'lr') {
      const error = images.get(planeLayer('lr', 'error'))
      return [viewerPanel({ id: layer, title, unit, image, scale, levelFactor, error, ...lrMask })]
    }
    const error = layer === 'hr' ? images.get(planeLayer('hr', 'error')) : undefined
    return [viewerPanel({ id: layer, title, unit, image, error, ...hrMask })]
  })
}
