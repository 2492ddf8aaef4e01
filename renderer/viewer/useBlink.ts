import { useCallback, useEffect, useState } from 'react'

/** Slower than three flashes a second (WCAG 2.3.1). */
const BLINK_MILLISECONDS = 600

export interface Blink {
  /** The panel in which the others appear in turn, and whose image is there now; null: no blinking. */
  readonly swap: { readonly place: string; readonly shown: string } | null
  readonly press: (place: string) => void
  readonly stop: () => void
}

/**
 * `b` shows the panels in turn in one place. Where the system asks for less motion nothing moves by itself: each press
 * shows the next one.
 */
export function useBlink(ids: readonly string[]): Blink {
  const [state, setState] = useState<{ place: string; index: number } | null>(null)
  const still = useState(() => matchMedia('(prefers-reduced-motion: reduce)').matches)[0]
  const advance = useCallback(() => setState(s => s && { ...s, index: s.index + 1 }), [])
  const moving = state !== null && !still

  useEffect(() => {
    if (!moving) return
    const timer = setInterval(advance, BLINK_MILLISECONDS)
    return () => clearInterval(timer)
  }, [moving, advance])

  const shown = state && ids.length > 0 ? ids[state.index % ids.length] : undefined
  return {
    swap: state && shown !== undefined && ids.includes(state.place) ? { place: state.place, shown } : null,
    press: place =>
      setState(s => {
        if (s?.place === place) return still ? { place, index: s.index + 1 } : null
        return { place, index: ids.indexOf(place) + 1 }
      }),
    stop: () => setState(null),
  }
}
