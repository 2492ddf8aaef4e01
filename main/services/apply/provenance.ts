import { buildCards, commentaryCards } from '../../formats/fits/cardBuilder.ts'
import { FitsHeader } from '../../formats/fits/header.ts'

/** Whether a pixel's value is the flux that falls on it (it sums) or a surface brightness (it averages). */
export type FluxConvention = 'sum' | 'mean' | 'unknown'

/** What a product's header tells of its making. */
export interface ProductFacts {
  readonly version: string
  readonly createdAt: string
  readonly inputName: string
  readonly factor: number
  readonly network: string
  readonly runName: string
  readonly runId: string
  /** The preset that the run was configured from. */
  readonly recipe: string
  readonly checkpoint: string
  readonly weightsSha256: string
  readonly datasetName: string
  readonly datasetHash: string
  /** That the network was applied on. */
  readonly device: string
  readonly calibrated: boolean
  /** That the pixel values follow. */
  readonly fluxConvention: FluxConvention
  /** By how many output pixels the training HR images lay to the right and above of their LR images. */
  readonly offset: { readonly dx: number; readonly dy: number }
  /** Of the input, where its own header does not say. */
  readonly unit: string | null
  readonly pixelScaleArcsec: number | null
  readonly warnings: readonly string[]
}

const conventions = {
  sum: 'Pixel values are fluxes: their sum, not their level, is that of the input.',
  mean: 'Pixel values are surface brightnesses, as in the input.',
  unknown: 'Whether pixel values are fluxes or brightnesses is not recorded.',
}

/** What was done by what, for people, as HISTORY. */
export function historyCards(facts: ProductFacts, warnings: readonly string[]): string[] {
  const { dx, dy } = facts.offset
  const lines = [
    `Super-resolved ${facts.factor} times a side by Subarc ${facts.version} from ${facts.inputName}.`,
    `Network ${facts.network}, run "${facts.runName}" (${facts.runId}), checkpoint ${facts.checkpoint}.`,
    `Weights SHA-256:\n${facts.weightsSha256}`,
    `Trained on "${facts.datasetName}", SHA-256 of its content:\n${facts.datasetHash}`,
    'Detail beyond the resolution of the input is inferred from the training images, not observed.',
    conventions[facts.fluxConvention],
    ...(dx === 0 && dy === 0
      ? []
      : [`CRPIX holds the offset of the training images, ${dx.toFixed(3)}, ${dy.toFixed(3)} pixels.`]),
    ...(facts.calibrated ? [] : ['UNCALIBRATED: the training images had no photometry; fluxes mean nothing.']),
    ...warnings.map(warning => `WARNING: ${warning}`),
  ]
  return lines.flatMap(line => commentaryCards('HISTORY', line))
}

/** What made a product, for programs: in the primary header, from where its extensions inherit it. */
export function provenanceCards(facts: ProductFacts): string[] {
  return [
    buildCards('CREATOR', `Subarc ${facts.version}`, 'program that wrote this file'),
    buildCards('DATE', facts.createdAt.slice(0, 19), 'when this file was written (UTC)'),
    buildCards('SRINPUT', facts.inputName, 'image that was super-resolved'),
    buildCards('SRFACTOR', facts.factor, 'output pixels to an input pixel, a side'),
    buildCards('SRNET', facts.network, 'network'),
    buildCards('SRRUN', facts.runId, 'training run'),
    buildCards('SRRUNNAM', facts.runName, 'its name'),
    buildCards('SRRECIPE', facts.recipe, 'its recipe'),
    buildCards('SRCHECKP', facts.checkpoint, 'its checkpoint'),
    buildCards('SRWEIGHT', facts.weightsSha256),
    buildCards('SRDATA', facts.datasetName, 'dataset that it was trained on'),
    buildCards('SRDATSHA', facts.datasetHash),
    buildCards('SRDEVICE', facts.device, 'device that the network ran on'),
    buildCards('SRCALIB', facts.calibrated, 'whether the training images have photometry'),
  ].flat()
}

/** Keywords of what made an earlier product, which do not hold for what is made of it; its HISTORY tells of that. */
export const isProvenance = (keyword: string): boolean =>
  /^(CREATOR|NEXTEND|FLUXCONV|FLUXRAT|SR(INPUT|FACTOR|NET|RUN|RUNNAM|RECIPE|CHECKP|WEIGHT|DATA|DATSHA|DEVICE|CALIB|HRFWHM|LRFWHM))$/.test(
    keyword,
  )

/** The convention that a product's own header states. */
export function statedConvention(cards: readonly string[]): 'sum' | 'mean' | null {
  const stated = new FitsHeader(cards).string('FLUXCONV')
  return stated === 'sum' || stated === 'mean' ? stated : null
}

/** What a pixel's value is, and how the total flux came out where that can be told. */
export function fluxCards(convention: FluxConvention, fluxRatio?: number | null): string[] {
  return [
    ...buildCards('FLUXCONV', convention, 'pixels: sum = flux, mean = surface brightness'),
    ...(typeof fluxRatio === 'number'
      ? buildCards('FLUXRAT', fluxRatio, 'total flux here over that of the input')
      : []),
  ]
}
