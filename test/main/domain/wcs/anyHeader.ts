import fc from 'fast-check'
import { cardsOf } from './card.ts'

type Header = Record<string, number | string>

/** Steps of 0.02 to 2 arcsec, turned by any angle, sheared a little, mirrored or not. */
const matrix = fc
  .record({
    stepX: fc.integer({ min: 2, max: 200 }),
    stepY: fc.integer({ min: 2, max: 200 }),
    angle: fc.integer({ min: 0, max: 359 }),
    shear: fc.integer({ min: -30, max: 30 }),
    mirrored: fc.boolean(),
  })
  .map(({ stepX, stepY, angle, shear, mirrored }) => {
    const [x, y] = [((mirrored ? 1 : -1) * stepX) / 360_000, stepY / 360_000]
    const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]
    return { x, y, angle, pc: [cos, -sin + shear / 100, sin, cos + (shear * sin) / 100] }
  })

/** The linear part in each form that FITS knows. */
const linear = fc
  .tuple(matrix, fc.constantFrom('CD', 'PC', 'CROTA2', 'CDELT'))
  .map(([{ x, y, angle, pc }, form]): Header => {
    const [a, b, c, d] = pc
    if (form === 'CD') return { CD1_1: x * a, CD1_2: x * b, CD2_1: y * c, CD2_2: y * d }
    const steps = { CDELT1: x, CDELT2: y }
    if (form === 'PC') return { ...steps, PC1_1: a, PC1_2: b, PC2_1: c, PC2_2: d }
    return form === 'CROTA2' ? { ...steps, CROTA2: angle } : steps
  })

const place = fc.record({
  CRPIX1: fc.integer({ min: -500, max: 1500 }).map(value => value / 10),
  CRPIX2: fc.integer({ min: -500, max: 1500 }).map(value => value / 10),
  CRVAL1: fc.integer({ min: 0, max: 3599 }).map(value => value / 10),
  CRVAL2: fc.integer({ min: -899, max: 899 }).map(value => value / 10),
})

const projection = fc.constantFrom<Header>(
  ...['TAN', 'SIN', 'ZEA', 'ARC', 'STG', 'CAR', 'AIT', 'MOL', 'MER', 'SFL'].map(code => types(code)),
  { ...types('SIN'), PV2_1: 0.1, PV2_2: -0.2 },
  { ...types('COE'), PV2_1: 45, PV2_2: 20 },
)

const coefficient = fc.integer({ min: -20, max: 20 })
const sip = fc.array(coefficient, { minLength: 8, maxLength: 8 }).map(
  (c): Header => ({
    ...types('TAN', '-SIP'),
    A_ORDER: 3,
    B_ORDER: 2,
    A_2_0: c[0] * 1e-5,
    A_1_1: c[1] * 1e-5,
    A_0_2: c[2] * 1e-5,
    A_3_0: c[3] * 1e-7,
    A_1_2: c[4] * 1e-7,
    B_2_0: c[5] * 1e-5,
    B_1_1: c[6] * 1e-5,
    B_0_2: c[7] * 1e-5,
  }),
)
const tpv = fc.array(coefficient, { minLength: 6, maxLength: 6 }).map(
  (c): Header => ({
    ...types('TPV'),
    PV1_1: 1 + c[0] / 1000,
    PV1_2: c[1] / 1000,
    PV1_5: c[2] / 100,
    PV2_1: 1 + c[3] / 1000,
    PV2_4: c[4] / 100,
    PV2_10: c[5] / 10,
  }),
)

/** Headers of images about 100 pixels wide: every linear form, projections, SIP and TPV, either axis first. */
export const anyHeader: fc.Arbitrary<string[]> = fc
  .tuple(place, linear, fc.oneof(projection, sip, tpv), fc.boolean())
  .map(([crpix, steps, kind, exchanged]) => {
    const header = { ...crpix, ...steps, ...kind }
    return cardsOf(exchanged ? exchangedAxes(header) : header)
  })

function types(code: string, suffix = ''): Header {
  return { CTYPE1: `RA---${code}${suffix}`, CTYPE2: `DEC--${code}${suffix}` }
}

/** The same with latitude as the first axis. Pixels and CRPIX stay; the old CROTA goes with the pixel axes and is left. */
function exchangedAxes(header: Header): Header {
  if (!('CD1_1' in header)) return header
  const world = /^(CTYPE|CRVAL|PV|CD)([12])/
  return Object.fromEntries(
    Object.entries(header).map(([key, value]) => [
      key.replace(world, (_, name: string, axis: string) => `${name}${axis === '1' ? 2 : 1}`),
      value,
    ]),
  )
}
