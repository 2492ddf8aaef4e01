/**
 * A window too narrow or too low for parts that stand side by side and scroll by themselves, as any window is at a zoom of
 * 200 %: in it the parts stand below each other, and the page scrolls as a whole.
 */
export const CRAMPED = '@media (max-width: 899.95px), (max-height: 559.95px)'

/** A window in which the frame may take little of the height. */
export const LOW = '@media (max-height: 559.95px)'

/** The columns of a filling page. */
export const crampedColumns = {
  [CRAMPED]: { flex: 'none', gridTemplateColumns: 'minmax(0, 1fr)', gridTemplateRows: 'none' },
} as const

/** What fills a page and scrolls by itself; of a cramped window it leaves a part to its surroundings. */
export const scrollingPart = { flex: 1, minHeight: 0, [CRAMPED]: { flex: 'none', maxHeight: '70vh' } } as const
