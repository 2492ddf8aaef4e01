/**
 * Starts `make` for each of 0..count-1, at most `width` at a time, and hands the results to `take` in order. The first
 * failure stops it, once those that were started have come to their end: what they write is there to be cleaned up.
 */
export async function inOrder<T>(
  count: number,
  width: number,
  make: (index: number) => Promise<T>,
  take: (result: T, index: number) => Promise<void>,
): Promise<void> {
  const ahead: Promise<T>[] = []
  let started = 0
  const startNext = (): void => {
    const made = make(started)
    // Awaited below, in its turn; a failure before that is not unheard of.
    made.catch(() => undefined)
    ahead.push(made)
    started += 1
  }
  try {
    for (let index = 0; index < count; index++) {
      while (started < count && ahead.length < width) startNext()
      const next = ahead.shift()
      if (next !== undefined) await take(await next, index)
    }
  } finally {
    await Promise.allSettled(ahead)
  }
}
