import { createHash } from 'node:crypto'
import { runInNewContext } from 'node:vm'
import { AppError } from '../../domain/errors.ts'
import { type SplitRatios, splitDataset } from '../../domain/split.ts'
import type { SampleRecord, SplitRecord } from '../../workspace/datasets.ts'

/** The split of a dataset, with a hash over its content: equal hashes mean equal images on equal sides. */
export function makeSplit(
  samples: readonly Pick<SampleRecord, 'group'>[],
  datasetHash: string,
  ratios: SplitRatios,
  seed: number,
): SplitRecord {
  const split = splitDataset({ groups: samples.map(sample => sample.group), ratios, seed })
  const { train, validation, test } = split
  const hash = createHash('sha256').update(JSON.stringify({ datasetHash, train, validation, test })).digest('hex')
  return { seed, ratios, ...split, hash }
}

/** The largest finite HR value of the training side: the peak of PSNR where none is stated. */
export function largestHrValue(samples: readonly SampleRecord[], train: readonly number[]): number | null {
  const largest = train.reduce(
    (max, index) => Math.max(max, samples[index]?.hr?.stats.max ?? Number.NEGATIVE_INFINITY),
    Number.NEGATIVE_INFINITY,
  )
  return largest > 0 ? largest : null
}

/** A pattern that takes longer than this over all names backtracks without end. */
const patternMillis = 2000

/**
 * The lens or field of each name by the first group of the user's pattern; a name that it does not match stands for
 * itself. Throws `bad-input` for a pattern that is none, has no group, or does not come to an end.
 */
export function groupsOf(names: readonly string[], pattern: string | null): string[] {
  if (pattern === null) return [...names]
  try {
    const found: unknown = runInNewContext(
      'names.map(name => new RegExp(pattern).exec(name)?.[1] ?? null)',
      { names: [...names], pattern },
      { timeout: patternMillis },
    )
    if (new RegExp(`${pattern}|`).exec('')?.length === 1) throw new SyntaxError('it has no group in brackets')
    return Array.from(found as Iterable<string | null>, (group, i) => group || names[i])
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('bad-input', `The group pattern ${pattern} cannot be used: ${reason}. Try ^(.*)_\\d+$`, {
      pattern,
    })
  }
}
