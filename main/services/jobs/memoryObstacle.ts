import type { Log } from '../context.ts'
import type { LaneOptions } from './lane.ts'

export interface MemoryObstacleOptions {
  /** Bytes that a new process may take now. */
  readonly availableMemory: () => number
  /** Bytes that a running job takes now; 0 where it has not been measured. */
  readonly used: (id: string) => number
  readonly log: Log
}

interface Needs {
  memory?(): Promise<number | null>
}

/** Keeps what each job of a queue will take, and says whether one fits beside those that run. */
export function memoryObstacle({ availableMemory, used, log }: MemoryObstacleOptions) {
  const requests = new Map<string, Needs>()
  const planned = new Map<string, Promise<number | null>>()
  const plan = (id: string): Promise<number | null> => {
    const known = planned.get(id)
    if (known) return known
    const asked = (requests.get(id)?.memory?.() ?? Promise.resolve(null)).catch(error => {
      log.error(`The memory of job ${id} is not known`, error)
      return null
    })
    planned.set(id, asked)
    return asked
  }

  const obstacle: LaneOptions['obstacle'] = async (task, running) => {
    const own = await plan(task.id)
    if (own === null) return 'Its memory is not known before it runs, so it waits until it can run alone.'
    let promised = 0
    for (const { id } of running) {
      const other = await plan(id)
      if (other === null) return 'The memory of what runs is not known, so nothing is started beside it.'
      // What a job that runs has not taken yet is not free.
      promised += Math.max(0, other - used(id))
    }
    const free = availableMemory() - promised
    return own <= free ? null : `It takes ${gibibytes(own)} of memory, and ${gibibytes(Math.max(0, free))} are free.`
  }
  return {
    obstacle,
    know: (id: string, request: Needs) => void requests.set(id, request),
    forget: (id: string) => {
      requests.delete(id)
      planned.delete(id)
    },
  }
}

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toPrecision(3)} GiB`
