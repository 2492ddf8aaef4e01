import { oc } from '@orpc/contract'
import { z } from 'zod'

export const diagnosticsContract = {
  /** The last lines of the workspace's log, oldest first. */
  log: oc
    .input(z.object({ lines: z.number().int().min(1).max(5000).default(500) }))
    .output(z.object({ path: z.string(), lines: z.array(z.string()), truncated: z.boolean() })),
  /** Version, machine, devices and the end of the log as text to send to others: paths, names of user and machine, and addresses are left out. */
  report: oc.output(z.object({ text: z.string() })),
}
