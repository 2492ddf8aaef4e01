import { basename } from 'node:path'
import type { PlaneKind, PlaneRole, PlaneRoles } from '../../contract/planes.ts'
import { AppError } from '../../domain/errors.ts'
import type { ImagePart } from '../../formats/parts.ts'
import type { Companion } from './companions.ts'
import { sideOfWord } from './layout.ts'
import { roleOfPart, wordsOf } from './roles.ts'

/** The parts of one file with what each is taken as: one image, and what belongs to it. */
export interface AssignedParts {
  readonly image: ImagePart
  readonly companions: readonly { readonly part: ImagePart; readonly role: Companion['role'] }[]
  readonly kinds: readonly PlaneKind[]
}

export type Side = 'lr' | 'hr'

/** Whether a file holds LR and HR images alike, in parts that are named so. */
export function holdsBothSides(parts: readonly ImagePart[], chosen: PlaneRoles): boolean {
  const images = parts.filter(part => roleOf(part, chosen).role === 'science').map(({ name }) => sideOfName(name))
  return images.includes('lr') && images.includes('hr')
}

function sideOfName(name: string): Side | null {
  return wordsOf(name).map(sideOfWord).find(Boolean) ?? null
}

/** The images of one side in a file that holds both, and what belongs to images of either. */
export function partsOfSide(parts: readonly ImagePart[], side: Side, chosen: PlaneRoles): ImagePart[] {
  return parts.filter(part => {
    const own = sideOfName(part.name)
    return own === side || (own === null && roleOf(part, chosen).role !== 'science')
  })
}

/**
 * Which part of a file is its image, and which belong to it: by EXTNAME or the name of the array, or as the user chose.
 * Of several parts of one role the first counts.
 *
 * @throws AppError 'bad-input' where several arrays may be the image and nothing tells which
 */
export function assignParts(path: string, parts: readonly ImagePart[], chosen: PlaneRoles = {}): AssignedParts {
  const told = parts.map(part => ({ part, ...roleOf(part, chosen) }))
  const image = imageAmong(path, told)
  const taken = new Set<PlaneRole>(['science'])
  const assigned = told.map(({ part, role, reason }) => {
    if (part === image) return { part, role: 'science' as const, reason }
    if (role === 'ignore') return { part, role, reason }
    if (taken.has(role)) return { part, role: 'ignore' as const, reason: `the first ${role} part counts` }
    taken.add(role)
    return { part, role, reason }
  })
  return {
    image,
    companions: assigned.flatMap(({ part, role }) => (role === 'science' || role === 'ignore' ? [] : [{ part, role }])),
    kinds: assigned.map(({ part, role, reason }) => ({
      kind: kindOfPart(part),
      role,
      reason,
      example: `${path}${partLabel(part)}`,
      count: 1,
      isPart: true,
    })),
  }
}

/** As the user's choices name it: `[ERR]`, or by its number where it has no name. */
function kindOfPart({ name, choice }: ImagePart): string {
  return `[${name || (choice.hdu ?? 0)}]`
}

/** What is added to a file's name where it has several parts. */
export function partLabel({ name, choice }: Pick<ImagePart, 'name' | 'choice'>): string {
  return name === '' && choice.hdu === undefined ? '' : `[${name || choice.hdu}]`
}

interface ToldPart {
  readonly part: ImagePart
  readonly role: PlaneRole
  readonly reason: string
  readonly isSure: boolean
}

function roleOf(part: ImagePart, chosen: PlaneRoles): Omit<ToldPart, 'part'> {
  const byUser = chosen[kindOfPart(part)]
  if (byUser !== undefined) return { role: byUser, reason: 'chosen', isSure: true }
  const { role, word } = roleOfPart(part.name)
  const reason = word === null ? 'nothing in its name says otherwise' : `"${word}" in its name`
  return { role, reason, isSure: word !== null }
}

function imageAmong(path: string, told: readonly ToldPart[]): ImagePart {
  const science = told.filter(({ role }) => role === 'science')
  const sure = science.find(({ isSure }) => isSure)
  const [first] = science.length > 0 ? science : told
  // Extensions come in an order, the image first; arrays of an archive do not.
  const isOrdered = first.part.choice.hdu !== undefined
  if (sure !== undefined) return sure.part
  if (science.length <= 1 || isOrdered) return first.part
  const names = science.map(({ part }) => part.name)
  throw new AppError(
    'bad-input',
    `${basename(path)} holds several arrays that may be the image: ${names.slice(0, 20).join(', ')}. Say which one: give it the role science, as [${names[0]}]=science.`,
    { members: names },
  )
}
