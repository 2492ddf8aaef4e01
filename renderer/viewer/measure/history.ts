/** A value with the ones before it and, after an undo, the ones that came later. */
export interface History<T> {
  readonly past: readonly T[]
  readonly present: T
  readonly future: readonly T[]
}

/** More steps back than anyone takes. */
const MOST_STEPS = 200

export const historyOf = <T>(present: T): History<T> => ({ past: [], present, future: [] })

/** A new present that can be undone. */
export const changed = <T>(history: History<T>, present: T): History<T> => ({
  past: [...history.past, history.present].slice(-MOST_STEPS),
  present,
  future: [],
})

/** Another present in the same step: what a drag does between its start and its end. */
export const amended = <T>(history: History<T>, present: T): History<T> => ({ ...history, present })

export function undone<T>(history: History<T>): History<T> {
  const present = history.past.at(-1)
  if (present === undefined) return history
  return { past: history.past.slice(0, -1), present, future: [history.present, ...history.future] }
}

export function redone<T>(history: History<T>): History<T> {
  const [present, ...future] = history.future
  if (present === undefined) return history
  return { past: [...history.past, history.present], present, future }
}
