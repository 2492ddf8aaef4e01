import { movedBy } from '../../../main/domain/regions/geometry.ts'
import { t } from '../../text/t.ts'
import { withShape } from './regionSet.ts'
import type { Measure } from './useMeasure.ts'

export const REGION_KEYS_HELP = t.measure.withARegionChosenArrowsMoveIt

/** For the list of all keys. */
export const REGION_KEYS = {
  title: t.measure.regionsWhileMeasureIsOnAndOne,
  keys: [
    ['arrows', t.measure.moveItByAPixelWithShiftByTen],
    [t.common.delete, t.measure.removeIt],
    [t.measure.escape, t.measure.putTheDrawingToolAwayLetThe],
    ['Ctrl-Z', t.measure.undoWithShiftRedo],
  ],
} as const

interface Key {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}

/** Undo and redo; true where the key was one of them. */
export function undoByKey(measure: Measure, key: Key): boolean {
  if (!(key.ctrlKey || key.metaKey) || key.altKey) return false
  const letter = key.key.toLowerCase()
  if (letter !== 'z' && letter !== 'y') return false
  if (letter === 'y' || key.shiftKey) measure.redo()
  else measure.undo()
  return true
}

/** What a key in a panel does to the regions; true where it did something. */
export function regionKey(measure: Measure, key: Key): boolean {
  if (key.ctrlKey || key.metaKey || key.altKey) return false
  if (key.key === 'Escape' && (measure.tool || measure.selected)) {
    if (measure.tool) measure.setTool(null)
    else measure.select(null)
    return true
  }
  const region = measure.regions.find(candidate => candidate.id === measure.selected)
  if (!region) return false
  if (key.key === 'Delete' || key.key === 'Backspace') {
    measure.change(measure.regions.filter(({ id }) => id !== region.id))
    return true
  }
  const arrow = ARROWS[key.key]
  if (!arrow) return false
  const step = key.shiftKey ? 10 : 1
  measure.change(withShape(measure.regions, region.id, movedBy(region.shape, arrow[0] * step, arrow[1] * step)))
  return true
}
