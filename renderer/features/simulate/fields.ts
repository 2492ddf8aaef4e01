import type { Draw, Simulation } from '../../../main/contract/simulate.ts'

/** Keys of the values that may differ from lens to lens. */
export type DrawKey = {
  [Key in keyof Simulation]: Draw extends Simulation[Key] ? Key : never
}[keyof Simulation]

interface FieldText {
  readonly label: string
  readonly unit?: string
  readonly helper?: string
}

export type SimulationField =
  | (FieldText & { readonly kind: 'draw'; readonly key: DrawKey })
  | (FieldText & { readonly kind: 'number'; readonly key: Exclude<keyof Simulation, DrawKey> })

export interface FieldGroup {
  readonly title: string
  readonly fields: readonly SimulationField[]
}

/** The form, in the order in which one thinks of a lens. Limits come from the contract's schema. */
export const FIELD_GROUPS: readonly FieldGroup[] = [
  {
    title: 'Lens (SIE and external shear)',
    fields: [
      { kind: 'draw', key: 'einsteinRadiusArcsec', label: 'Einstein radius', unit: 'arcsec' },
      { kind: 'draw', key: 'lensE1', label: 'Ellipticity e1' },
      { kind: 'draw', key: 'lensE2', label: 'Ellipticity e2' },
      { kind: 'draw', key: 'shearGamma1', label: 'Shear gamma1' },
      { kind: 'draw', key: 'shearGamma2', label: 'Shear gamma2' },
    ],
  },
  {
    title: 'Source (Sersic)',
    fields: [
      { kind: 'draw', key: 'sourceRadiusArcsec', label: 'Half-light radius', unit: 'arcsec' },
      { kind: 'draw', key: 'sourceSersicIndex', label: 'Sersic index' },
      { kind: 'draw', key: 'sourceFlux', label: 'Flux, unlensed', unit: 'ct/s' },
      { kind: 'draw', key: 'sourceXArcsec', label: 'Position x', unit: 'arcsec' },
      { kind: 'draw', key: 'sourceYArcsec', label: 'Position y', unit: 'arcsec' },
      { kind: 'draw', key: 'sourceE1', label: 'Ellipticity e1' },
      { kind: 'draw', key: 'sourceE2', label: 'Ellipticity e2' },
    ],
  },
  {
    title: 'Camera',
    fields: [
      { kind: 'number', key: 'hrPixels', label: 'HR image side', unit: 'px' },
      { kind: 'number', key: 'factor', label: 'Factor', helper: 'LR pixel over HR pixel' },
      { kind: 'number', key: 'hrPixelScaleArcsec', label: 'HR pixel scale', unit: 'arcsec' },
      { kind: 'number', key: 'hrPsfFwhmArcsec', label: 'HR PSF FWHM', unit: 'arcsec' },
      { kind: 'number', key: 'lrPsfFwhmArcsec', label: 'LR PSF FWHM', unit: 'arcsec' },
      { kind: 'number', key: 'subsampling', label: 'Subsampling', helper: 'rays a side of an HR pixel' },
    ],
  },
  {
    title: 'Noise',
    fields: [
      { kind: 'number', key: 'backgroundRms', label: 'Background rms', unit: 'ct/s', helper: 'in an LR pixel' },
      { kind: 'draw', key: 'exposureSeconds', label: 'Exposure', unit: 's', helper: '0: no Poisson noise' },
    ],
  },
]
