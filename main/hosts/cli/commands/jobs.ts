import type { Command } from 'commander'
import type { SubarcClient } from '../../../contract/client.ts'
import { type Job, type QueueState, queueMoves } from '../../../contract/jobs.ts'
import { AppError } from '../../../domain/errors.ts'
import { type CommonOptions, subarcCommand, wholeNumber, workspaceAction } from '../command.ts'
import { formatTable, print, printJson } from '../output.ts'
import { usageText } from '../progress.ts'

/** 'pending' before its turn; what it does then. */
function stateText(job: Job): string {
  if (job.place !== null) return `${job.status === 'paused' ? 'held' : 'waits'}, ${job.place + 1}.`
  return job.pending === null ? job.status : `${job.status}, ${job.pending} asked`
}

function progressText({ done, total, unit }: Job['progress']): string {
  if (total === null) return done === 0 ? '' : `${done} ${unit}`
  return `${done}/${total} ${unit}`
}

const jobTable = (jobs: readonly Job[]): string =>
  formatTable(jobs, [
    { title: 'id', value: j => j.id },
    { title: 'what', value: j => j.title },
    { title: 'state', value: stateText },
    { title: 'done', value: j => progressText(j.progress), align: 'right' },
    { title: 'takes', value: j => usageText(j.usage) },
    { title: 'began', value: j => j.startedAt ?? '-' },
    { title: 'error', value: j => j.error?.message.split('\n')[0] ?? '' },
  ])

function printQueue({ held, parallel, waitingFor, waiting }: QueueState): void {
  print(`Queue: ${waiting.length} wait, ${parallel} at once${held ? ', held: nothing more is started' : ''}.`)
  if (waitingFor !== null) print(waitingFor)
  if (waiting.length > 0) print(jobTable(waiting))
}

const oneJob = (name: string, description: string, act: (client: SubarcClient, id: string) => Promise<Job>) =>
  subarcCommand(name, description)
    .argument('<job>', 'id of the job')
    .action(
      workspaceAction<CommonOptions>(async ({ client }, { json }, [id]) => {
        const job = await act(client, id)
        if (json) return printJson(job)
        print(`${job.title}: ${stateText(job)}`)
      }),
    )

const moveCommand = () =>
  subarcCommand('move', 'move a job that waits')
    .argument('<job>', 'id of the job')
    .argument('<where>', queueMoves.join(', '))
    .action(
      workspaceAction<CommonOptions>(async ({ client }, { json }, [id, where]) => {
        const to = queueMoves.find(move => move === where)
        if (to === undefined) {
          throw new AppError('bad-input', `A job is moved ${queueMoves.join(', ')}, not "${where}".`, { where })
        }
        const queue = await client.jobs.move({ id, to })
        if (json) return printJson(queue)
        printQueue(queue)
      }),
    )

const queueCommand = () =>
  subarcCommand('queue', 'show the queue, hold it, or say how many may run at once')
    .option('--hold', 'start nothing more; what runs goes on')
    .option('--release', 'start what waits again')
    .option('--parallel <n>', 'how many may run at once where their memory allows it, 1 to 8', wholeNumber)
    .action(
      workspaceAction<CommonOptions & { hold?: boolean; release?: boolean; parallel?: number }>(
        async ({ client }, { json, hold, release, parallel }) => {
          if (hold && release) throw new AppError('bad-input', 'Give --hold or --release, not both.')
          const held = hold ? true : release ? false : undefined
          const asked = held !== undefined || parallel !== undefined
          const queue = asked ? await client.jobs.setQueue({ held, parallel }) : await client.jobs.queue()
          if (json) return printJson(queue)
          printQueue(queue)
        },
      ),
    )

/** `subarc jobs`: what runs and what waits, in the process that holds the workspace. */
export const jobsCommand = (): Command =>
  subarcCommand('jobs', 'list what runs and what waits; pause, move and cancel it')
    // The options after a subcommand are its own.
    .enablePositionalOptions()
    .option('--all', 'also what has ended, newest first')
    .action(
      workspaceAction<CommonOptions & { all?: boolean }>(async ({ client }, { json, all }) => {
        const jobs = await client.jobs.list({ active: !all })
        if (json) return printJson(jobs)
        print(jobs.length === 0 ? 'Nothing runs and nothing waits.' : jobTable(jobs))
      }),
    )
    .addCommand(moveCommand())
    .addCommand(
      oneJob('pause', 'pause a job; one that waits is passed over', (client, id) => client.jobs.pause({ id })),
    )
    .addCommand(oneJob('resume', 'let a paused job go on', (client, id) => client.jobs.resume({ id })))
    .addCommand(oneJob('cancel', 'stop a job, or take it from the queue', (client, id) => client.jobs.stop({ id })))
    .addCommand(queueCommand())
