/** What a text must not tell to others, as this machine knows it. */
export interface Private {
  /** Folders that the product made, and what stands in their place; what lies in them keeps its path from there. */
  readonly folders: readonly { readonly path: string; readonly name: string }[]
  /** The user's home; of what lies in it no name is kept. */
  readonly home: string
  /** Names of the user and of the machine. */
  readonly names: readonly string[]
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/**
 * A path of at least two parts, of Unix or of Windows; its folders may have spaces, and so may its name where an extension
 * ends it. Not the slashes of a unit, a date or a ratio.
 */
const ABSOLUTE_PATH =
  /(?<![\w/.>:-])(?:[A-Za-z]:[\\/]|\\\\|\/)(?:[^\n"'`<>|:*?\\/]+[\\/])+(?:[^\n"'`<>|:*?\\/]{0,80}?\.[A-Za-z]\w{0,7}(?!\w)|[^\s"'`<>|:*?,;\\/]*)/gu
const ADDRESS = /\b[a-z][a-z+.-]*:\/\/[^\s"'`<>]+/gi
const IP = /\b(?:\d{1,3}\.){3}\d{1,3}\b/g
const MAIL = /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/g

/** Of a path only what kind of file it is: its last letters after a dot. */
function kindOfPath(path: string): string {
  const extension = /\.(\w{1,8}(?:\.gz)?)$/.exec(path)?.[1]
  return extension === undefined ? '<path>' : `<path>.${extension}`
}

/**
 * A text without private paths, names, addresses: for reports that are sent to others. Known folders become their names,
 * every other absolute path shrinks to its extension.
 */
export function redact(text: string, { folders, home, names }: Private): string {
  // The longest first: a workspace lies in the home folder as a rule.
  const known = folders.filter(({ path }) => path.length > 1).toSorted((a, b) => b.path.length - a.path.length)
  let shown = text.replaceAll(ADDRESS, address => (address.startsWith('file:') ? address.slice(7) : '<address>'))
  for (const { path, name } of known) shown = shown.replaceAll(new RegExp(`${escaped(path)}(?![\\w.-])`, 'g'), name)
  shown = shown.replaceAll(ABSOLUTE_PATH, kindOfPath).replaceAll(MAIL, '<mail>').replaceAll(IP, '<ip>')
  if (home.length > 1) shown = shown.replaceAll(home, '<home>')
  // A name of one letter tells nobody, and stands everywhere.
  for (const name of names.filter(one => one.length > 1))
    shown = shown.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}])${escaped(name)}(?![\\p{L}\\p{N}])`, 'giu'), '<name>')
  return shown
}
