import { AppError } from '../../errors.ts'
import { type Position, type Region, type Shape, shapeNumbers } from '../region.ts'
import { northAngle, type SkyGrid, type SkySystem } from './sky.ts'

const HEADER = '# Region file format: DS9 version 4.1'

/**
 * Regions (in the pixels of one image, zero-based) as a DS9 region file: in that image's pixels counted from 1, or on
 * the sky with degrees and arcsec. Throws `bad-input` for a region off the projected sky.
 */
export function writeDs9(
  regions: readonly Omit<Region, 'id'>[],
  sky: { readonly system: SkySystem; readonly grid: SkyGrid } | null = null,
): string {
  const lines = regions.map(({ label, exclude, shape }) => {
    const numbers = sky ? skyNumbers(shape, sky.system, sky.grid) : imageNumbers(shape)
    const properties = [...shapeProperty(shape), ...labelProperty(label)]
    const comment = properties.length > 0 ? ` # ${properties.join(' ')}` : ''
    return `${exclude ? '-' : ''}${shape.kind}(${numbers.join(',')})${comment}`
  })
  return [HEADER, sky?.system ?? 'image', ...lines, ''].join('\n')
}

const shapeProperty = ({ kind }: Shape): string[] =>
  kind === 'line' ? ['line=0 0'] : kind === 'point' ? ['point=x'] : []

function labelProperty(label: string): string[] {
  const line = label.replaceAll(/\s+/g, ' ').trim()
  if (line === '') return []
  if (!/[{}]/.test(line)) return [`text={${line}}`]
  return [line.includes('"') ? `text='${line.replaceAll("'", ' ')}'` : `text="${line}"`]
}

const tidy = (value: number, digits: number) => String(Number(value.toFixed(digits)))

/** How many of a shape's numbers, from the first, are positions. */
const positionCount = ({ kind }: Shape, count: number) => (kind === 'polygon' || kind === 'line' ? count : 2)

function imageNumbers(shape: Shape): string[] {
  const numbers = shapeNumbers(shape)
  const positions = positionCount(shape, numbers.length)
  return numbers.map((value, i) => tidy(i < positions ? value + 1 : value, 9))
}

function skyNumbers(shape: Shape, system: SkySystem, grid: SkyGrid): string[] {
  const numbers = shapeNumbers(shape)
  const positions = positionCount(shape, numbers.length)
  const hasAngle = shape.kind === 'box' || shape.kind === 'ellipse'
  const out: string[] = []
  for (let i = 0; i < positions; i += 2) {
    const sky = skyOf(grid, system, { x: numbers[i], y: numbers[i + 1] })
    out.push(tidy(sky.lon, 10), tidy(sky.lat, 10))
  }
  numbers.slice(positions).forEach((value, i) => {
    const isAngle = hasAngle && i === 2
    const turned = () => value - northAngle(grid, system, { x: numbers[0], y: numbers[1] }) + 90
    out.push(isAngle ? tidy(turned(), 7) : `${tidy(value * grid.pixelScaleArcsec, 7)}"`)
  })
  return out
}

function skyOf(grid: SkyGrid, system: SkySystem, pixel: Position) {
  const sky = grid.toSky(system, pixel)
  if (sky) return sky
  throw new AppError('bad-input', 'A region lies off the sky that the image shows; export image coordinates instead.', {
    pixel,
  })
}
