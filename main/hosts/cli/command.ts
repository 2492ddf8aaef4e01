import { Command, InvalidArgumentError } from 'commander'
import { errorFromCall } from '../../contract/client.ts'
import { workspacePath } from '../workspacePath.ts'
import { type Connection, withConnection } from './connect.ts'
import { exitCodeOf } from './exitCodes.ts'
import { note, printJson } from './output.ts'

export interface CommonOptions {
  readonly workspace?: string
  readonly json?: boolean
}

/** A command with the options that all have. */
export const subarcCommand = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .option('-w, --workspace <folder>', 'the workspace (default: SUBARC_WORKSPACE, or one in your data folder)')
    .option('--json', 'print the result as JSON')

/** What failed, as one line and a JSON object where that was asked for; sets the exit code. */
export function reportFailure(error: unknown, json: boolean): void {
  const { code, message, details } = errorFromCall(error)
  if (json) printJson({ error: { code, message, details } })
  note(`subarc: ${message}`)
  if (code === 'internal' && process.env.SUBARC_DEBUG !== undefined) console.error(error)
  process.exitCode = exitCodeOf(code)
}

/** The action of a command that needs the workspace. */
export function workspaceAction<O extends CommonOptions>(
  run: (connection: Connection, options: O, args: string[]) => Promise<void>,
): (...received: unknown[]) => Promise<void> {
  return async (...received) => {
    const command = received.at(-1) as Command
    const options = command.opts<O>()
    try {
      await withConnection(workspacePath(options.workspace), connection => run(connection, options, command.args))
    } catch (error) {
      reportFailure(error, options.json === true)
    }
  }
}

export function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('Give a whole number, 0 or more.')
  return value
}

export function positiveNumber(text: string): number {
  const value = Number(text)
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('Give a number above 0.')
  return value
}
