export interface Command {
  readonly kind: string
  readonly title: string
  readonly hint: string
  /** A page, or what is done. */
  readonly to: string | (() => void)
}

/** Lower is better; null: the words do not all occur. A title that begins with the text comes before one that contains it. */
function rank({ kind, title, hint }: Command, words: readonly string[]): number | null {
  const name = title.toLowerCase()
  const all = `${name} ${kind} ${hint}`.toLowerCase()
  if (!words.every(word => all.includes(word))) return null
  const first = words[0] ?? ''
  if (name.startsWith(first)) return 0
  return name.includes(first) ? 1 : 2
}

/** Commands that hold every word of the text, the best first and otherwise in their order. */
export function findCommands(commands: readonly Command[], text: string): readonly Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return commands
    .map(command => ({ command, rank: rank(command, words) }))
    .filter(entry => entry.rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .map(entry => entry.command)
}
