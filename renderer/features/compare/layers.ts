import type { DatasetSummary } from '../../../main/contract/datasets.ts'
import type { Evaluation } from '../../../main/contract/evaluations.ts'
import { datasetImageRef, datasetPlaneRef, evaluationImageRef } from '../../../main/contract/images.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import { t } from '../../text/t.ts'
import { type ViewerPanel, viewerPanel } from '../../viewer/panels.ts'
import { NO_SKY, type SampleSky } from './sampleSky.ts'

/**
 * What a panel may show: `lr`, `hr`, a method's id, `network@<evaluation>` of another run, `minus-hr:<method>`,
 * `consistency`, `sigma` (it over the noise), `lr-mask` or `hr-mask`.
 */
export type Layer = string

const MINUS_HR = 'minus-hr:'
export const residualOf = (method: string): Layer => `${MINUS_HR}${method}`
const methodOfResidual = (layer: Layer) => (layer.startsWith(MINUS_HR) ? layer.slice(MINUS_HR.length) : null)

export const DEFAULT_LAYERS: readonly Layer[] = ['lr', 'bicubic', 'network', 'hr', residualOf('network')]

export interface LayerChoice {
  readonly layer: Layer
  readonly title: string
}

/** Another evaluation of the same images: its network's image may stand beside this one's. */
export interface OtherRun {
  readonly evaluationId: string
  readonly title: string
}

/** Every layer of an evaluation, in the order in which panels stand. */
export function layerChoices(
  { methods, consistency }: Pick<Evaluation, 'methods' | 'consistency'>,
  { planes, calibration }: Pick<DatasetSummary, 'planes' | 'calibration'>,
  others: readonly OtherRun[] = [],
  networkTitle = 'SR',
): LayerChoice[] {
  const hasNoise = planes.error.lr > 0 || calibration.lrNoiseSigma !== null
  const masks = (['lr', 'hr'] as const).filter(role => planes.masked[role] > 0)
  const titled = methods.map(({ id, title }) => ({ id, title: id === 'network' ? networkTitle : title }))
  const own = titled.sort((a, b) => Number(a.id === 'network') - Number(b.id === 'network'))
  const images = [...own, ...others.map(({ evaluationId, title }) => ({ id: `network@${evaluationId}`, title }))]
  // What networks add or invent comes first, then that of the plain methods.
  const isNetwork = ({ id }: { id: string }) => id.startsWith('network')
  const residuals = [...images.filter(isNetwork), ...images.filter(image => !isNetwork(image)).reverse()]
  return [
    { layer: 'lr', title: 'LR' },
    ...images.map(({ id, title }) => ({ layer: id, title })),
    { layer: 'hr', title: 'HR' },
    ...residuals.map(({ id, title }) => ({ layer: residualOf(id), title: `${title} - HR` })),
    ...(consistency ? [{ layer: 'consistency', title: t.compare.srDegradedLR }] : []),
    ...(consistency && hasNoise ? [{ layer: 'sigma', title: t.compare.srDegradedLRNoise }] : []),
    ...masks.map(role => ({ layer: `${role}-mask`, title: t.compare.maskOf(role.toUpperCase()) })),
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
    if (method !== null) return [method, 'hr']
    if (layer === 'sigma') return ['consistency']
    return layer === 'lr-mask' || layer === 'hr-mask' ? [] : [layer]
  })
  const ref = (base: Layer) => {
    if (base === 'lr' || base === 'hr') return datasetImageRef(datasetId, sample, base)
    const [method = base, evaluation = id] = base.split('@')
    return evaluationImageRef(evaluation, sample, method)
  }
  return new Map([...bases.map((base): [Layer, string] => [base, ref(base)]), ...planeSources(dataset, sample)])
}

/** a - b, pixel by pixel, in float32. */
export function difference(a: FloatImage, b: FloatImage): FloatImage {
  return { width: a.width, height: a.height, data: a.data.map((value, index) => value - b.data[index]) }
}

/** A residual over the standard deviation of each pixel, or over one of all. */
export function overNoise(residual: FloatImage, noise: FloatImage | number): FloatImage {
  const sigma = typeof noise === 'number' ? () => noise : (index: number) => noise.data[index]
  return { ...residual, data: residual.data.map((value, index) => value / sigma(index)) }
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
  sky: SampleSky = NO_SKY,
): ViewerPanel[] {
  const scale = factor ?? 1
  const { unit } = calibration
  const levelFactor = calibration.fluxConvention === 'sum' ? scale * scale : 1
  const lr = { wcs: sky.lr, mask: images.get(planeLayer('lr', 'mask')) }
  const hr = { wcs: sky.hr, mask: images.get(planeLayer('hr', 'mask')) }
  const sr = { wcs: sky.sr, mask: hr.mask }
  const lrError = images.get(planeLayer('lr', 'error'))
  const noise = lrError ?? calibration.lrNoiseSigma
  const residual = images.get('consistency')
  /** What a panel of the layer is made of; without an image where that has not come. */
  const content = (layer: Layer): Partial<ViewerPanel> => {
    const method = methodOfResidual(layer)
    const [image, truth] = [images.get(method ?? layer), images.get('hr')]
    if (method !== null) return image && truth ? { kind: 'residual', image: difference(image, truth), ...sr } : {}
    if (layer === 'consistency' && residual) return { kind: 'residual', image: residual, scale, ...lr }
    if (layer === 'sigma') {
      return residual && noise ? { kind: 'sigma', image: overNoise(residual, noise), scale, unit: null, ...lr } : {}
    }
    if (layer === 'lr-mask') return lr.mask ? { kind: 'mask', image: lr.mask, scale, unit: null, wcs: lr.wcs } : {}
    if (layer === 'hr-mask') return hr.mask ? { kind: 'mask', image: hr.mask, unit: null, wcs: hr.wcs } : {}
    if (!image) return {}
    if (layer === 'lr') return { image, scale, levelFactor, error: lrError, ...lr }
    return layer === 'hr' ? { image, error: images.get(planeLayer('hr', 'error')), ...hr } : { image, ...sr }
  }
  return choices.flatMap(({ layer, title }) => {
    const { image, ...rest } = content(layer)
    return image ? [viewerPanel({ id: layer, title, unit, ...rest, image })] : []
  })
}
