import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median } from '../../../main/domain/stats.ts'
import { type Study, titleOf } from '../networks.ts'

/** Seconds from nothing to a training step of the study's network that can be run, and what they went into. */
export interface StartUp {
  readonly what: string
  readonly compile: number
  readonly encode: number
  readonly session: number
  readonly total: number
  readonly rounds: number
}

const child = fileURLToPath(new URL('startUp_child.ts', import.meta.url))

/** Each round in a process of its own: the first compilation is the one that a user waits for. */
export function measureStartUp(study: Study, device: string, threads: string, rounds: number): StartUp[] {
  return [4, 10].map(batch => {
    const found = Array.from({ length: rounds }, () => {
      const { stdout, stderr } = spawnSync(
        process.execPath,
        [child, device, threads, String(batch), JSON.stringify(study)],
        {
          encoding: 'utf8',
        },
      )
      if (stdout === '') throw new Error(`The start-up could not be measured: ${stderr.trim().slice(-2000)}`)
      return JSON.parse(stdout) as Omit<StartUp, 'what' | 'rounds' | 'total'>
    })
    const part = (key: 'compile' | 'encode' | 'session') => median(found.map(times => times[key]))
    const total = median(found.map(times => times.compile + times.encode + times.session))
    const what = `training step, ${titleOf(study)}, batch ${batch}`
    return { what, compile: part('compile'), encode: part('encode'), session: part('session'), total, rounds }
  })
}

export const startUpTable = (rows: readonly StartUp[]): string =>
  [
    'trace + compile, encode, session; in all (seconds)',
    ...rows.map(({ what, compile, encode, session, total }) => {
      const parts = [compile, encode, session].map(seconds => seconds.toFixed(2)).join(' + ')
      return `${what}: ${parts} = ${total.toFixed(2)}`
    }),
  ].join('\n')
