import type { PlaneRole } from '../../contract/planes.ts'

/** A role, and what told it, for people. */
export interface Told {
  readonly role: PlaneRole
  /** The word of the name that told it; null where nothing did. */
  readonly word: string | null
}

/**
 * Words in the names of extensions, arrays, files and folders that tell what an image is: EXTNAMEs of the HST, JWST
 * and Rubin pipelines, SExtractor's and SWarp's names, and those that lens modelling codes use for their inputs.
 */
const roleWords: Record<Exclude<PlaneRole, 'ignore'>, readonly string[]> = {
  science: ['sci', 'science', 'image', 'images', 'data', 'obs', 'drz', 'drc', 'flt', 'flc', 'i2d', 'cal'],
  error: ['err', 'error', 'errors', 'rms', 'sigma', 'noise', 'noisemap', 'unc', 'uncert', 'uncertainty', 'stddev'],
  variance: ['var', 'variance'],
  weight: ['wht', 'weight', 'weights', 'ivm', 'ivar', 'invvar', 'wgt'],
  quality: ['dq', 'mask', 'masks', 'flag', 'flags', 'bpm', 'badpix', 'quality', 'msk'],
  psf: ['psf', 'psfs', 'kernel'],
}

/** Parts of a file that belong to an image but to none of the roles: exposure maps, contexts, segmentations. */
const otherWords = ['ctx', 'con', 'context', 'exp', 'exposure', 'samp', 'time', 'seg', 'segm', 'segmentation', 'model']

const roles = Object.keys(roleWords) as (keyof typeof roleWords)[]

export function wordsOf(name: string): string[] {
  return name
    .toLowerCase()
    .split(/[\s_.\-/[\]]+/)
    .filter(Boolean)
}

/** What a name tells: a companion's word counts before the word for an image itself, as in `data_mask`. */
export function roleOfName(name: string): Told {
  const words = wordsOf(name)
  const found = (role: keyof typeof roleWords): string | undefined => words.find(word => roleWords[role].includes(word))
  for (const role of roles.filter(role => role !== 'science')) {
    const word = found(role)
    if (word !== undefined) return { role, word: word === 'noise' && words.includes('map') ? 'noise_map' : word }
  }
  return { role: 'science', word: found('science') ?? null }
}

/** As `roleOfName`, for a part of a file, where also words stand that are no images' (`VAR_POISSON` is a part of `ERR`). */
export function roleOfPart(name: string): Told {
  const words = wordsOf(name)
  const other = words.find(word => otherWords.includes(word))
  if (other !== undefined) return { role: 'ignore', word: other }
  const told = roleOfName(name)
  return told.role === 'variance' && words.length > 1 ? { role: 'ignore', word: words.join('_') } : told
}

/** What is left of a name when the words that tell its role are taken away. */
export function withoutRoleWords(name: string): string[] {
  const known = [...Object.values(roleWords).flat()]
  const words = wordsOf(name)
  return words.filter(word => !known.includes(word) && !(word === 'map' && words.includes('noise')))
}
