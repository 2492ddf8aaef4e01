import type { Wcs } from '../../../main/domain/wcs/types.ts'
import { panelWcs } from '../../viewer/panelWcs.ts'

/** Sky coordinates of a sample's images, as far as its files have them. */
export interface SampleSky {
  readonly lr: Wcs | undefined
  readonly hr: Wcs | undefined
  /** Of images that are made from the LR: on its grid, refined by the factor. */
  readonly sr: Wcs | undefined
  /** Why there are none, where the headers have some that cannot be used. */
  readonly problem: string | null
}

export const NO_SKY: SampleSky = { lr: undefined, hr: undefined, sr: undefined, problem: null }

/** From the header cards of both files. An LR image that was made from the HR one has no header of its own. */
export function sampleSky(lrCards: readonly string[], hrCards: readonly string[], factor: number): SampleSky {
  const hr = panelWcs(hrCards)
  const lr = lrCards.length > 0 ? panelWcs(lrCards) : panelWcs(hrCards, 1 / factor)
  const fine = panelWcs(lrCards, factor)
  return { lr: lr.wcs, hr: hr.wcs, sr: fine.wcs ?? hr.wcs, problem: lr.problem ?? hr.problem }
}
