import { AppError } from '../../main/domain/errors.ts'
import { celestialWcs, rescaleCards } from '../../main/domain/wcs/index.ts'
import type { Wcs } from '../../main/domain/wcs/types.ts'

/** The sky coordinates of an image, or why it has none although its header speaks of them. */
export interface PanelWcs {
  readonly wcs: Wcs | undefined
  readonly problem: string | null
}

/** The WCS of header cards for a grid of `factor` times the pixels a side; none where the header has none. */
export function panelWcs(cards: readonly string[], factor = 1): PanelWcs {
  try {
    return { wcs: celestialWcs(factor === 1 ? cards : rescaleCards(cards, factor).cards), problem: null }
  } catch (error) {
    if (error instanceof AppError) return { wcs: undefined, problem: error.message }
    throw error
  }
}
