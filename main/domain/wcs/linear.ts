import { AppError } from '../errors.ts'
import { RADIANS } from './angles.ts'
import type { CardValues } from './cards.ts'
import type { CelestialAxes } from './celestialAxes.ts'
import { determinant, type Matrix2 } from './matrix2.ts'
import { degreesIn } from './units.ts'

/** Pixel coordinates to intermediate world coordinates of the two celestial axes (FITS 4.0 sec. 8.1). */
export interface LinearPart {
  /** FITS's CRPIX of the two pixel axes, counting from 1. */
  readonly crpix: { readonly x: number; readonly y: number }
  /** Degrees a pixel; rows longitude and latitude, columns x and y. */
  readonly matrix: Matrix2
  /** Degrees. */
  readonly crval: { readonly lon: number; readonly lat: number }
}

/**
 * From CDi_j, PCi_j with CDELTi, CROTAn with CDELTi, or CDELTi alone, where PC rules CD and CD rules CROTA as in WCSLIB.
 * Undefined where the plane of the two pixel axes is not the celestial one. Throws `unsupported` where celestial
 * coordinates depend on a further pixel axis, `bad-input` for damaged cards, another unit than an angle, and a matrix
 * that maps the image to a line.
 */
export function linearPart(
  values: CardValues,
  axes: CelestialAxes,
  version: string,
  pixelAxes: readonly [number, number],
): LinearPart | undefined {
  const entry = matrixEntries(values, axes, version)
  const row = (axis: number) => pixelAxes.map(pixelAxis => entry(axis, pixelAxis) * unitOf(values, axis, version))
  const [a, b] = row(axes.lon)
  const [c, d] = row(axes.lat)
  const matrix = { a, b, c, d }
  const isSingular = !Number.isFinite(1 / determinant(matrix))
  const others = Array.from({ length: 9 }, (_, index) => index + 1).filter(axis => !pixelAxes.includes(axis))
  if (others.some(axis => entry(axes.lon, axis) !== 0 || entry(axes.lat, axis) !== 0)) {
    if (isSingular) return undefined
    throw new AppError(
      'unsupported',
      "The header's sky position depends on a third pixel axis (PC or CD). Extract one plane with a program that knows the cube.",
    )
  }
  if (isSingular) {
    throw new AppError('bad-input', "The header's WCS maps the image to a line: correct CD, PC or CDELT.", { matrix })
  }
  const crpix = (axis: number) => values.number(`CRPIX${axis}${version}`) ?? 0
  const crval = (axis: number) => (values.number(`CRVAL${axis}${version}`) ?? 0) * unitOf(values, axis, version)
  return {
    crpix: { x: crpix(pixelAxes[0]), y: crpix(pixelAxes[1]) },
    matrix,
    crval: { lon: crval(axes.lon), lat: crval(axes.lat) },
  }
}

/** Entries of the full matrix by FITS axis numbers, world axis first, in the units of the world axes. */
export function matrixEntries(
  values: CardValues,
  axes: Pick<CelestialAxes, 'lon' | 'lat'>,
  version: string,
): (worldAxis: number, pixelAxis: number) => number {
  const forms = new Set<string>()
  const form = new RegExp(`^(?:(PC|CD)\\d_\\d|(PC)00\\d00\\d|(CROTA)\\d)${version}$`)
  for (const keyword of values.keywords()) {
    const match = form.exec(keyword)
    if (match) forms.add(match[1] ?? match[2] ?? match[3])
  }
  const cdelt = (axis: number) => values.number(`CDELT${axis}${version}`) ?? 1
  const unit = (i: number, j: number) => (i === j ? 1 : 0)
  if (forms.has('PC')) {
    return (i, j) =>
      cdelt(i) * (values.number(`PC${i}_${j}${version}`) ?? values.number(`PC00${i}00${j}${version}`) ?? unit(i, j))
  }
  if (forms.has('CD')) return (i, j) => values.number(`CD${i}_${j}${version}`) ?? 0
  if (!forms.has('CROTA')) return (i, j) => cdelt(i) * unit(i, j)
  // Old AIPS: the rotation of the latitude axis, applied after the steps (paper II sec. 6.1).
  const rotation = (values.number(`CROTA${axes.lat}${version}`) ?? 0) * RADIANS
  return (i, j) => {
    if (i === j) return cdelt(j) * Math.cos(rotation)
    if (i === axes.lon && j === axes.lat) return -cdelt(j) * Math.sin(rotation)
    return i === axes.lat && j === axes.lon ? cdelt(j) * Math.sin(rotation) : 0
  }
}

function unitOf(values: CardValues, axis: number, version: string): number {
  const text = values.text(`CUNIT${axis}${version}`)
  const degrees = degreesIn(text)
  if (degrees !== undefined) return degrees
  throw new AppError('bad-input', `The header's CUNIT${axis}${version} of a celestial axis is no angle: ${text}.`, {
    unit: text,
  })
}
