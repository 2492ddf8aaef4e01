import { AppError } from '../../../main/domain/errors.ts'
import type { SkyRing } from '../../../main/domain/photometry/sky.ts'
import {
  MAX_REGIONS,
  type Region,
  SHAPE_KINDS,
  type Shape,
  shapeFromNumbers,
  shapeNumbers,
} from '../../../main/domain/regions/region.ts'

/** What is measured: regions in reference pixels, and where the sky is taken from. It stands in the address. */
export interface RegionSet {
  readonly isOpen: boolean
  readonly regions: readonly Region[]
  readonly sky: SkyRing | null
}

export const DEFAULT_SKY: SkyRing = { gap: 4, width: 8 }

/** A region's name for people: its label, else its place in the list. */
export const regionName = (region: Region, index: number): string =>
  region.label === '' ? `${region.shape.kind} ${index + 1}` : region.label

/** An id that no region has yet. */
export function freshId(regions: readonly Region[]): string {
  const taken = new Set(regions.map(region => region.id))
  let number = regions.length + 1
  while (taken.has(`r${number}`)) number++
  return `r${number}`
}

export function withShape(regions: readonly Region[], id: string, shape: Shape): readonly Region[] {
  return regions.map(region => (region.id === id ? { ...region, shape } : region))
}

const PARAMETERS = { isOpen: 'measure', sky: 'sky', region: 'region' } as const

const tidy = (value: number) => String(Number(value.toPrecision(9)))

function encodeRegion({ label, exclude, shape }: Region): string {
  const name = label === '' ? '' : ` : ${label}`
  return `${exclude ? '-' : ''}${shape.kind} ${shapeNumbers(shape).map(tidy).join(' ')}${name}`
}

/** Characters of regions in an address: a server refuses the request for a page whose address is far longer. */
const MOST_CHARACTERS = 9000

/** The regions that an address has room for, from the first on. */
export function addressedRegions(regions: readonly Region[]): readonly Region[] {
  let room = MOST_CHARACTERS
  const end = regions.findIndex(region => {
    room -= new URLSearchParams({ [PARAMETERS.region]: encodeRegion(region) }).toString().length + 1
    return room < 0
  })
  return end < 0 ? regions : regions.slice(0, end)
}

/**
 * The set as query parameters; other parameters of `into` are kept. Regions beyond what an address holds are left out
 * (`addressedRegions`).
 */
export function encodeRegions(set: RegionSet, into = new URLSearchParams()): URLSearchParams {
  const query = new URLSearchParams(into)
  for (const name of Object.values(PARAMETERS)) query.delete(name)
  if (set.isOpen) query.set(PARAMETERS.isOpen, '1')
  if (set.sky) query.set(PARAMETERS.sky, `${tidy(set.sky.gap)},${tidy(set.sky.width)}`)
  for (const region of addressedRegions(set.regions)) query.append(PARAMETERS.region, encodeRegion(region))
  return query
}

function decodeRegion(text: string): Omit<Region, 'id'> | null {
  const [, sign, kindName, rest] = /^(-?)([a-z]+) (.*)$/s.exec(text) ?? []
  const kind = SHAPE_KINDS.find(known => known === kindName)
  if (!kind) return null
  const at = rest.indexOf(' : ')
  const numbers = (at < 0 ? rest : rest.slice(0, at)).split(' ').map(Number)
  try {
    return { label: at < 0 ? '' : rest.slice(at + 3), exclude: sign === '-', shape: shapeFromNumbers(kind, numbers) }
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

/** The set that an address describes. What is missing or absurd is left out: a bad link still opens. */
export function decodeRegions(query: URLSearchParams): RegionSet {
  const decoded = query.getAll(PARAMETERS.region).slice(0, MAX_REGIONS).map(decodeRegion)
  const [gap = Number.NaN, width = Number.NaN] = (query.get(PARAMETERS.sky) ?? '').split(',').map(Number)
  return {
    isOpen: query.get(PARAMETERS.isOpen) === '1',
    regions: decoded.filter(region => region !== null).map((region, index) => ({ id: `r${index + 1}`, ...region })),
    sky: gap >= 0 && width > 0 && Number.isFinite(gap + width) ? { gap, width } : null,
  }
}
