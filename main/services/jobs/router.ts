import { implement } from '@orpc/server'
import { jobsContract } from '../../contract/jobs.ts'
import type { ServiceContext } from '../context.ts'

export function jobsRouter({ jobs }: ServiceContext) {
  const os = implement(jobsContract)
  return os.router({
    list: os.list.handler(({ input }) => jobs.list(input.active)),
    get: os.get.handler(({ input }) => jobs.get(input.id)),
    events: os.events.handler(async ({ input, signal }) => jobs.events(input.id, input.since, signal)),
    watch: os.watch.handler(async ({ signal }) => jobs.watch(signal)),
    pause: os.pause.handler(({ input }) => jobs.pause(input.id)),
    resume: os.resume.handler(({ input }) => jobs.resume(input.id)),
    stop: os.stop.handler(({ input }) => jobs.stop(input.id)),
    move: os.move.handler(({ input }) => jobs.move(input.id, input.to)),
    queue: os.queue.handler(() => jobs.queue()),
    setQueue: os.setQueue.handler(({ input }) => jobs.setQueue(input)),
  })
}
