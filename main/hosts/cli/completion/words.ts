import type { Command } from 'commander'

/** What is completed where: names of files, ids that the workspace knows, or a choice of words. */
export type Kind = 'file' | 'run' | 'dataset' | { readonly words: readonly string[] } | null

export interface OptionWords {
  /** `-o`, `--out`. */
  readonly flags: readonly string[]
  readonly description: string
  /** False: a switch. */
  readonly takesValue: boolean
  readonly value: Kind
}

export interface CommandWords {
  /** Without `subarc`: '' for itself, 'export onnx'. */
  readonly path: string
  readonly subcommands: readonly { readonly name: string; readonly description: string }[]
  readonly options: readonly OptionWords[]
  /** By position; the last one counts for all that follow where it may be repeated. */
  readonly arguments: readonly Kind[]
  readonly repeatsLast: boolean
}

const FILE_NAMES = /file|folder|path/

/** By the name that the help shows: `<run>`, `<folder>`, `[path...]`. */
const kindOf = (name: string): Kind =>
  name === 'run' || name === 'dataset' ? name : FILE_NAMES.test(name) ? 'file' : null

function optionsOf(command: Command): OptionWords[] {
  const options = command
    .createHelp()
    .visibleOptions(command)
    .map(option => ({
      flags: [option.short, option.long].filter(flag => flag !== undefined),
      description: option.description,
      takesValue: option.required || option.optional,
      value:
        option.argChoices === undefined
          ? kindOf(/[<[]([^>\].]+)/.exec(option.flags)?.[1] ?? '')
          : { words: option.argChoices },
    }))
  return options
}

/** Every command below `program` as completion needs it, read from the commands themselves. */
export function wordsOf(program: Command, path = ''): CommandWords[] {
  const visible = program.commands.filter(command => command.name() !== 'complete')
  const own: CommandWords = {
    path,
    subcommands: visible.map(command => ({ name: command.name(), description: command.description() })),
    options: optionsOf(program),
    arguments: program.registeredArguments.map(argument =>
      argument.argChoices === undefined ? kindOf(argument.name()) : { words: argument.argChoices },
    ),
    repeatsLast: program.registeredArguments.at(-1)?.variadic ?? false,
  }
  return [own, ...visible.flatMap(command => wordsOf(command, `${path} ${command.name()}`.trim()))]
}
