import type { DatasetSummary } from '../../../main/contract/datasets.ts'
import type { Evaluation } from '../../../main/contract/evaluations.ts'
import { datasetImageRef, evaluationImageRef } from '../../../main/contract/images.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import { type ViewerPanel, viewerPanel } from '../../viewer/panels.ts'
import { NO_EXTRAS, type SampleExtras } from './extras.ts'

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

export interface LayerOptions {
  readonly others?: readonly OtherRun[]
  /** The noise of the LR image is known. */
  readonly noise?: boolean
  readonly masks?: readonly ('lr-mask' | 'hr-mask')[]
}

const MASK_TITLES = { 'lr-mask': 'mask of LR', 'hr-mask': 'mask of HR' }

/** Every layer of an evaluation, in the order in which panels stand. */
export function layerChoices(
  { methods, consistency }: Pick<Evaluation, 'methods' | 'consistency'>,
  { others = [], noise = false, masks = [] }: LayerOptions = {},
): LayerChoice[] {
  const titled = methods.map(({ id, title }) => ({ id, title: id === 'network' ? 'SR' : title }))
  const own = titled.sort((a, b) => Number(a.id === 'network') - Number(b.id === 'network'))
  const images = [...own, ...others.map(({ evaluationId, title }) => ({ id: `network@${evaluationId}`, title }))]
  return [
    { layer: 'lr', title: 'LR' },
    ...images.map(({ id, title }) => ({ layer: id, title })),
    { layer: 'hr', title: 'HR' },
    ...images.toReversed().map(({ id, title }) => ({ layer: residualOf(id), title: `${title} - HR` })),
    ...(consistency ? [{ layer: 'consistency', title: 'SR degraded - LR' }] : []),
    ...(consistency && noise ? [{ layer: 'sigma', title: '(SR degraded - LR) / noise' }] : []),
    ...masks.map(layer => ({ layer, title: MASK_TITLES[layer] })),
  ]
}

/** The images that layers are made of: references of main/contract/images.ts by base layer. */
export function layerSources(
  layers: readonly Layer[],
  { id, datasetId }: Pick<Evaluation, 'id' | 'datasetId'>,
  sample: number,
): ReadonlyMap<Layer, string> {
  const bases = layers.flatMap(layer => {
    const method = methodOfResidual(layer)
    if (method !== null) return [method, 'hr']
    if (layer === 'sigma') return ['consistency']
    return layer in MASK_TITLES ? [] : [layer]
  })
  const ref = (base: Layer) => {
    if (base === 'lr' || base === 'hr') return datasetImageRef(datasetId, sample, base)
    const [method = base, evaluation = id] = base.split('@')
    return evaluationImageRef(evaluation, sample, method)
  }
  return new Map(bases.map(base => [base, ref(base)]))
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
  extras: SampleExtras = NO_EXTRAS,
): ViewerPanel[] {
  const scale = factor ?? 1
  const { unit } = calibration
  const levelFactor = calibration.fluxConvention === 'sum' ? scale * scale : 1
  const noise = extras.lr.error ?? calibration.lrNoiseSigma
  const special = (layer: Layer): Partial<ViewerPanel> | null => {
    const method = methodOfResidual(layer)
    if (method !== null) {
      const [image, hr] = [images.get(method), images.get('hr')]
      return image && hr ? { kind: 'residual', image: difference(image, hr), ...extras.sr } : {}
    }
    const residual = images.get('consistency')
    const { wcs, mask } = extras.lr
    if (layer === 'consistency') return residual ? { kind: 'residual', image: residual, scale, wcs, mask } : {}
    if (layer === 'sigma') {
      return residual && noise ? { kind: 'sigma', image: overNoise(residual, noise), scale, wcs, mask, unit: null } : {}
    }
    if (layer === 'lr-mask') return mask ? { kind: 'mask', image: mask, scale, wcs, unit: null } : {}
    if (layer === 'hr-mask')
      return extras.hr.mask ? { ...extras.hr, kind: 'mask', image: extras.hr.mask, unit: null } : {}
    return null
  }
  return choices.flatMap(({ layer, title }) => {
    const own = layer === 'lr' ? { scale, levelFactor, ...extras.lr } : layer === 'hr' ? extras.hr : extras.sr
    const { image = undefined, ...rest } = special(layer) ?? { image: images.get(layer), ...own }
    return image ? [viewerPanel({ id: layer, title, unit, ...rest, image })] : []
  })
}
