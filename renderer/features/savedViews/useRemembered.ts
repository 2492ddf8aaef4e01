import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import { api, client } from '../../app/api.ts'

/** Time without a change after which the place is kept. */
const SETTLE_MILLISECONDS = 1000

/** Pages that were opened since the application started: only the first visit goes back to where the last one ended. */
const visited = new Set<string>()

/**
 * Opens a page as it was left when the application was closed, and keeps where it is. True while that is being looked
 * up. An address that says what it wants is never changed.
 *
 * @param isThere whether what an address shows still exists; undefined while that is not known
 */
export function useRemembered(page: 'compare', isThere: (query: URLSearchParams) => boolean | undefined): boolean {
  const [query, setQuery] = useSearchParams()
  const [isFirst] = useState(() => query.size === 0 && !visited.has(page))
  const last = useQuery(api.savedViews.recall.queryOptions({ input: { page }, enabled: isFirst, staleTime: 0 }))
  const address = last.data?.address ?? null
  const isKnown = address === null ? false : isThere(new URL(address, window.location.origin).searchParams)
  // The address changes a moment after it was asked to: until then the page is not to begin without it.
  const isWaiting = isFirst && query.size === 0 && (last.isPending || isKnown !== false)

  useEffect(() => {
    visited.add(page)
  }, [page])
  useEffect(() => {
    if (!isWaiting || address === null || !isKnown) return
    setQuery(new URL(address, window.location.origin).searchParams, { replace: true })
  }, [isWaiting, isKnown, address, setQuery])
  useEffect(() => {
    if (query.size === 0) return
    const kept = `/${page}?${query}`
    // It is a convenience: a core that does not answer says so elsewhere.
    const keep = () => void client.savedViews.remember({ page, address: kept }).catch(() => undefined)
    const timer = setTimeout(keep, SETTLE_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [query, page])
  return isWaiting
}
