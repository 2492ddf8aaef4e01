import { useState } from 'react'
import { useLocation } from 'react-router'

let count = 0

/** Goes with the address of a saved view that is opened. */
export const openedNow = () => ({ openedView: ++count })

function openedIn(state: unknown): number | null {
  const opened = typeof state === 'object' && state !== null && 'openedView' in state ? state.openedView : null
  return typeof opened === 'number' ? opened : null
}

/**
 * Changes when a saved view is opened, at the same moment as the address, and at no other change of it: as a key it
 * makes the page begin anew from the address, also where the images stay the same.
 */
export function useOpenedView(): number {
  const opened = openedIn(useLocation().state)
  const [last, setLast] = useState(opened ?? 0)
  if (opened === null || opened === last) return last
  setLast(opened)
  return opened
}
