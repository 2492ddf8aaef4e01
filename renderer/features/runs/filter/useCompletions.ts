import { useMemo, useState } from 'react'
import type { RunField } from '../../../../main/contract/runTable.ts'
import { type Completion, completeRunFilter } from '../../../../main/domain/runQuery/complete.ts'

/** What may follow in a filter at the cursor, and which of it is chosen. */
export interface Completer {
  readonly options: readonly Completion[]
  /** Place in `options`, or -1. */
  readonly active: number
  move(by: 1 | -1): void
  /** Looks again at a text with the cursor at a place; null closes the list. */
  look(at: number | null): void
  /** The text with an option in its place, and where the cursor goes. */
  taken(option: Completion): { text: string; cursor: number }
}

export function useCompletions(text: string, fields: readonly RunField[]): Completer {
  const [cursor, setCursor] = useState<number | null>(null)
  const [active, setActive] = useState(-1)
  const { from, to, options } = useMemo(() => {
    return cursor === null ? { from: 0, to: 0, options: [] } : completeRunFilter(text, cursor, fields)
  }, [text, cursor, fields])
  return {
    options,
    active: active < options.length ? active : -1,
    move: by => setActive(old => (options.length === 0 ? -1 : (old + by + options.length) % options.length)),
    look: at => {
      setCursor(at)
      setActive(-1)
    },
    taken: option => {
      const rest = text.slice(to)
      const end = option.text.endsWith('(') || rest.startsWith(' ') ? option.text : `${option.text} `
      return { text: `${text.slice(0, from)}${end}${rest}`, cursor: from + end.length }
    },
  }
}
