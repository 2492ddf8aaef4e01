import { Argument, Command } from 'commander'
import { type CommonOptions, subarcCommand, workspaceAction } from '../command.ts'
import { bashScript } from '../completion/bash.ts'
import { wordsOf } from '../completion/words.ts'
import { zshScript } from '../completion/zsh.ts'
import { print, printJson } from '../output.ts'

const SHELLS = ['bash', 'zsh'] as const
const IDS = ['run', 'dataset'] as const

const completionCommand = (program: Command): Command =>
  new Command('completion')
    .description('print what completes `subarc` in a shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .option('--json', 'print the commands, options and arguments as JSON')
    .action((shell: (typeof SHELLS)[number], { json }: { json?: boolean }) => {
      const words = wordsOf(program)
      if (json) printJson(words)
      else process.stdout.write(shell === 'bash' ? bashScript(words) : zshScript(words))
    })

/** Called by the scripts: ids with what they are called, a line each. */
const completeCommand = (): Command =>
  subarcCommand('complete', 'ids that the workspace knows, for completion')
    .addArgument(new Argument('<kind>', 'of what').choices(IDS))
    .action(
      workspaceAction<CommonOptions>(async ({ client }, { json }, [kind]) => {
        const found = kind === 'run' ? (await client.runs.list({ limit: 500 })).runs : await client.datasets.list()
        const named = found.map(({ id, name }) => ({ id, name }))
        if (json) printJson(named)
        else for (const { id, name } of named) print(`${id}\t${name}`)
      }),
    )

export const completionCommands = (program: Command): [completion: Command, complete: Command] => [
  completionCommand(program),
  completeCommand(),
]
