import type { QueueMove } from '../../contract/jobs.ts'

/** A task of a lane. It settles its own failures. */
export interface LaneTask {
  readonly id: string
  /** Passed over while it is true. */
  held(): boolean
  run(): Promise<void>
}

export interface LaneOptions {
  /** How many may run at once. */
  parallel(): number
  /** No further task is started while it is true. */
  held(): boolean
  /**
   * Why a task must wait though a place is free, in words for people; null where it may start. Asked only while others
   * run: what would run alone always may.
   */
  obstacle(task: LaneTask, running: readonly LaneTask[]): Promise<string | null>
  /** After each change of what waits. */
  changed(waiting: readonly LaneTask[]): void
}

/** Runs tasks in their order, as many at once as may. The order is kept: what does not fit is waited for, not overtaken. */
export interface Lane {
  add(task: LaneTask): void
  /** Whether it waited still. */
  remove(id: string): boolean
  /** Whether it waits. */
  move(id: string, to: QueueMove): boolean
  waiting(): readonly LaneTask[]
  /** Why the next task is not started though a place is free. */
  waitingFor(): string | null
  /** Looks again whether a task may start: a limit, a hold or the machine's memory has changed. */
  look(): void
}

export function createLane({ parallel, held, obstacle, changed }: LaneOptions): Lane {
  let waiting: LaneTask[] = []
  let running: LaneTask[] = []
  let reason: string | null = null
  let looking = false
  let again = false

  const next = (): LaneTask | undefined =>
    held() || running.length >= parallel() ? undefined : waiting.find(task => !task.held())

  const start = (task: LaneTask): void => {
    waiting = waiting.filter(other => other !== task)
    running = [...running, task]
    void task.run().then(() => {
      running = running.filter(other => other !== task)
      look()
    })
    changed(waiting)
  }

  /** One look at a time: an obstacle is asked for, which takes a while, and must hold for what runs then. */
  const look = (): void => {
    again = true
    if (looking) return
    looking = true
    void lookOn()
  }
  const lookOn = async (): Promise<void> => {
    // Whoever adds a task has its answer before the task begins.
    await Promise.resolve()
    while (again) {
      again = false
      const task = next()
      reason = null
      if (task === undefined) continue
      if (running.length > 0) {
        const beside = running
        const found = await obstacle(task, beside)
        if (task !== next() || beside !== running) again = true
        else if (found !== null) reason = found
        if (again || reason !== null) continue
      }
      start(task)
      again = true
    }
    looking = false
  }

  return {
    add: task => {
      waiting = [...waiting, task]
      changed(waiting)
      look()
    },
    remove: id => {
      const found = waiting.some(task => task.id === id)
      waiting = waiting.filter(task => task.id !== id)
      if (found) {
        changed(waiting)
        look()
      }
      return found
    },
    move: (id, to) => {
      const from = waiting.findIndex(task => task.id === id)
      if (from < 0) return false
      const [task] = waiting.slice(from, from + 1)
      const others = waiting.filter(other => other !== task)
      const place = { up: Math.max(0, from - 1), down: from + 1, first: 0, last: others.length }[to]
      waiting = [...others.slice(0, place), task, ...others.slice(place)]
      changed(waiting)
      look()
      return true
    },
    waiting: () => waiting,
    waitingFor: () => reason,
    look,
  }
}
