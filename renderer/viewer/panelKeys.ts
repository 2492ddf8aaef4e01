import type { KeyboardEvent } from 'react'
import type { ViewerPanel } from './panels.ts'
import type { Blink } from './useBlink.ts'
import type { ViewState } from './viewState.ts'

interface PanelKeysOptions {
  readonly blink: Blink
  readonly help: () => void
  /** The view after a key on a panel, or null where it means nothing. */
  readonly after: (panel: ViewerPanel, key: { readonly key: string; readonly shiftKey: boolean }) => ViewState | null
  readonly change: (view: ViewState) => void
}

/** What a panel does with keys; those that mean nothing here are left to the page. */
export function panelKeys({ blink, help, after, change }: PanelKeysOptions) {
  /** Keys whose effect is no part of the view. */
  const passing = (key: string, panel: ViewerPanel): (() => void) | null => {
    if (key === 'b' || key === 'B') return () => blink.press(panel.id, key === 'b' ? 1 : -1)
    if (key === ' ') return () => blink.peek(panel.id)
    if (key === '?') return help
    return key === 'Escape' && blink.swap ? blink.stop : null
  }
  return (panel: ViewerPanel) => (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return
    const pass = passing(event.key, panel)
    const next = pass ? null : after(panel, event)
    if (!pass && !next) return
    pass?.()
    if (next) change(next)
    event.preventDefault()
    event.stopPropagation()
  }
}
