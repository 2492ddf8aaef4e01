import { basename, dirname, relative, sep } from 'node:path'
import type { PlaneKind, PlaneRole, PlaneRoles } from '../../contract/planes.ts'
import { stemOf } from './imageFiles.ts'
import { sideOfWord } from './layout.ts'
import { roleOfName, type Told, withoutRoleWords, wordsOf } from './roles.ts'

/** A file that belongs to an image: its noise map, weights, flags or PSF. */
export interface Companion {
  readonly path: string
  readonly role: Exclude<PlaneRole, 'science' | 'ignore'>
}

/** The files of a source: images, and what belongs to each. */
export interface GroupedFiles {
  readonly images: readonly string[]
  readonly companions: ReadonlyMap<string, readonly Companion[]>
  /** What was taken as what, for people to look at and to change. */
  readonly kinds: readonly PlaneKind[]
  /** Companions of no image. */
  readonly unpaired: readonly { readonly file: string; readonly reason: string }[]
}

/** Files whose names tell nothing are listed one by one as long as there are no more than these. */
const LISTED_ALONE = 8

interface Named extends Told {
  readonly path: string
  readonly stem: string
  /** As the user's choices name it. */
  readonly kind: string
  /** Folder below the root, without the part that tells the role. */
  readonly place: string
  /** The same without a folder that says "images" or "data" too, beside which "masks" may stand. */
  readonly outerPlace: string
  /** Words of the name that tell no role and no side. */
  readonly rest: string
  readonly side: 'lr' | 'hr' | null
  readonly isChosen: boolean
}

/**
 * Tells images from what belongs to them, by the words of their names and folders or as the user chose. A companion
 * belongs to the image of its name (`lens1_err` to `lens1_sci`), else to the only image of its folder. A PSF or a mask
 * belongs to every image of its folder and those below whose name has the words of its own (`psf_g` to `lens1_g`).
 *
 * @param root what names are told relative to
 */
export function groupFiles(files: readonly string[], root: string, chosen: PlaneRoles = {}): GroupedFiles {
  const named = imagesAmong(
    files.map(path => describe(path, root, chosen)),
    root,
  )
  const images = named.filter(file => file.role === 'science')
  const companions = new Map<string, Companion[]>()
  const unpaired: { file: string; reason: string }[] = []
  const index = indexOf(images)
  for (const file of named) {
    if (file.role === 'science' || file.role === 'ignore') continue
    const owners = ownersOf(file, index)
    if (owners.length === 0) {
      unpaired.push({ file: file.path, reason: `It is taken as ${article(file.role)}, but no image belongs to it.` })
    }
    for (const { path } of owners) {
      companions.set(path, [...(companions.get(path) ?? []), { path: file.path, role: file.role }])
    }
  }
  return { images: images.map(file => file.path), companions, kinds: kindsOf(named), unpaired }
}

/** Where every file would be a companion there is no image that it could belong to: they are the images themselves. */
function imagesAmong(named: readonly Named[], root: string): Named[] {
  const isAny = named.some(file => file.role === 'science' || file.isChosen)
  if (isAny) return [...named]
  return named.map(file => ({
    ...file,
    role: 'science',
    word: null,
    kind: '*',
    place: dirname(relative(root, file.path)),
    isChosen: false,
  }))
}

function describe(path: string, root: string, chosen: PlaneRoles): Named {
  const stem = stemOf(basename(path))
  const folders = relative(root, dirname(path)).split(sep).filter(Boolean)
  const own = roleOfName(stem)
  const tells = (name: string): boolean => !['science', 'ignore'].includes(roleOfName(name).role)
  const at = own.role === 'science' ? folders.findLastIndex(tells) : -1
  const told = at < 0 ? own : roleOfName(folders[at])
  const kind = told.role === 'science' ? stem : (told.word ?? stem)
  // A file may have the name of something that every object has.
  const choice = (key: string) => (Object.hasOwn(chosen, key) ? chosen[key] : undefined)
  const role = choice(stem) ?? choice(kind) ?? (told.role === 'science' ? choice('*') : undefined)
  const words = withoutRoleWords(stem)
  // The nearest word counts: that of the name before those of the folders.
  const side = [...wordsOf(stem), ...folders.toReversed().flatMap(wordsOf)].map(sideOfWord).find(Boolean) ?? null
  return {
    path,
    stem,
    kind,
    role: role ?? told.role,
    word: told.word,
    isChosen: role !== undefined,
    place: folders.filter((_, i) => i !== at).join('/'),
    outerPlace: folders.filter((name, i) => i !== at && roleOfName(name).word === null).join('/'),
    rest: words.filter(word => sideOfWord(word) === null).join('_'),
    side,
  }
}

interface ImageIndex {
  readonly byName: ReadonlyMap<string, readonly Named[]>
  readonly byPlace: ReadonlyMap<string, readonly Named[]>
  readonly all: readonly Named[]
}

function indexOf(images: readonly Named[]): ImageIndex {
  const named = images.flatMap(image => [...new Set([image.place, image.outerPlace])].map(place => ({ place, image })))
  const byName = Map.groupBy(named, ({ place, image }) => `${place}/${image.rest}`)
  return {
    byName: new Map([...byName].map(([name, found]) => [name, found.map(({ image }) => image)])),
    byPlace: Map.groupBy(images, ({ place }) => place),
    all: images,
  }
}

function ownersOf(companion: Named, { byName, byPlace, all }: ImageIndex): readonly Named[] {
  const ofSide = (images: readonly Named[]): readonly Named[] =>
    companion.side === null ? images : images.filter(image => image.side === companion.side)
  const { place, rest } = companion
  const sameName = rest === '' ? [] : ofSide(byName.get(`${place}/${rest}`) ?? [])
  if (sameName.length > 0) return sameName
  const beside = ofSide(byPlace.get(place) ?? [])
  if (beside.length === 1) return beside
  if (companion.role !== 'psf' && companion.role !== 'quality') return []
  const words = rest.split('_').filter(Boolean)
  const below = place === '' ? all : all.filter(image => `${image.place}/`.startsWith(`${place}/`))
  return ofSide(below).filter(image => words.every(word => image.rest.split('_').includes(word)))
}

function kindsOf(named: readonly Named[]): PlaneKind[] {
  const plain = named.filter(file => file.role === 'science' && !file.isChosen)
  const isListed = plain.length <= LISTED_ALONE
  const kinds = Map.groupBy(named, file =>
    file.role === 'science' && !file.isChosen && !isListed ? '*' : file.kind.toLowerCase(),
  )
  return [...kinds].map(([key, files]) => {
    const [first] = files
    return {
      kind: key === '*' ? '*' : first.kind,
      role: first.role,
      reason: reasonOf(first, key === '*'),
      example: first.path,
      count: files.length,
      isPart: false,
    }
  })
}

function reasonOf({ isChosen, word }: Named, isRest: boolean): string {
  if (isChosen) return 'chosen'
  if (isRest || word === null) return 'nothing in the name says otherwise'
  return `"${word}" in the name`
}

function article(role: Companion['role']): string {
  const names = {
    error: 'a noise map',
    variance: 'a variance map',
    weight: 'a weight map',
    quality: 'a mask',
    psf: 'a PSF',
  }
  return names[role]
}
