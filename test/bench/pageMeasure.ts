import type { Browser, Page } from 'playwright'

/** What a page did while it was watched. Times in milliseconds. */
export interface PageMeasure {
  readonly seconds: number
  /** Frames of the page's own clock, which waits for the graphics process. */
  readonly framesPerSecond: number
  readonly longestFrame: number
  /** Tasks of the main thread by the processor time they took: a busy machine makes them no longer. */
  readonly longestTask: number
  readonly tasksOver16: number
  /** The same by the clock. */
  readonly longestTaskByClock: number
  /** How long a picture of a list stood empty in sight, the longest. */
  readonly longestBlank: number
  readonly uploads: number
  readonly uploadedMiB: number
}

interface Counts {
  readonly seconds: number
  readonly frames: readonly number[]
  readonly longestBlank: number
  readonly uploads: number
  readonly bytes: number
}

/** Watches the page while `act` lasts. */
export async function measurePage(browser: Browser, page: Page, act: () => Promise<void>): Promise<PageMeasure> {
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] })
  await page.evaluate(watch)
  await act()
  const { seconds, frames, longestBlank, uploads, bytes } = await page.evaluate(() => {
    const { counts } = window as unknown as { counts?: () => Counts }
    if (!counts) throw new Error('the page was not watched')
    return counts()
  })
  const tasks = mainThreadTasks(JSON.parse((await browser.stopTracing()).toString('utf8')))
  const steps = frames.slice(1).map((time, i) => time - frames[i])
  return {
    seconds,
    framesPerSecond: frames.length / seconds,
    longestFrame: Math.max(0, ...steps),
    longestTask: Math.max(0, ...tasks.map(({ processor }) => processor)),
    tasksOver16: tasks.filter(({ processor }) => processor > 16).length,
    longestTaskByClock: Math.max(0, ...tasks.map(({ clock }) => clock)),
    longestBlank,
    uploads,
    uploadedMiB: bytes / 2 ** 20,
  }
}

/** From the page's first script on, also of the pages that it goes to. */
export const watchFromStart = (page: Page): Promise<unknown> => page.addInitScript(watch)

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Microseconds. */
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

function mainThreadTasks({ traceEvents }: { traceEvents: readonly TraceEvent[] }) {
  const isMain = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  )
  return traceEvents
    .filter(({ name, pid, tid }) => /(^|:)RunTask$/.test(name) && isMain.has(`${pid}/${tid}`))
    .map(({ dur = 0, tdur = 0 }) => ({ clock: dur / 1000, processor: tdur / 1000 }))
}

/** Runs in the page, by itself: nothing of this file is there. */
function watch(): void {
  const place = window as unknown as { counts?: () => Counts }
  place.counts?.()
  const began = performance.now()
  const frames: number[] = []
  let uploads = 0
  let bytes = 0
  let longestBlank = 0
  let over = false

  const prototype = WebGL2RenderingContext.prototype
  const originals = { texImage2D: prototype.texImage2D, texSubImage2D: prototype.texSubImage2D }
  for (const name of ['texImage2D', 'texSubImage2D'] as const) {
    prototype[name] = function (this: WebGL2RenderingContext, ...args: unknown[]) {
      uploads++
      const pixels = args.at(-1)
      if (ArrayBuffer.isView(pixels)) bytes += pixels.byteLength
      return Reflect.apply(originals[name], this, args)
    } as never
  }

  const blankSince = new Map<Element, number>()
  const lookForBlanks = (now: number) => {
    const sight = document.querySelector('[role=listbox]')?.getBoundingClientRect()
    if (!sight) return
    for (const image of document.querySelectorAll<HTMLImageElement>('img.picture')) {
      const { top, bottom } = image.getBoundingClientRect()
      if (image.complete || bottom <= sight.top || top >= sight.bottom) blankSince.delete(image)
      else blankSince.set(image, blankSince.get(image) ?? now)
    }
    for (const since of blankSince.values()) longestBlank = Math.max(longestBlank, now - since)
  }
  const frame = (now: number) => {
    if (over) return
    frames.push(now)
    lookForBlanks(now)
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)

  place.counts = () => {
    over = true
    Object.assign(prototype, originals)
    return { seconds: (performance.now() - began) / 1000, frames, longestBlank, uploads, bytes }
  }
}
