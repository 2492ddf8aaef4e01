import { statSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Endings of files that the desktop hands to Subarc: those of its file associations. */
export const FILE_ENDINGS = ['fits', 'fit', 'fts', 'fz', 'npy'] as const

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

/** File managers of Linux give file: addresses. */
function pathOf(word: string, cwd: string): string {
  if (word.startsWith('file:') && URL.canParse(word)) return fileURLToPath(word)
  return isAbsolute(word) ? word : resolve(cwd, word)
}

/** Options of the command line that take a value, which is no file to open. */
const WITH_VALUE = new Set(['--workspace'])

/**
 * The files in a command line that started the application, or that a second start of it passed on: what exists, is a file
 * and is no option. The executable stands first; an application that is not packaged has its folder second, which is none.
 */
export function filesOf(argv: readonly string[], cwd: string): string[] {
  return argv
    .slice(1)
    .filter((word, i, words) => !word.startsWith('-') && !WITH_VALUE.has(words[i - 1] ?? ''))
    .map(word => pathOf(word, cwd))
    .filter(isFile)
}

/** `--workspace FOLDER` of a command line. */
export function askedWorkspace(argv: readonly string[]): string | undefined {
  const at = argv.indexOf('--workspace')
  return at < 0 ? undefined : argv[at + 1]
}

/** The page that shows files. */
export const viewPage = (files: readonly string[]): string =>
  `/view?${new URLSearchParams(files.map((file): [string, string] => ['file', file]))}`

export interface Guide {
  /** Shows files, now or as soon as there is a page that listens. */
  open(files: readonly string[]): void
  /** Goes to a page of the interface, as soon as it can be told. */
  go(path: string): void
  /** The interface listens from now on. */
  listening(): void
  /** The window was closed. */
  gone(): void
}

export interface GuideParts {
  /** Lets the core read files that the user chose outside of the page. */
  allow(files: readonly string[]): Promise<void>
  /** Tells the interface to go to a page. */
  tell(path: string): void
}

/**
 * Files come before the core answers and before the page listens: from the command line, from the system (macOS sends
 * `open-file` at once, one file at a time), from a second start. They wait here, and are shown together.
 */
export function createGuide({ allow, tell }: GuideParts): Guide {
  let isListening = false
  let files: readonly string[] = []
  let page: string | undefined

  const flush = () => {
    if (!isListening) return
    if (page !== undefined) tell(page)
    page = undefined
    if (files.length === 0) return
    const shown = files
    files = []
    void allow(shown).then(() => (isListening ? tell(viewPage(shown)) : undefined))
  }
  return {
    open: more => {
      files = [...files, ...more]
      flush()
    },
    go: path => {
      page = path
      flush()
    },
    listening: () => {
      isListening = true
      flush()
    },
    gone: () => {
      isListening = false
    },
  }
}
