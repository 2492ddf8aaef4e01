import { AppError } from '../errors.ts'
import type { CardValues } from './cards.ts'
import type { SkyFrame } from './types.ts'

/**
 * The frame of a header's celestial axes (paper II sec. 3.1): by CTYPE, RADESYS (RADECSYS in old headers), and EQUINOX
 * (EPOCH). Without RADESYS an equinox before 1984 means FK4, a later one FK5, none ICRS. Throws `unsupported` for
 * systems without a place in `CelestialFrame`, `bad-input` for an EQUINOX that is no year.
 */
export function headerFrame(values: CardValues, lonType: string, version: string): SkyFrame {
  const system = radesys(values, version)
  if (lonType === 'GLON') return { frame: 'galactic', equinox: null }
  if (lonType !== 'RA' && lonType !== 'ELON') throw unsupported(`coordinates of type ${lonType}`, lonType)
  const equinox = equinoxOf(values, version)
  const frame = frameOf(system, equinox)
  if (lonType === 'ELON') {
    if (frame === 'fk4') throw unsupported('ecliptic coordinates of FK4', 'FK4')
    return { frame: 'ecliptic', equinox: frame === 'icrs' ? 2000 : (equinox ?? 2000) }
  }
  if (frame === 'icrs') return { frame, equinox: null }
  return { frame, equinox: equinox ?? (frame === 'fk4' ? 1950 : 2000) }
}

/** The frame that a WCS's positions are in. */
export function wcsFrameOf({ frame, equinox }: SkyFrame): SkyFrame {
  return { frame, equinox }
}

function frameOf(system: string, equinox: number | undefined): 'icrs' | 'fk5' | 'fk4' {
  if (system === 'ICRS') return 'icrs'
  if (system === 'FK5') return 'fk5'
  if (system === 'FK4') return 'fk4'
  if (system !== '') throw unsupported(`the celestial reference system ${system}`, system)
  if (equinox === undefined) return 'icrs'
  return equinox < 1984 ? 'fk4' : 'fk5'
}

function radesys(values: CardValues, version: string): string {
  const text = values.text(`RADESYS${version}`) ?? (version === '' ? values.text('RADECSYS') : undefined)
  return (text ?? '').trim().toUpperCase()
}

function equinoxOf(values: CardValues, version: string): number | undefined {
  const keyword = values.has(`EQUINOX${version}`) ? `EQUINOX${version}` : 'EPOCH'
  if (keyword === 'EPOCH' && (version !== '' || !values.has('EPOCH'))) return undefined
  // Old headers write 'J2000'.
  const year = /^[BJ]?(\d{4}(\.\d*)?)$/.exec(values.text(keyword)?.trim().toUpperCase() ?? '')?.[1]
  // Nought is how they write that it is not known.
  const equinox = (year === undefined ? values.number(keyword) : Number(year)) || undefined
  if (equinox === undefined || (equinox > 1500 && equinox < 2500)) return equinox
  throw new AppError('bad-input', `The header's ${keyword} is not a year: ${equinox}.`, { equinox })
}

function unsupported(what: string, name: string): AppError {
  return new AppError('unsupported', `The header has ${what}, which this program does not know.`, { name })
}
