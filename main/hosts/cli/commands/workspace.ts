import { resolve } from 'node:path'
import { Command } from 'commander'
import { errorFromCall } from '../../../contract/client.ts'
import type { WorkspaceCheck } from '../../../contract/workspace.ts'
import { salvageWorkspace } from '../../../services/upkeep/salvage.ts'
import { workspacePath } from '../../workspacePath.ts'
import { type CommonOptions, reportFailure, subarcCommand, workspaceAction } from '../command.ts'
import { withConnection } from '../connect.ts'
import { EXIT_CODES } from '../exitCodes.ts'
import { note, print, printJson } from '../output.ts'
import { followJob } from '../progress.ts'

interface CheckOptions extends CommonOptions {
  readonly repair?: boolean
  readonly hashes?: boolean
}

type Salvage = ReturnType<typeof salvageWorkspace>

interface Checked {
  readonly check: WorkspaceCheck
  readonly salvage: Salvage | null
}

/** Opens the workspace and looks through it; a database that cannot be opened or repaired is made anew first. */
async function check(path: string, repair: boolean, hashes: boolean): Promise<Checked> {
  const look = () =>
    withConnection(path, async ({ client, remote }) => ({
      check: await client.workspace.check({ repair, hashes }),
      remote,
    }))
  const first = await look().catch(error => {
    const { code, details } = errorFromCall(error)
    if (repair && code === 'bad-input' && details.damaged === true) return null
    throw error
  })
  const isDone = first !== null && (!first.check.needsSalvage || !repair || first.remote)
  if (isDone) return { check: first.check, salvage: null }
  const salvage = salvageWorkspace(path)
  return { check: (await look()).check, salvage }
}

function printCheck({ check: { checked, findings, sound }, salvage }: Checked): void {
  if (salvage !== null) {
    print('The database was made anew from what could be read:')
    for (const { name, rows, isPartial } of salvage.tables) {
      print(`  ${name}: ${rows} rows${isPartial ? ', some could not be read' : ''}`)
    }
    print(`The damaged one is kept as ${salvage.kept}`)
  }
  for (const { severity, repaired, message } of findings) print(`${repaired ? 'repaired' : severity}: ${message}`)
  const { runs, datasets, evaluations, files } = checked
  print(
    `${runs} runs, ${datasets} datasets, ${evaluations} evaluations, ${files} files: ${sound ? 'sound' : 'not sound'}`,
  )
}

const checkCommand = () =>
  subarcCommand('check', 'look through the database, its records and the files that they name')
    .option('--repair', 'make good what can be made good; lay aside what cannot be read')
    .option('--hashes', 'read every checkpoint and compare its SHA-256')
    .addHelpText(
      'after',
      `\nExit code: 0 where the workspace is sound, ${EXIT_CODES['not-valid']} where an error is left.`,
    )
    .action(async (_: unknown, command: Command) => {
      const { workspace, json = false, repair = false, hashes = false } = command.opts<CheckOptions>()
      try {
        const result = await check(workspacePath(workspace), repair, hashes)
        if (!result.check.sound) process.exitCode = EXIT_CODES['not-valid']
        if (json) return printJson({ ...result.check, salvage: result.salvage })
        printCheck(result)
      } catch (error) {
        reportFailure(error, json)
        if (errorFromCall(error).details.damaged === true) process.exitCode = EXIT_CODES['not-valid']
      }
    })

const backupCommand = () =>
  subarcCommand('backup', 'copy the workspace into one tar file, also while it is in use')
    .argument('<file>', 'a file that ends in .tar')
    .addHelpText('after', '\nTo restore: mkdir FOLDER && tar -xf FILE -C FOLDER, then --workspace FOLDER.')
    .action(
      workspaceAction<CommonOptions>(async ({ client }, { json }, [file]) => {
        const started = await client.workspace.backup({ file: resolve(file) })
        await followJob(client, started.job, json)
        if (json) return printJson({ file: started.file })
        print(started.file)
        note('The cache and the trash are not in it.')
      }),
    )

export const workspaceCommand = (): Command =>
  new Command('workspace')
    .description('check, repair and back up the workspace')
    .addCommand(checkCommand())
    .addCommand(backupCommand())
