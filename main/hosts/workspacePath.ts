import { join, resolve } from 'node:path'
import envPaths from 'env-paths'

/** The workspace asked for, else SUBARC_WORKSPACE, else one in the platform's place for application data. */
export function workspacePath(asked?: string): string {
  const given = asked ?? process.env.SUBARC_WORKSPACE
  return given === undefined || given === ''
    ? join(envPaths('Subarc', { suffix: '' }).data, 'workspace')
    : resolve(given)
}
