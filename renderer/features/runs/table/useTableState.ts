import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { readTableState, type TableState, tableParameters } from './tableState.ts'

/** The table's state from the page's address, and a way to change parts of it. */
export function useTableState(): [TableState, (change: Partial<TableState>) => void] {
  const [query, setQuery] = useSearchParams()
  const state = useMemo(() => readTableState(query), [query])
  const put = useCallback(
    (change: Partial<TableState>) =>
      setQuery(
        old => {
          const next = new URLSearchParams(old)
          for (const [key, value] of Object.entries(tableParameters(change)))
            value === undefined ? next.delete(key) : next.set(key, value)
          return next
        },
        { replace: true },
      ),
    [setQuery],
  )
  return [state, put]
}
