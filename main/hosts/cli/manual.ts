import type { Argument, Command, Option } from 'commander'
import { examplesOf } from './examples.ts'
import { EXIT_MEANINGS } from './exitCodes.ts'
import { allCommands, pathOf } from './program.ts'

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

function optionRow(option: Option): string {
  const said = [`${option.description}.`]
  if (option.argChoices !== undefined) said.push(`One of ${option.argChoices.join(', ')}.`)
  if (option.defaultValue !== undefined && option.defaultValue !== false && `${option.defaultValue}` !== '')
    said.push(`Default: ${JSON.stringify(option.defaultValue)}.`)
  return `| \`${cell(option.flags)}\` | ${cell(said.join(' '))} |`
}

const argumentRow = (argument: Argument) =>
  `| \`${argument.required ? '<' : '['}${argument.name()}${argument.variadic ? '...' : ''}${argument.required ? '>' : ']'}\` | ${cell(argument.description)}. |`

/** Options that all commands have are told once. */
const COMMON = new Set(['--workspace', '--json', '--help'])

function chapter(command: Command): string {
  const path = pathOf(command)
  const rows = [
    ...command.registeredArguments.map(argumentRow),
    ...command.options.filter(({ long, hidden }) => !hidden && !COMMON.has(long ?? '')).map(optionRow),
  ]
  const examples = examplesOf(path)
  const width = Math.max(0, ...examples.map(({ line }) => line.length))
  return [
    `## subarc ${path}`,
    `${command.description()}.`,
    `    subarc ${path} ${command.usage()}`,
    ...(rows.length === 0 ? [] : [['| | |', '|---|---|', ...rows].join('\n')]),
    ...(examples.length === 0
      ? []
      : [['```sh', ...examples.map(({ line, what }) => `${line.padEnd(width)}   # ${what}`), '```'].join('\n')]),
  ].join('\n\n')
}

/** The manual of the command line, in Markdown: docs/cli.md. */
export function manual(program: Command): string {
  const commands = allCommands(program)
    .slice(1)
    .filter(command => command.commands.length === 0 || command.registeredArguments.length > 0)
    .filter(command => pathOf(command) !== 'complete')
  return `${[
    '# The command line',
    'Made from the commands themselves; a test holds it to them (`vitest run test/main/hosts/cli/manual.test.ts -u` writes it anew).',
    `Every command takes \`-w, --workspace <folder>\` (default: \`SUBARC_WORKSPACE\`, or one in your data folder) and \`--json\`, which prints the result,
or \`{"error": {"code", "message", "details"}}\`, as JSON on standard output. Progress goes to standard error: a bar on a terminal, plain lines every few
seconds in a log. Ctrl-C asks a job to stop at its next step, which keeps its last checkpoint; a second one leaves at once. Where a window or another
command has the workspace open, calls go through it: both see the same at once.`,
    [
      '| exit code | name | when |',
      '|---|---|---|',
      ...EXIT_MEANINGS.map(({ code, name, meaning }) => `| ${code} | ${name} | ${meaning} |`),
    ].join('\n'),
    ...commands.map(chapter),
  ].join('\n\n')}\n`
}
