import { basename, dirname, relative, sep } from 'node:path'
import type { Layout } from '../../contract/datasets.ts'
import { looksLikeImage, stemOf } from './imageFiles.ts'

export type Role = 'lr' | 'hr'

/** What belongs together by names alone; paths are absolute. */
export interface NamedPair {
  readonly name: string
  readonly lr: string | null
  readonly hr: string | null
}

/** What the names tell. `undecided`: two of each that belong together, but only their sizes tell which is the HR. */
export interface NamedLayout {
  readonly layout: Layout | 'undecided'
  readonly pairs: readonly NamedPair[]
  readonly unpaired: readonly { readonly file: string; readonly reason: string }[]
}

/** Words in the names of files and folders that tell what they are, as surveys and studies use them. */
const roleWords: Record<Role, readonly string[]> = {
  lr: ['lr', 'lowres', 'low', 'raw', 'ground', 'hsc', 'input', 'inputs'],
  hr: ['hr', 'highres', 'high', 'gold', 'hst', 'space', 'truth', 'target', 'targets'],
}

/** Words that tell a role without their counterpart; a survey's name does not. */
const strongWords = ['lr', 'hr', 'lowres', 'highres']

interface Named {
  readonly path: string
  readonly role: Role | null
  /** Told by a word that means nothing else. */
  readonly strong: boolean
  /** The name without the word that tells its role, numbers without leading zeros. */
  readonly key: string
  /** Folder below the root, without the part that tells the role. */
  readonly place: string
  readonly folder: string
}

/**
 * Finds the pairs among image files by their names: two roles told by words in file or folder names; two folders of
 * equal names; two images. Everything else is a set of images on one side.
 *
 * @param root what names are told relative to
 */
export function layoutByNames(files: readonly string[], root: string): NamedLayout {
  const named = files.filter(file => looksLikeImage(file)).map(file => describe(file, root))
  const lr = named.filter(file => file.role === 'lr')
  const hr = named.filter(file => file.role === 'hr')
  const others = named.filter(file => file.role === null)
  if (lr.length > 0 && hr.length > 0) return pairRoles(lr, hr, others)
  for (const [role, files] of [
    ['lr', lr],
    ['hr', hr],
  ] as const) {
    const all = files.length > 0 && others.length === 0
    if (all || files.some(file => file.strong)) return oneSided(role, files, others)
  }
  return layoutWithoutRoles(named)
}

/** A survey's name on one side alone tells nothing, so only sizes and equal names are left. */
function layoutWithoutRoles(others: readonly Named[]): NamedLayout {
  const folders = [...new Set(others.map(file => file.folder))]
  if (others.length === 2) {
    const [first, second] = others
    return { layout: 'undecided', pairs: [{ name: nameOf(first), lr: first.path, hr: second.path }], unpaired: [] }
  }
  if (folders.length === 2) {
    const [first, second] = folders.map(folder => others.filter(file => file.folder === folder))
    const paired = matchSides(withoutPlaces(first), withoutPlaces(second))
    if (paired.pairs.length > 0) return { layout: 'undecided', ...paired }
  }
  return oneSided('hr', others, [])
}

function describe(path: string, root: string): Named {
  const folder = dirname(path)
  const folders = relative(root, folder).split(sep).filter(Boolean)
  const words = wordsOf(stemOf(basename(path)))
  const ownRole = words.map(sideOfWord).find(role => role !== null) ?? null
  const at = folders.findLastIndex(name => wordsOf(name).some(word => sideOfWord(word) !== null))
  const folderRole =
    at < 0
      ? null
      : (wordsOf(folders[at])
          .map(sideOfWord)
          .find(role => role !== null) ?? null)
  // The root itself may be the LR or HR folder of somebody who chose only that one.
  const role = ownRole ?? folderRole ?? sideOfWord(basename(root).toLowerCase())
  return {
    path,
    role,
    strong: [...words, ...folders.flatMap(wordsOf), ...wordsOf(basename(root))].some(word =>
      strongWords.includes(word),
    ),
    key: words
      .filter(word => sideOfWord(word) === null)
      .map(plainNumber)
      .join('_'),
    place: folders.filter((_, i) => i !== at).join('/'),
    folder,
  }
}

function wordsOf(name: string): string[] {
  return name
    .toLowerCase()
    .split(/[\s_.-]+/)
    .filter(Boolean)
}

/** The side that a word of a name tells, or null. */
export function sideOfWord(word: string): Role | null {
  if (roleWords.lr.includes(word)) return 'lr'
  return roleWords.hr.includes(word) ? 'hr' : null
}

function plainNumber(word: string): string {
  return word.replace(/\d+/g, digits => digits.replace(/^0+(?=\d)/, ''))
}

function pairRoles(lr: readonly Named[], hr: readonly Named[], others: readonly Named[]): NamedLayout {
  const matched = matchSides(lr, hr)
  // One of each belongs together whatever the names.
  const pairs =
    matched.pairs.length === 0 && lr.length === 1 && hr.length === 1
      ? [{ name: nameOf(lr[0]), lr: lr[0].path, hr: hr[0].path }]
      : matched.pairs
  const unpaired = [
    ...matched.unpaired.filter(({ file }) => !pairs.some(pair => pair.lr === file || pair.hr === file)),
    ...others.map(({ path }) => ({
      file: path,
      reason: 'Neither its name nor its folder says whether it is LR or HR.',
    })),
  ]
  return { layout: layoutOf(pairs), pairs, unpaired }
}

function layoutOf(pairs: readonly NamedPair[]): Layout {
  const every = (lr: RegExp, hr: RegExp): boolean =>
    pairs.length > 0 && pairs.every(pair => lr.test(lastTwo(pair.lr)) && hr.test(lastTwo(pair.hr)))
  if (every(/^LR\/sample\d+\.npy$/, /^HR\/sample\d+\.npy$/)) return 'study-simulated'
  if (every(/^LR\/LR_\d+\.npy$/, /^HR\/HR_\d+\.npy$/)) return 'study-real'
  return pairs.length === 1 ? 'pair' : 'parallel-folders'
}

function lastTwo(path: string | null): string {
  return (path ?? '').split(sep).slice(-2).join('/')
}

function withoutPlaces(files: readonly Named[]): Named[] {
  return files.map(file => ({ ...file, place: '' }))
}

/** Pairs files of equal keys; where there are none at all, files whose last numbers are equal. */
function matchSides(lr: readonly Named[], hr: readonly Named[]): Pick<NamedLayout, 'pairs' | 'unpaired'> {
  const byKey = match(lr, hr, file => `${file.place}/${file.key}`)
  if (byKey.pairs.length > 0) return byKey
  const byNumber = match(lr, hr, file => /(\d+)\D*$/.exec(file.key)?.[1] ?? '')
  return byNumber.pairs.length > 0 ? byNumber : byKey
}

function match(
  lr: readonly Named[],
  hr: readonly Named[],
  keyOf: (file: Named) => string,
): Pick<NamedLayout, 'pairs' | 'unpaired'> {
  const partners = new Map<string, Named[]>()
  for (const file of hr) partners.set(keyOf(file), [...(partners.get(keyOf(file)) ?? []), file])
  const rivals = new Map<string, number>()
  for (const file of lr) rivals.set(keyOf(file), (rivals.get(keyOf(file)) ?? 0) + 1)
  const used = new Set<Named>()
  const pairs: NamedPair[] = []
  const unpaired: { file: string; reason: string }[] = []
  for (const file of lr) {
    const found = keyOf(file) === '' ? [] : (partners.get(keyOf(file)) ?? [])
    if (found.length === 1 && rivals.get(keyOf(file)) === 1) {
      used.add(found[0])
      pairs.push({ name: nameOf(file), lr: file.path, hr: found[0].path })
    } else {
      unpaired.push({ file: file.path, reason: missing('HR', file, found.length) })
    }
  }
  for (const file of hr) {
    if (!used.has(file)) unpaired.push({ file: file.path, reason: missing('LR', file, rivals.get(keyOf(file)) ?? 0) })
  }
  return { pairs, unpaired }
}

function missing(side: string, file: Named, found: number): string {
  if (found > 0) return `More than one image has the name "${nameOf(file)}", so its partner is not certain.`
  return `There is no ${side} image of the name "${nameOf(file)}".`
}

function oneSided(role: Role, files: readonly Named[], others: readonly Named[]): NamedLayout {
  return {
    layout: role === 'hr' ? 'hr-only' : 'lr-only',
    pairs: files.map(file => ({
      name: nameOf(file),
      lr: role === 'lr' ? file.path : null,
      hr: role === 'hr' ? file.path : null,
    })),
    unpaired: others.map(({ path }) => ({ file: path, reason: 'It lies outside of the folder of images.' })),
  }
}

/** The stem of the file, with its place where files of several folders come together. */
function nameOf(file: Named): string {
  const stem = stemOf(basename(file.path))
  return file.place === '' ? stem : `${file.place}/${stem}`
}
