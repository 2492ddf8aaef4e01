import { useCallback, useEffect, useState } from 'react'

interface Swap {
  readonly place: string
  readonly shown: string
}

export interface Blink {
  /** The panel in which another one's image is now, and whose; null: each panel shows its own. */
  readonly swap: Swap | null
  /** Starts, turns around or ends blinking in this place. */
  readonly press: (place: string, direction: 1 | -1) => void
  /** While held, the next image in this place. */
  readonly peek: (place: string | null) => void
  readonly stop: () => void
}

/**
 * `b` shows the panels in turn in one place, `B` backwards. Where the system asks for less motion nothing moves by
 * itself: each press shows the next one.
 */
export function useBlink(ids: readonly string[], seconds: number): Blink {
  const [state, setState] = useState<{ place: string; index: number; direction: 1 | -1 } | null>(null)
  const [peeked, setPeeked] = useState<string | null>(null)
  const still = useState(() => matchMedia('(prefers-reduced-motion: reduce)').matches)[0]
  const advance = useCallback(() => setState(s => s && { ...s, index: s.index + s.direction }), [])
  const moving = state !== null && !still

  useEffect(() => {
    if (!moving) return
    const timer = setInterval(advance, seconds * 1000)
    return () => clearInterval(timer)
  }, [moving, seconds, advance])

  const at = (index: number) => ids[((index % ids.length) + ids.length) % ids.length]
  const swapIn = (place: string, index: number): Swap | null =>
    ids.includes(place) ? { place, shown: at(index) } : null
  return {
    swap:
      peeked !== null
        ? swapIn(peeked, ids.indexOf(peeked) + 1)
        : state && ids.length > 0
          ? swapIn(state.place, state.index)
          : null,
    press: (place, direction) =>
      setState(s => {
        if (s?.place !== place) return { place, index: ids.indexOf(place) + direction, direction }
        if (still || s.direction !== direction) return { place, index: s.index + direction, direction }
        return null
      }),
    peek: setPeeked,
    stop: () => setState(null),
  }
}
