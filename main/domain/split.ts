import { AppError } from './errors.ts'
import { createRandom } from './random.ts'

/** Relative sizes of the three sides; they need not add up to 1. */
export interface SplitRatios {
  readonly train: number
  readonly validation: number
  readonly test: number
}

/** Sample indices of each side, ascending, and what the user should know about them. */
export interface DatasetSplit {
  readonly train: number[]
  readonly validation: number[]
  readonly test: number[]
  readonly warnings: string[]
}

export const defaultRatios: SplitRatios = { train: 80, validation: 10, test: 10 }

/** The reference study's proportions: no test side. */
export const studyRatios: SplitRatios = { train: 90, validation: 10, test: 0 }

/** Below this many groups the scores of a split are too uncertain to be quoted. */
export const smallSetGroups = 10

const sides = ['train', 'validation', 'test'] as const
type Side = (typeof sides)[number]

/**
 * Divides samples into train, validation and test. `groups` names, for each sample, the lens or field that it shows;
 * a group is never divided, since two cutouts of one lens on two sides would let a network be scored on what it saw.
 *
 * Whole groups, in seeded order, go to the side that is furthest below its share; sides count samples, not groups.
 * The rule for very small sets: every side with a share above zero gets one group while there are groups left, in the
 * order train, validation, test. So one group trains and scores nothing, two groups have no test side; both are
 * allowed with a warning, since a first look at one's own pair is a fair wish, but no held-out score exists then.
 * Throws `bad-input` for no samples, negative or all-zero ratios, or a train share of zero.
 */
export function splitDataset(options: {
  readonly groups: readonly string[]
  readonly ratios?: SplitRatios
  readonly seed: number
}): DatasetSplit {
  const ratios = options.ratios ?? defaultRatios
  checkRequest(options.groups, ratios)

  const members = new Map<string, number[]>()
  options.groups.forEach((group, sample) => {
    const samples = members.get(group)
    if (samples) samples.push(sample)
    else members.set(group, [sample])
  })
  // Sorted first, so that the split depends on the set of groups and not on the order in which files were listed.
  const names = [...members.keys()].sort()
  const order = createRandom(options.seed).shuffle(names.length)
  const queue = Array.from(order, i => members.get(names[i]) ?? [])

  const split: Record<Side, number[]> = { train: [], validation: [], test: [] }
  const groupCount: Record<Side, number> = { train: 0, validation: 0, test: 0 }
  const place = (side: Side, samples: readonly number[]): void => {
    split[side].push(...samples)
    groupCount[side]++
  }
  const wanted = sides.filter(side => ratios[side] > 0)
  queue.slice(0, wanted.length).forEach((samples, i) => {
    place(wanted[i], samples)
  })
  const total = ratios.train + ratios.validation + ratios.test
  const share = (side: Side): number => (options.groups.length * ratios[side]) / total
  for (const samples of queue.slice(wanted.length)) {
    place(
      wanted.reduce((best, side) => (lack(side) > lack(best) ? side : best)),
      samples,
    )
  }
  function lack(side: Side): number {
    return share(side) - split[side].length
  }

  for (const side of sides) split[side].sort((a, b) => a - b)
  return { ...split, warnings: warningsFor(wanted, groupCount, queue.length, options.groups.length) }
}

function checkRequest(groups: readonly string[], ratios: SplitRatios): void {
  if (groups.length === 0) throw new AppError('bad-input', 'There are no samples to split; import some images first.')
  const values = sides.map(side => ratios[side])
  if (values.some(value => !Number.isFinite(value) || value < 0) || !(ratios.train > 0)) {
    throw new AppError(
      'bad-input',
      `The split ${values.join(':')} is not possible: shares must be zero or more, and train above zero.`,
      { ratios },
    )
  }
}

function warningsFor(
  wanted: readonly Side[],
  groupCount: Record<Side, number>,
  groups: number,
  samples: number,
): string[] {
  const warnings: string[] = []
  const empty = wanted.filter(side => groupCount[side] === 0)
  const unit = groups === samples ? 'image' : 'lens or field'
  if (empty.length > 0) {
    warnings.push(
      `Only ${groups} ${unit}${groups === 1 ? '' : 's'}: nothing is left for ${empty.join(' and ')}. ` +
        'Scores on images that a network was trained on say nothing about new ones; add more to get a held-out score.',
    )
  } else if (groups < smallSetGroups) {
    warnings.push(
      `Only ${groups} ${unit}s: a held-out score from so few is a rough indication, without an interval of confidence.`,
    )
  }
  return warnings
}
