import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

/** The address's parameters, and a way to change some of them; undefined takes one away. */
export function usePut(): [URLSearchParams, (changes: Readonly<Record<string, string | undefined>>) => void] {
  const [query, setQuery] = useSearchParams()
  const put = useCallback(
    (changes: Readonly<Record<string, string | undefined>>) =>
      setQuery(
        old => {
          const next = new URLSearchParams(old)
          for (const [key, value] of Object.entries(changes))
            value === undefined ? next.delete(key) : next.set(key, value)
          return next
        },
        { replace: true },
      ),
    [setQuery],
  )
  return [query, put]
}
