import { type Matrix3, multiply, product, rotation, transpose } from './vector.ts'

/** Arcseconds by powers of Julian centuries since J2000 (Hilton et al. 2006, Celest. Mech. Dyn. Astron. 94, 351). */
const GAMMA = [-0.052928, 10.556378, 0.4932044, -0.00031238, -0.000002788, 0.000000026]
const PHI = [84381.412819, -46.811016, 0.0511268, 0.00053289, -0.00000044, -0.0000000176]
const PSI = [-0.041775, 5038.481484, 1.5584175, -0.00018522, -0.000026452, -0.0000000148]
const OBLIQUITY = [84381.406, -46.836769, -0.0001831, 0.0020034, -0.000000576, -0.0000000434]

/** ICRS to the mean ecliptic and equinox of a Julian year, frame bias and precession by IAU 2006, no nutation. */
export function icrsToEcliptic(equinox: number): Matrix3 {
  const [gamma, phi, psi] = [GAMMA, PHI, PSI].map(terms => degreesAt(terms, equinox))
  return product(rotation(-psi, 'z'), rotation(phi, 'x'), rotation(gamma, 'z'))
}

/** Mean equator and equinox of J2000 to those of a Julian year (IAU 2006 precession without frame bias). */
export function precessionFromJ2000(equinox: number): Matrix3 {
  return multiply(icrsToEquator(equinox), transpose(icrsToEquator(2000)))
}

function icrsToEquator(equinox: number): Matrix3 {
  return multiply(rotation(-degreesAt(OBLIQUITY, equinox), 'x'), icrsToEcliptic(equinox))
}

function degreesAt(terms: readonly number[], equinox: number): number {
  const centuries = (equinox - 2000) / 100
  return terms.reduceRight((sum, term) => sum * centuries + term, 0) / 3600
}
