import { useCallback, useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { decodeView, encodeView } from './viewAddress.ts'
import type { ViewState } from './viewState.ts'

/** Time without a change after which the address is written: browsers refuse hundreds of changes a minute. */
const SETTLE_MILLISECONDS = 250

/** The view of this page, kept in its address: a view is a link. Writing it makes no entry in the history. */
export function useViewInAddress(): [ViewState, (view: ViewState) => void] {
  const [query, setQuery] = useSearchParams()
  const [view, setView] = useState(() => decodeView(query))
  const write = useRef(setQuery)
  useEffect(() => {
    write.current = setQuery
  })
  const touched = useRef(false)
  useEffect(() => {
    if (!touched.current) return
    const timer = setTimeout(() => write.current(old => encodeView(view, old), { replace: true }), SETTLE_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [view])
  const change = useCallback((next: ViewState) => {
    touched.current = true
    setView(next)
  }, [])
  return [view, change]
}
