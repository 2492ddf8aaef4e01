import { fluxOfMagnitude, type Psf } from './camera.ts'
import type { DrawableCamera } from './config.ts'
import type { Drawable } from './draw.ts'

/** A camera with its usual exposure, as a preset; the numbers' sources are named in `source`. */
export interface Instrument {
  readonly id: string
  readonly title: string
  readonly pixelScaleArcsec: number
  readonly camera: DrawableCamera
  /** Where the numbers come from. */
  readonly source: string
}

/** What a CCD's noise is made of. */
interface Exposures {
  readonly pixelScaleArcsec: number
  /** AB magnitude of one electron a second. */
  readonly zeroPointMag: number
  /** AB magnitude of a square arcsec of sky. */
  readonly skyMag: number
  /** Electrons, of each exposure. */
  readonly readNoise: number
  readonly exposures: number
  /** Of each exposure. */
  readonly seconds: number
}

/** Background rms of a pixel, electrons a second: photons of the sky and the read-out of each exposure. */
export function backgroundRmsOf(of: Exposures): number {
  const total = of.exposures * of.seconds
  const sky = fluxOfMagnitude(of.skyMag, of.zeroPointMag) * of.pixelScaleArcsec ** 2
  return Math.sqrt(sky * total + of.exposures * of.readNoise ** 2) / total
}

/** Background rms of a pixel from a survey's depth: the magnitude of a point source at five sigma, behind a Gaussian PSF. */
export function backgroundRmsOfDepth(
  depthMag: number,
  zeroPointMag: number,
  fwhmArcsec: number,
  pixelScaleArcsec: number,
): number {
  // Noise-equivalent area 4 pi sigma^2 of a Gaussian (King 1983, PASP 95, 163).
  const sigmaPixels = fwhmArcsec / Math.sqrt(8 * Math.LN2) / pixelScaleArcsec
  return fluxOfMagnitude(depthMag, zeroPointMag) / 5 / Math.sqrt(4 * Math.PI * sigmaPixels ** 2)
}

function instrument(
  name: Pick<Instrument, 'id' | 'title' | 'source'>,
  psf: Drawable<Psf>,
  exposures: Exposures,
  backgroundRms = backgroundRmsOf(exposures),
): Instrument {
  const { pixelScaleArcsec, zeroPointMag, seconds } = exposures
  return {
    ...name,
    pixelScaleArcsec,
    camera: {
      psf,
      zeroPointMag,
      // Four digits, as a form shows them.
      backgroundRms: Number(backgroundRms.toPrecision(4)),
      exposureSeconds: exposures.exposures * seconds,
    },
  }
}

/** COSMOS's exposures: 4 of 507 s. */
const acs: Exposures = {
  pixelScaleArcsec: 0.05,
  zeroPointMag: 25.94,
  skyMag: 22,
  readNoise: 5,
  exposures: 4,
  seconds: 507,
}

/** HSC's pixel and its zero point in electrons: 8.2 m with 45 % of the light in 19 % of the wavelength (Kawanomoto et al. 2018). */
const hsc = { pixelScaleArcsec: 0.168, zeroPointMag: 28.3, fwhmArcsec: 0.6, depthMag: 26.2 }

/** The noise of drizzled ACS images on pixels of another size. */
export function acsNoise(pixelScaleArcsec: number): number {
  return Number(backgroundRmsOf({ ...acs, pixelScaleArcsec }).toPrecision(4))
}

export const hstAcs = instrument(
  {
    id: 'hst-acs',
    title: 'HST ACS/WFC, F814W',
    source:
      'ACS Instrument Handbook (plate scale 0.05", read noise 5 e-) and zero point calculator (AB 25.94); FWHM and 4 x 507 s as in COSMOS (Koekemoer et al. 2007, ApJS 172, 196); sky of 22.0 mag, an average one.',
  },
  { kind: 'gaussian', fwhmArcsec: 0.1 },
  acs,
)

export const hscWide = instrument(
  {
    id: 'hsc',
    title: 'Subaru HSC, i (Wide)',
    source:
      'HSC-SSP (Aihara et al. 2019, PASJ 71, 114, and 2022, PASJ 74, 247): 0.168" pixels, median seeing 0.6", 20 minutes, 5 sigma point source depth 26.2, from which the noise follows; zero point in electrons from aperture and throughput.',
  },
  { kind: 'gaussian', fwhmArcsec: hsc.fwhmArcsec },
  { ...hsc, skyMag: 19.9, readNoise: 4.5, exposures: 6, seconds: 200 },
  backgroundRmsOfDepth(hsc.depthMag, hsc.zeroPointMag, hsc.fwhmArcsec, hsc.pixelScaleArcsec),
)

/** The presets, space before ground. */
export const instruments: readonly Instrument[] = [
  hstAcs,
  instrument(
    {
      id: 'hst-wfc3-uvis',
      title: 'HST WFC3/UVIS, F814W',
      source:
        'WFC3 Instrument Handbook (0.04" pixels, FWHM 0.074" at 800 nm, read noise 3.1 e-); zero point AB 25.1 (Calamida et al. 2021, WFC3 ISR 2021-04); two orbits, sky of 22.0 mag.',
    },
    { kind: 'gaussian', fwhmArcsec: 0.074 },
    { pixelScaleArcsec: 0.04, zeroPointMag: 25.1, skyMag: 22, readNoise: 3.1, exposures: 8, seconds: 600 },
  ),
  instrument(
    {
      id: 'hst-wfc3-ir',
      title: 'HST WFC3/IR, F160W',
      source:
        'WFC3 Instrument Handbook (0.128" pixels, FWHM 0.151" at 1600 nm, 12 e- a ramp); zero point AB 25.94 (Bajaj et al. 2020, WFC3 ISR 2020-10); sky and 5400 s as in lenstronomy.',
    },
    { kind: 'gaussian', fwhmArcsec: 0.151 },
    { pixelScaleArcsec: 0.128, zeroPointMag: 25.94, skyMag: 22.3, readNoise: 12, exposures: 4, seconds: 1350 },
  ),
  instrument(
    {
      id: 'euclid-vis',
      title: 'Euclid VIS, I_E',
      source:
        'Euclid Collaboration: Mellier et al. 2025, A&A 697, A1 (zero point AB 25.72, sky 22.3) and Cropper et al. 2025, A&A 697, A2 (0.1" pixels, FWHM 0.16", read noise 4.2 e-); 4 x 566 s, one field of the Wide Survey.',
    },
    { kind: 'gaussian', fwhmArcsec: 0.16 },
    { pixelScaleArcsec: 0.1, zeroPointMag: 25.72, skyMag: 22.3, readNoise: 4.2, exposures: 4, seconds: 566 },
  ),
  instrument(
    {
      id: 'roman-wfi',
      title: 'Roman WFI, F129',
      source:
        'Roman WFI technical page (0.11" pixels, FWHM 0.106", read noise 15.5 e-), zero point AB 26.35 (STScI-000825), sky at least zodiacal light; 6 x 107 s, the medium tier of the wide area survey. All as in lenstronomy.',
    },
    { kind: 'gaussian', fwhmArcsec: 0.106 },
    { pixelScaleArcsec: 0.11, zeroPointMag: 26.35, skyMag: 22.99, readNoise: 15.5, exposures: 6, seconds: 107 },
  ),
  hscWide,
  instrument(
    {
      id: 'rubin',
      title: 'Rubin LSST, i (one year)',
      source:
        'LSST Science Requirements and Ivezic et al. 2019, ApJ 873, 111 (0.2" pixels); zero point AB 27.79, sky 20.48, FWHM 0.71", read noise 10 e-, a tenth of 460 x 15 s, as in lenstronomy.',
    },
    { kind: 'gaussian', fwhmArcsec: 0.71 },
    { pixelScaleArcsec: 0.2, zeroPointMag: 27.79, skyMag: 20.48, readNoise: 10, exposures: 46, seconds: 15 },
  ),
  instrument(
    {
      id: 'ground',
      title: 'Ground, a 4 m telescope, i',
      source:
        'A telescope like the 4 m Blanco with DECam (zero point AB 26.75, sky 19.89, 10 x 90 s, read noise 7 e-, as in lenstronomy), 0.2" pixels, seeing of 0.9" with Moffat wings of beta 3 (Trujillo et al. 2001, MNRAS 328, 977, on wings).',
    },
    { kind: 'moffat', fwhmArcsec: 0.9, beta: 3 },
    { pixelScaleArcsec: 0.2, zeroPointMag: 26.75, skyMag: 19.89, readNoise: 7, exposures: 10, seconds: 90 },
  ),
]
