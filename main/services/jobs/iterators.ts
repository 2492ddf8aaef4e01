/** Wakes those who wait for something to change. */
export interface Wake {
  announce(): void
  /** Calls `listener` at each change until the returned function is called. */
  listen(listener: () => void): () => void
}

export function createWake(): Wake {
  const listeners = new Set<() => void>()
  return {
    announce: () => {
      for (const listener of [...listeners]) listener()
    },
    listen: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** `item`: hand this out. 'wait': nothing yet. 'end': nothing more will come. */
export type Pull<T> = () => { readonly item: T } | 'wait' | 'end'

/** What a client iterates over; it may leave at any time. */
export type Stream<T> = AsyncIteratorObject<T, undefined, void>

/**
 * An iterator that pulls its items when it is asked, so that a slow client holds nothing in memory, and lets go of
 * everything at once when it is returned or its signal is aborted, even while it waits.
 */
export function pulledIterator<T>(
  pull: Pull<T>,
  wake: Wake,
  signal?: AbortSignal,
  finished: () => void = () => undefined,
): Stream<T> {
  let over = signal?.aborted ?? false
  const waiting: ((result: IteratorResult<T, undefined>) => void)[] = []
  const serve = (): void => {
    while (waiting.length > 0) {
      const pulled = over ? 'end' : pull()
      if (pulled === 'wait') return
      if (pulled === 'end') {
        finish()
        return
      }
      waiting.shift()?.({ done: false, value: pulled.item })
    }
  }
  const stopListening = wake.listen(serve)
  const finish = (): void => {
    if (!over) finished()
    over = true
    stopListening()
    signal?.removeEventListener('abort', finish)
    for (const resolve of waiting.splice(0)) resolve({ done: true, value: undefined })
  }
  signal?.addEventListener('abort', finish, { once: true })
  return {
    next: () =>
      new Promise(resolve => {
        waiting.push(resolve)
        serve()
      }),
    return: async () => {
      finish()
      return { done: true, value: undefined }
    },
    [Symbol.asyncDispose]: async () => finish(),
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
