import type { CommandWords, Kind } from './words.ts'

/** A word in single quotes, for bash and zsh alike. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** What a function of the script answers for a kind: a first word that names it, then the choices. */
const answer = (kind: Kind): string =>
  kind === null ? 'none' : typeof kind === 'string' ? kind : `words ${kind.words.join(' ')}`

const cases = (rows: readonly (readonly [pattern: string, reply: string])[]): string =>
  rows.map(([pattern, reply]) => `    ${pattern}) echo ${quoted(reply)} ;;`).join('\n')

/** Functions of plain shell that bash and zsh share: what a command is, and what stands after it. */
export function sharedFunctions(commands: readonly CommandWords[]): string {
  const known = commands.map(({ path }) => quoted(path)).join('|')
  const values = commands.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(({ flags, value }) => [flags.map(flag => quoted(`${path}:${flag}`)).join('|'), answer(value)] as const),
  )
  const positions = commands
    .filter(command => command.arguments.length > 0)
    .flatMap(({ path, arguments: kinds, repeatsLast }) =>
      kinds.map((kind, index) => {
        const isOpen = repeatsLast && index === kinds.length - 1
        return [isOpen ? `${quoted(`${path}:`)}*` : quoted(`${path}:${index}`), answer(kind)] as const
      }),
    )
  return `# Whether words are a command.
_subarc_is_command() {
  case "$1" in
    ${known}) return 0 ;;
  esac
  return 1
}

# What the value of an option is, as 'path:--option'; nothing for a switch.
_subarc_value() {
  case "$1" in
${cases(values)}
  esac
}

# What an argument is, as 'path:position'.
_subarc_argument() {
  case "$1" in
${cases(positions)}
  esac
}`
}
