import { AppError } from '../../errors.ts'
import {
  countProblem,
  MAX_REGIONS,
  type Position,
  type Region,
  SHAPE_KINDS,
  type Shape,
  type ShapeKind,
  shapeFromNumbers,
} from '../region.ts'
import { angleDegrees, lengthArcsec, skyCoordinate, suffixed } from './numbers.ts'
import { northAngle, type SkyGrid, type SkySystem } from './sky.ts'

/** What stands in a region file: shapes in the pixels of the image it belongs to, zero-based. */
export interface Ds9File {
  readonly regions: readonly Omit<Region, 'id'>[]
  /** What was read in another way than it was meant, as sentences. */
  readonly notes: readonly string[]
}

export const MAX_DS9_CHARACTERS = 1_000_000

type System = 'image' | SkySystem

/** DS9's names; `physical` differs from `image` in headers with LTV and LTM alone. */
const SYSTEMS: ReadonlyMap<string, System> = new Map([
  ['image', 'image'],
  ['physical', 'image'],
  ['fk5', 'fk5'],
  ['j2000', 'fk5'],
  ['icrs', 'icrs'],
  ['galactic', 'galactic'],
])
const KNOWN_SYSTEMS = ['fk4', 'b1950', 'ecliptic', 'wcs', 'linear', 'amplifier', 'detector']
const KNOWN_SHAPES = [
  'vector',
  'text',
  'ruler',
  'compass',
  'projection',
  'panda',
  'epanda',
  'bpanda',
  'segment',
  'cpanda',
]

/**
 * Reads a DS9 region file: circle, ellipse, box, annulus, line, point and polygon, with signs, in image or celestial
 * coordinates (these need `sky`). Coordinate systems hold until the next one; `physical` is taken as `image`, with a
 * note. Throws `bad-input` that names the line, for anything that is not understood.
 */
export function parseDs9(text: string, sky: SkyGrid | null): Ds9File {
  if (text.length > MAX_DS9_CHARACTERS) {
    throw new AppError('bad-input', `A region file has at most ${MAX_DS9_CHARACTERS} characters, not ${text.length}.`)
  }
  const reader = new Reader(sky)
  text.split(/\r\n|\r|\n/).forEach((line, index) => {
    reader.line(line, index + 1)
  })
  return { regions: reader.regions, notes: [...reader.notes] }
}

class Reader {
  readonly regions: Omit<Region, 'id'>[] = []
  readonly notes = new Set<string>()
  private readonly sky: SkyGrid | null
  private system: System = 'image'
  private number = 0

  constructor(sky: SkyGrid | null) {
    this.sky = sky
  }

  line(line: string, number: number): void {
    this.number = number
    const hash = line.indexOf('#')
    const properties = hash < 0 ? '' : line.slice(hash + 1)
    const statements = (hash < 0 ? line : line.slice(0, hash)).split(';').map(statement => statement.trim())
    const annotation = /^\s*(text|vector|ruler|compass|projection|composite)\b/i.exec(properties)?.[1]
    if (annotation && statements.every(statement => statement === '')) {
      this.notes.add(`Line ${number}: a ${annotation.toLowerCase()} is not a region and was left out.`)
    }
    for (const statement of statements) if (statement !== '') this.statement(statement, properties)
  }

  private statement(statement: string, properties: string): void {
    const word = statement.toLowerCase()
    if (/^global\b/.test(word)) return
    if (SYSTEMS.has(word) || KNOWN_SYSTEMS.includes(word)) {
      this.setSystem(word)
      return
    }
    const [, sign = '', name = '', rest = ''] = /^([+\-!]?)\s*([a-z]+)\s*(.*)$/i.exec(statement) ?? []
    const kind = SHAPE_KINDS.find(known => known === name.toLowerCase())
    if (!kind) this.refuse(this.unknown(name, statement))
    const inner = /^\(([^()]*)\)\s*(?:\|\|)?$/.exec(rest)?.[1] ?? (/[()]/.test(rest) ? undefined : rest)
    if (inner === undefined) this.refuse(`the brackets of this ${kind} do not close`)
    const args = inner.split(/[\s,]+/).filter(part => part !== '')
    for (const shape of this.shapes(kind, args)) {
      if (this.regions.length >= MAX_REGIONS) this.refuse(`a file with more than ${MAX_REGIONS} regions is not read`)
      this.regions.push({ label: labelOf(properties), exclude: sign === '-' || sign === '!', shape })
    }
  }

  private setSystem(word: string): void {
    const system = SYSTEMS.get(word)
    if (system === undefined) {
      this.refuse(
        `the coordinate system "${word}" is not read; save the regions from DS9 in image, fk5, icrs or galactic`,
      )
    }
    if (system !== 'image' && this.sky === null) {
      this.refuse(`${word} coordinates need an image with a WCS; save the regions from DS9 in image coordinates`)
    }
    if (word === 'physical') this.notes.add('Physical coordinates were taken as image coordinates.')
    this.system = system
  }

  private unknown(name: string, statement: string): string {
    if (KNOWN_SHAPES.includes(name.toLowerCase())) return `a ${name} has no area to measure in; delete it`
    return `"${statement.slice(0, 60)}" is neither a shape (${SHAPE_KINDS.join(', ')}) nor a coordinate system`
  }

  private shapes(kind: ShapeKind, args: readonly string[]): Shape[] {
    if (kind === 'annulus' && args.length > 4) {
      return args.slice(3).map((_, i) => this.shape(kind, [args[0], args[1], args[i + 2], args[i + 3]]))
    }
    return [this.shape(kind, args)]
  }

  private shape(kind: ShapeKind, args: readonly string[]): Shape {
    const hasAngle = kind === 'box' || kind === 'ellipse'
    // DS9 takes an angle that is left out as 0.
    const complete = hasAngle && args.length === 4 ? [...args, '0'] : args
    const problem = countProblem(kind, complete.length)
    if (problem !== null) this.refuse(lowerFirst(problem))
    const positions = kind === 'polygon' || kind === 'line' ? complete.length : 2
    const numbers: number[] = []
    for (let i = 0; i < positions; i += 2) {
      const { x, y } = this.position(complete[i], complete[i + 1])
      numbers.push(x, y)
    }
    complete.slice(positions).forEach((text, i) => {
      numbers.push(hasAngle && i === 2 ? this.angle(text, numbers) : this.length(text))
    })
    try {
      return shapeFromNumbers(kind, numbers)
    } catch (error) {
      if (error instanceof AppError) this.refuse(lowerFirst(error.message))
      throw error
    }
  }

  private position(first: string, second: string): Position {
    if (this.system === 'image') return { x: this.pixel(first) - 1, y: this.pixel(second) - 1 }
    const lon = skyCoordinate(first, this.system !== 'galactic')
    const lat = skyCoordinate(second, false)
    if (Number.isNaN(lon) || Number.isNaN(lat) || Math.abs(lat) > 90)
      this.refuse(`"${first}, ${second}" is no position`)
    const pixel = this.sky?.toPixel(this.system, lon, lat)
    return pixel ?? this.refuse(`"${first}, ${second}" does not lie on this image's sky`)
  }

  private pixel(text: string): number {
    const { value, suffix } = suffixed(text)
    if (suffix === 'p') this.notes.add('Physical coordinates were taken as image coordinates.')
    return Number.isNaN(value) || !['', 'i', 'p'].includes(suffix)
      ? this.refuse(`"${text}" is no pixel coordinate`)
      : value
  }

  private length(text: string): number {
    const { value, suffix } = suffixed(text)
    if (Number.isNaN(value)) this.refuse(`"${text}" is no length`)
    if (suffix === 'i' || suffix === 'p' || (suffix === '' && this.system === 'image')) return value
    const arcsec = lengthArcsec(value, suffix === '' ? 'd' : suffix)
    if (arcsec === undefined || this.sky === null) return this.refuse(`the length "${text}" needs an image with a WCS`)
    return arcsec / this.sky.pixelScaleArcsec
  }

  /** In celestial systems an angle is counted from the direction that is west where north is up. */
  private angle(text: string, [x, y]: readonly number[]): number {
    const degrees = angleDegrees(text)
    if (Number.isNaN(degrees)) this.refuse(`"${text}" is no angle`)
    if (this.system === 'image' || this.sky === null) return degrees
    return degrees + northAngle(this.sky, this.system, { x, y }) - 90
  }

  private refuse(problem: string): never {
    throw new AppError('bad-input', `Line ${this.number} of the region file: ${problem.replace(/\.$/, '')}.`, {
      line: this.number,
    })
  }
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

/** text={...}, text="..." or text='...' among a region's properties. */
function labelOf(properties: string): string {
  const found = /\btext\s*=\s*(?:\{([^}]*)\}|"([^"]*)"|'([^']*)')/.exec(properties)
  return (found?.[1] ?? found?.[2] ?? found?.[3] ?? '').trim()
}
