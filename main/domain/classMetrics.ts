import { AppError } from './errors.ts'
import { createRandom } from './random.ts'

/** Scores of classifiers. Probabilities are [images, classes] in rows; labels are class indices. */
export interface Judged {
  readonly classes: number
  readonly probabilities: ArrayLike<number>
  readonly labels: readonly number[]
}

export interface RocCurve {
  /** From (0, 0) to (1, 1), falling thresholds; points halfway on a straight line between their neighbours are left out. */
  readonly falsePositiveRate: readonly number[]
  readonly truePositiveRate: readonly number[]
  /** Area under it, by trapezoids: the probability that one of the class scores above one that is not, ties counted half. */
  readonly auc: number
}

/**
 * The ROC curve of a class against all others. Null where no image or every image is of the class.
 * Equals scikit-learn's roc_curve (drop_intermediate) and roc_auc_score.
 */
export function rocCurve(scores: ArrayLike<number>, positive: readonly boolean[]): RocCurve | null {
  const { steps, positives, negatives } = countsByThreshold(scores, positive)
  if (positives === 0 || negatives === 0) return null
  const corners = steps.filter(
    (step, i) => i === 0 || i === steps.length - 1 || turns(steps[i - 1], step, steps[i + 1]),
  )
  const points = [{ hits: 0, alarms: 0 }, ...corners]
  return {
    falsePositiveRate: points.map(({ alarms }) => alarms / negatives),
    truePositiveRate: points.map(({ hits }) => hits / positives),
    auc: area(points) / positives / negatives,
  }
}

interface Counts {
  /** Images of the class at or above the threshold, and others. */
  readonly hits: number
  readonly alarms: number
}

/** The counts at each threshold that is a score, highest first. */
function countsByThreshold(scores: ArrayLike<number>, positive: readonly boolean[]) {
  const order = positive.map((_, i) => i).sort((a, b) => scores[b] - scores[a])
  const steps: Counts[] = []
  let [hits, alarms] = [0, 0]
  for (const [place, i] of order.entries()) {
    if (positive[i]) hits += 1
    else alarms += 1
    const next = order[place + 1]
    if (next === undefined || scores[next] !== scores[i]) steps.push({ hits, alarms })
  }
  return { steps, positives: hits, negatives: alarms }
}

/** Whether the curve does not go on as it did: scikit-learn's rule for which points to keep. */
const turns = (a: Counts, b: Counts, c: Counts): boolean =>
  b.hits - a.hits !== c.hits - b.hits || b.alarms - a.alarms !== c.alarms - b.alarms

/** In pairs of images: whole numbers, so that no rounding adds up. */
function area(points: readonly Counts[]): number {
  let sum = 0
  for (const [i, { hits, alarms }] of points.entries()) {
    const before = points[i - 1]
    if (before) sum += ((alarms - before.alarms) * (hits + before.hits)) / 2
  }
  return sum
}

/** Of each class against the others. */
export function oneVsRest(judged: Judged): (RocCurve | null)[] {
  checkJudged(judged)
  return Array.from({ length: judged.classes }, (_, c) =>
    rocCurve(
      scoresOf(judged, c),
      judged.labels.map(l => l === c),
    ),
  )
}

/** Mean AUC over the classes ("macro"); null where one of them has no curve. */
export function meanAuc(curves: readonly (RocCurve | null)[]): number | null {
  const areas = curves.flatMap(curve => curve?.auc ?? [])
  return areas.length < curves.length ? null : areas.reduce((sum, auc) => sum + auc, 0) / areas.length
}

/** The likeliest class of each image; of equals the first. */
export function predictedClasses({ classes, probabilities, labels }: Judged): number[] {
  return labels.map((_, i) => {
    let best = 0
    for (let c = 1; c < classes; c++) if (probabilities[i * classes + c] > probabilities[i * classes + best]) best = c
    return best
  })
}

/** Share of images whose likeliest class is theirs. */
export function accuracy(judged: Judged): number {
  const predicted = predictedClasses(judged)
  return judged.labels.filter((label, i) => label === predicted[i]).length / judged.labels.length
}

/** Rows: true class; columns: predicted one; counts of images. */
export function confusionMatrix(judged: Judged): number[][] {
  const matrix = Array.from({ length: judged.classes }, () => new Array<number>(judged.classes).fill(0))
  for (const [i, predicted] of predictedClasses(judged).entries()) matrix[judged.labels[i]][predicted] += 1
  return matrix
}

/** A probability below this is what rounding leaves of it; its logarithm stays finite. */
const LEAST_PROBABILITY = 1e-15

/** Mean of -ln of the probability given to the true class. */
export function crossEntropy({ classes, probabilities, labels }: Judged): number {
  const losses = labels.map((label, i) => -Math.log(Math.max(probabilities[i * classes + label], LEAST_PROBABILITY)))
  return losses.reduce((sum, loss) => sum + loss, 0) / labels.length
}

export interface CalibrationBin {
  readonly count: number
  /** Means over the bin's images: of the probability of their likeliest class, and of whether it is theirs. */
  readonly confidence: number
  readonly accuracy: number
}

export interface Calibration {
  /** Of equal width in confidence; empty ones are left out. */
  readonly bins: readonly CalibrationBin[]
  /** Mean of |confidence - accuracy|, weighed by the bins' images (Guo et al. 2017). */
  readonly expectedError: number
}

const CALIBRATION_BINS = 10

/** Whether the likeliest class is right as often as its probability says. */
export function calibration(judged: Judged): Calibration {
  const { classes, probabilities, labels } = judged
  const predicted = predictedClasses(judged)
  const sums = Array.from({ length: CALIBRATION_BINS }, () => ({ count: 0, confidence: 0, right: 0 }))
  for (const [i, label] of labels.entries()) {
    const confidence = probabilities[i * classes + predicted[i]]
    // (0, 0.1], (0.1, 0.2] ...
    const bin = sums[Math.min(CALIBRATION_BINS - 1, Math.max(0, Math.ceil(confidence * CALIBRATION_BINS) - 1))]
    bin.count += 1
    bin.confidence += confidence
    if (predicted[i] === label) bin.right += 1
  }
  const bins = sums
    .filter(({ count }) => count > 0)
    .map(({ count, confidence, right }) => ({ count, confidence: confidence / count, accuracy: right / count }))
  const weighed = bins.reduce((sum, bin) => sum + bin.count * Math.abs(bin.confidence - bin.accuracy), 0)
  return { bins, expectedError: weighed / labels.length }
}

export interface Band {
  readonly low: number
  readonly high: number
}

/** A curve's band on a grid of false positive rates. */
export interface RocBand {
  readonly falsePositiveRate: readonly number[]
  readonly low: readonly number[]
  readonly high: readonly number[]
  readonly auc: Band
}

export interface BootstrapOptions {
  readonly seed: number
  /** Samples of the images with replacement. */
  readonly resamples: number
  /** Share of them that lies within. */
  readonly level: number
}

export const defaultBootstrap: BootstrapOptions = { seed: 0, resamples: 500, level: 0.95 }

/** Points of a band along the false positive rate. */
const GRID = Array.from({ length: 101 }, (_, i) => i / 100)

/**
 * Bootstrap bands of the one-vs-rest curves, of their AUCs and of the accuracy (percentile intervals, Efron & Tibshirani 1993):
 * what other images of the same kind might have given. Resamples in which a class is missing are left out of its own.
 */
export function bootstrap(
  judged: Judged,
  { seed, resamples, level }: BootstrapOptions = defaultBootstrap,
): { curves: (RocBand | null)[]; meanAuc: Band | null; accuracy: Band } {
  checkJudged(judged)
  const random = createRandom(seed)
  const count = judged.labels.length
  const curves: RocCurve[][] = Array.from({ length: judged.classes }, () => [])
  const means: number[] = []
  const accuracies: number[] = []
  for (let i = 0; i < resamples; i++) {
    const drawn = Array.from({ length: count }, () => random.integer(count))
    const resampled = chosen(judged, drawn)
    const all = oneVsRest(resampled)
    for (const [c, curve] of all.entries()) if (curve) curves[c].push(curve)
    const mean = meanAuc(all)
    if (mean !== null) means.push(mean)
    accuracies.push(accuracy(resampled))
  }
  return {
    curves: curves.map(own => (own.length === 0 ? null : bandOf(own, level))),
    meanAuc: means.length === 0 ? null : percentileBand(means, level),
    accuracy: percentileBand(accuracies, level),
  }
}

/** Some of the images, in this order. */
export function chosen({ classes, probabilities, labels }: Judged, images: readonly number[]): Judged {
  const rows = new Float64Array(images.length * classes)
  for (const [row, i] of images.entries()) {
    for (let c = 0; c < classes; c++) rows[row * classes + c] = probabilities[i * classes + c]
  }
  return { classes, probabilities: rows, labels: images.map(i => labels[i]) }
}

function bandOf(curves: readonly RocCurve[], level: number): RocBand {
  const bands = GRID.map(x =>
    percentileBand(
      curves.map(curve => rateAt(curve, x)),
      level,
    ),
  )
  return {
    falsePositiveRate: GRID,
    low: bands.map(({ low }) => low),
    high: bands.map(({ high }) => high),
    auc: percentileBand(
      curves.map(({ auc }) => auc),
      level,
    ),
  }
}

/** The true positive rate at a false positive rate: the highest where the curve rises upright. */
function rateAt({ falsePositiveRate: x, truePositiveRate: y }: RocCurve, at: number): number {
  let i = x.length - 1
  while (i > 0 && x[i] > at) i--
  if (x[i] === at || i === x.length - 1) return y[i]
  return y[i] + ((at - x[i]) / (x[i + 1] - x[i])) * (y[i + 1] - y[i])
}

/** The middle share `level` of the values, linearly interpolated between them as NumPy does. */
function percentileBand(values: readonly number[], level: number): Band {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => {
    const place = share * (sorted.length - 1)
    const below = Math.floor(place)
    const above = Math.min(below + 1, sorted.length - 1)
    return sorted[below] + (place - below) * (sorted[above] - sorted[below])
  }
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) }
}

function scoresOf({ classes, probabilities, labels }: Judged, c: number): number[] {
  return labels.map((_, i) => probabilities[i * classes + c])
}

function checkJudged({ classes, probabilities, labels }: Judged): void {
  const wrong = labels.find(label => !Number.isInteger(label) || label < 0 || label >= classes)
  if (labels.length > 0 && probabilities.length === labels.length * classes && wrong === undefined) return
  const message = `${probabilities.length} probabilities of ${classes} classes do not fit ${labels.length} labelled images.`
  throw new AppError('bad-input', message, { classes, images: labels.length, wrong })
}
