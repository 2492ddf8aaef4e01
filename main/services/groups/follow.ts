import type { Job } from '../../contract/jobs.ts'
import type { JobControl, Jobs } from '../jobs.ts'

/** Passes the wishes of the user, for a group's job, on to the job that does the work now. */
interface Relay {
  child: string | null
  pauseWanted: boolean
}

const relays = new WeakMap<JobControl, Relay>()

/** From now on, a wish for the group's job is one for the job that does its work then. */
export function passWishesOn(jobs: Jobs, control: JobControl): void {
  const relay: Relay = { child: null, pauseWanted: false }
  relays.set(control, relay)
  control.onPause(() => {
    relay.pauseWanted = true
    pauseChild(jobs, relay)
  })
  control.onResume(() => {
    relay.pauseWanted = false
    if (relay.child !== null) jobs.resume(relay.child)
  })
  control.onStop(() => {
    if (relay.child !== null) jobs.stop(relay.child)
  })
}

/** A job that waits, or whose engine still starts, cannot be paused yet: it is when it runs. */
function pauseChild(jobs: Jobs, { child }: Relay): void {
  if (child !== null && jobs.get(child).status === 'running') jobs.pause(child)
}

/**
 * Follows the job that does a group's work to its end: it is paused, resumed and stopped with the group's, and the group's
 * shows its state.
 * @param report at each change of it
 */
export async function followChild(
  jobs: Jobs,
  child: Job,
  control: JobControl,
  report: (job: Job) => void,
): Promise<Job> {
  const relay = relays.get(control) ?? { child: null, pauseWanted: false }
  relay.child = child.id
  if (control.signal.aborted) jobs.stop(child.id)
  let shown: Job['status'] = 'running'
  for await (const { job } of jobs.events(child.id, -1)) {
    report(job)
    if (relay.pauseWanted && job.status === 'running' && job.pending === null) pauseChild(jobs, relay)
    if (job.status === shown) continue
    if (job.status === 'paused') control.paused(job.pausedReason)
    else if (shown === 'paused' && job.status === 'running') control.resumed()
    shown = job.status
  }
  relay.child = null
  return jobs.ended(child.id)
}
