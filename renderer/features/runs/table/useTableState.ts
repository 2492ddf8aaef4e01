import { replaceEqualDeep } from '@tanstack/react-query'
import { useCallback, useMemo, useRef } from 'react'
import { useSearchParams } from 'react-router'
import { readTableState, type TableState, tableParameters } from './tableState.ts'

/**
 * The table's state from the page's address, and a way to change parts of it. Parts that did not change stay the same
 * objects, and so does the way: what depends on other parts alone is not drawn anew.
 */
export function useTableState(): [TableState, (change: Partial<TableState>) => void] {
  const [query, setQuery] = useSearchParams()
  const last = useRef<TableState>(undefined)
  const state = useMemo(() => {
    last.current = replaceEqualDeep(last.current, readTableState(query))
    return last.current
  }, [query])
  // The router's own is another one after each change.
  const latest = useRef(setQuery)
  latest.current = setQuery
  const put = useCallback(
    (change: Partial<TableState>) =>
      latest.current(
        old => {
          const next = new URLSearchParams(old)
          for (const [key, value] of Object.entries(tableParameters(change)))
            value === undefined ? next.delete(key) : next.set(key, value)
          return next
        },
        { replace: true },
      ),
    [],
  )
  return [state, put]
}
