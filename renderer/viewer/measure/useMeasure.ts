import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { SkyRing } from '../../../main/domain/photometry/sky.ts'
import type { Region, ShapeKind } from '../../../main/domain/regions/region.ts'
import { amended, changed, type History, historyOf, redone, undone } from './history.ts'
import { decodeRegions, encodeRegions } from './regionSet.ts'

/** Time without a change after which the address is written, as for the view. */
const SETTLE_MILLISECONDS = 250

/** The regions of a page with everything that is done to them. */
export interface Measure {
  readonly isOpen: boolean
  readonly setOpen: (isOpen: boolean) => void
  readonly regions: readonly Region[]
  /** A step that can be undone; `amend` goes on with the step before (the moves of one drag). */
  readonly change: (regions: readonly Region[], how?: 'amend') => void
  readonly undo: () => void
  readonly redo: () => void
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly selected: string | null
  readonly select: (id: string | null) => void
  /** The shape that the next drag draws; null: drags move what is there. */
  readonly tool: ShapeKind | null
  readonly setTool: (tool: ShapeKind | null) => void
  readonly sky: SkyRing | null
  readonly setSky: (sky: SkyRing | null) => void
}

/** Regions that are kept in the page's address, so that a link and a saved view hold them. */
export function useMeasure(): Measure {
  const [query, setQuery] = useSearchParams()
  const [initial] = useState(() => decodeRegions(query))
  const [isOpen, setOpen] = useState(initial.isOpen)
  const [sky, setSky] = useState(initial.sky)
  const [history, setHistory] = useState<History<readonly Region[]>>(() => historyOf(initial.regions))
  const [selected, select] = useState<string | null>(null)
  const [tool, setTool] = useState<ShapeKind | null>(null)
  const regions = history.present

  const write = useRef(setQuery)
  useEffect(() => {
    write.current = setQuery
  })
  const written = useRef(initial)
  useEffect(() => {
    const before = written.current
    if (before.isOpen === isOpen && before.regions === regions && before.sky === sky) return
    const set = { isOpen, regions, sky }
    const timer = setTimeout(() => {
      written.current = set
      write.current(old => encodeRegions(set, old), { replace: true })
    }, SETTLE_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [isOpen, regions, sky])

  const change = useCallback(
    (next: readonly Region[], how?: 'amend') => setHistory(old => (how === 'amend' ? amended : changed)(old, next)),
    [],
  )
  const undo = useCallback(() => setHistory(undone), [])
  const redo = useCallback(() => setHistory(redone), [])
  const [canUndo, canRedo] = [history.past.length > 0, history.future.length > 0]
  return useMemo(
    () => ({
      isOpen,
      setOpen,
      regions,
      change,
      undo,
      redo,
      canUndo,
      canRedo,
      selected: regions.some(region => region.id === selected) ? selected : null,
      select,
      tool,
      setTool,
      sky,
      setSky,
    }),
    [isOpen, regions, change, undo, redo, canUndo, canRedo, selected, tool, sky],
  )
}
