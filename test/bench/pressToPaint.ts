import type { Page } from 'playwright'

/** From a press to the frame that shows what came of it, by the browser's own clock (Event Timing), milliseconds. */
export interface PressMeasure {
  readonly what: string
  readonly presses: number
  readonly medianMs: number
  readonly worstMs: number
}

interface Watched {
  readonly take: () => number
}

/**
 * The longest press since the last call. The browser tells presses of 16 ms and more, in steps of 8; 0: all were shorter.
 * Waits until the page is idle, when all of them have been told; a page that draws nothing more is an error.
 */
const longestPress = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const place = window as unknown as { watched?: Watched }
        place.watched ??= watch()
        const { watched } = place
        setTimeout(() => reject(new Error('the page has drawn nothing for half a minute')), 30_000)
        requestAnimationFrame(() => requestIdleCallback(() => resolve(watched.take())))

        function watch(): Watched {
          let longest = 0
          const observer = new PerformanceObserver(list => note(list.getEntries()))
          const note = (entries: PerformanceEntryList) => {
            for (const { duration } of entries) longest = Math.max(longest, duration)
          }
          observer.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
          return {
            take: () => {
              note(observer.takeRecords())
              const told = longest
              longest = 0
              return told
            },
          }
        }
      }),
  )

/** Does something several times and measures each; `act` gets the number of the time. */
export async function measurePresses(
  page: Page,
  what: string,
  times: number,
  act: (time: number) => Promise<unknown>,
): Promise<PressMeasure> {
  await longestPress(page)
  const presses: number[] = []
  for (let time = 0; time < times; time++) {
    await act(time)
    presses.push(await longestPress(page))
  }
  presses.sort((a, b) => a - b)
  return { what, presses: times, medianMs: presses[Math.floor(times / 2)], worstMs: presses[times - 1] }
}
