import type { FloatImage } from '../../domain/image.ts'
import { parseCard } from '../../formats/fits/card.ts'
import { buildCards, commentaryCards, groupCards, updateCards } from '../../formats/fits/cardBuilder.ts'
import { compressedHdu } from '../../formats/fits/compression/compressedHdu.ts'
import { imageHdu, type NewHdu } from '../../formats/fits/imageHdu.ts'
import { headerForFloatImage, inStandardOrder } from '../../formats/fits/keptCards.ts'
import { inputWorldCards, type ProductHeader, worldCards } from './productHeader.ts'
import { fluxCards, type ProductFacts, provenanceCards } from './provenance.ts'

/** The images of a product and what is told of them. */
export interface ProductImages {
  readonly sr: FloatImage
  /** Re-degraded SR - LR on the input's grid, or why there is none. */
  readonly residual: FloatImage | { readonly missing: string }
  /** Total flux over the input's; null: not to be told. */
  readonly fluxRatio: number | null
  /** FWHM of the Gaussian PSFs that the residual rests on, output pixels. */
  readonly psfs: { readonly hr: number; readonly lr: number } | null
}

/** One primary HDU with everything in one header, for programs that look no further. */
export function singleImage(images: ProductImages, header: ProductHeader, facts: ProductFacts): NewHdu[] {
  const { width, height, data } = images.sr
  const extra = [...provenanceCards(facts), ...header.extraCards, ...fluxCards(facts.fluxConvention, images.fluxRatio)]
  return [imageHdu({ shape: [height, width], data, cards: cleaned(header.cards, extra) }, 'primary')]
}

/**
 * PRIMARY with the provenance, SCI, RESID where the PSFs are known, MASK where the input has pixels without a value.
 * There is no ERR: the network gives no errors, and the input's, interpolated, would claim what nobody knows.
 */
export function extensions(
  images: ProductImages,
  header: ProductHeader,
  inputCards: readonly string[],
  facts: ProductFacts,
  compress: boolean,
): NewHdu[] {
  const unit = [...header.cards, ...header.extraCards].filter(card => parseCard(card).keyword === 'BUNIT').slice(0, 1)
  const float = (image: FloatImage, name: string, cards: string[]): NewHdu =>
    compress
      ? compressedHdu(image, { name, cards: [...VERSION, ...cards] })
      : imageHdu(
          { shape: [image.height, image.width], data: image.data, name, cards: [...VERSION, ...cards] },
          'extension',
        )
  const mask = maskOf(images.sr)
  const sciCards = cleaned(header.cards, [...header.extraCards, ...fluxCards(facts.fluxConvention, images.fluxRatio)])
  const hdus = [
    float(images.sr, 'SCI', [...INHERIT, ...sciCards]),
    ...('missing' in images.residual
      ? []
      : [float(images.residual, 'RESID', residualCards(images, inputCards, unit, facts))]),
    ...(mask === undefined
      ? []
      : [imageHdu({ ...mask, name: 'MASK', cards: [...VERSION, ...maskCards(header)] }, 'extension')]),
  ]
  return [primary(images, header, facts, hdus.length, mask !== undefined), ...hdus]
}

const VERSION = buildCards('EXTVER', 1, 'number among HDUs of the name')
const INHERIT = buildCards('INHERIT', true, 'the primary header holds for this HDU too')

/** What tells whoever lists files by their primary headers what this one is of. */
const OF_THE_SKY = /^(OBJECT|TELESCOP|INSTRUME|OBSERVER|DATE-OBS|FILTER)$/

function primary(
  images: ProductImages,
  header: ProductHeader,
  facts: ProductFacts,
  extensionCount: number,
  hasMask: boolean,
): NewHdu {
  const { residual } = images
  const notes = [
    'SCI is the super-resolved image.',
    'missing' in residual
      ? `No RESID: ${residual.missing}`
      : 'RESID is SCI, degraded to the PSF and pixels of the input, less the input.',
    ...(hasMask ? ['MASK is 1 where the input has no value.'] : []),
    'No ERR: the network gives no error of its pixels. One that is interpolated from the input would claim what is not known.',
  ]
  const cards = [
    ...groupCards(header.cards).flatMap(group => (OF_THE_SKY.test(group.keyword) ? group.cards : [])),
    ...provenanceCards(facts),
    ...notes.flatMap(note => commentaryCards('COMMENT', note)),
  ]
  const count = buildCards('NEXTEND', extensionCount, 'number of extensions')
  return imageHdu(
    { shape: [], data: new Uint8Array(), cards: [...count, ...cleaned(cards, [])] },
    'primary with extensions',
  )
}

function residualCards(
  { psfs }: ProductImages,
  inputCards: readonly string[],
  unit: readonly string[],
  facts: ProductFacts,
): string[] {
  return [
    ...INHERIT,
    ...cleaned(inputWorldCards(inputCards), [
      ...unit,
      ...fluxCards(facts.fluxConvention),
      ...(psfs === null
        ? []
        : [
            ...buildCards('SRHRFWHM', psfs.hr, '[pixel] FWHM of the PSF of SCI, its pixels'),
            ...buildCards('SRLRFWHM', psfs.lr, '[pixel] FWHM of the PSF of the input, pixels of SCI'),
          ]),
    ]),
  ]
}

const maskCards = (header: ProductHeader): string[] => [...INHERIT, ...cleaned(worldCards(header.cards), [])]

/** 1 where there is no value; undefined where there is one everywhere. */
function maskOf({ width, height, data }: FloatImage): { shape: number[]; data: Uint8Array } | undefined {
  const mask = Uint8Array.from(data, value => (Number.isFinite(value) ? 0 : 1))
  return mask.includes(1) ? { shape: [height, width], data: mask } : undefined
}

function cleaned(cards: readonly string[], extraCards: readonly string[]): string[] {
  return inStandardOrder(updateCards(headerForFloatImage(cards), headerForFloatImage(extraCards)))
}
