import { AppError } from '../../errors.ts'
import type { CardValues } from '../cards.ts'
import type { CelestialAxes } from '../celestialAxes.ts'
import { callsDistortion } from './pixelDistortion.ts'
import type { PlaneMap } from './planeMap.ts'
import { readSip, type Sip } from './sip.ts'
import { hasScampTerms, readTpv } from './tpv.ts'

/** The distortions of a header, each where it acts. */
export interface Distortion {
  /** On pixels counted from CRPIX, before the linear part. */
  readonly sip: Sip | undefined
  /** On intermediate world coordinates in degrees, before the projection. */
  readonly tpv: PlaneMap | undefined
  /** Whether the PV cards are taken, so that they say nothing of the projection. */
  readonly usesPv: boolean
}

/**
 * Where a header has SIP as well as TPV's terms, CTYPE decides: TPV, and TAN with SCAMP's terms, rule out SIP; TAN-SIP
 * rules out the terms (Shupe et al. 2012, SPIE 8451, sec. 7). Coefficients of SIP count without the suffix too, as in
 * astropy. Throws `unsupported` for any other distortion.
 */
export function headerDistortion(values: CardValues, axes: CelestialAxes, version: string): Distortion {
  if (axes.distortion !== '' && axes.distortion !== 'SIP') throw unsupported(axes.distortion)
  for (const keyword of values.keywords())
    if (callsDistortion(keyword)) throw unsupported(`${keyword} (${values.text(keyword)})`)
  const scamp = axes.projection === 'TAN' && hasScampTerms(values, axes, version)
  if (axes.projection === 'TPV' || (scamp && axes.distortion === '')) {
    return { sip: undefined, tpv: readTpv(values, axes, version), usesPv: true }
  }
  return { sip: readSip(values), tpv: undefined, usesPv: scamp }
}

function unsupported(name: string): AppError {
  return new AppError(
    'unsupported',
    `The header has the distortion ${name}, which is not supported. Use a drizzled or resampled image, or one with SIP or TPV.`,
    { distortion: name },
  )
}
