import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  accuracy,
  bootstrap,
  calibration,
  confusionMatrix,
  crossEntropy,
  type Judged,
  meanAuc,
  oneVsRest,
} from '../../../main/domain/classMetrics.ts'
import { createRandom } from '../../../main/domain/random.ts'

interface Fixture extends Judged {
  readonly curves: { fpr: number[]; tpr: number[]; auc: number }[]
  readonly meanAuc: number
  readonly accuracy: number
  readonly confusion: number[][]
  readonly crossEntropy: number | null
}

/** What class_metrics.py wrote. */
const fixtures: Record<string, Fixture> = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../fixtures/class_metrics.json'), 'utf8'),
)

const close = (values: readonly number[]) => values.map(value => expect.closeTo(value, 12))

describe.each(Object.entries(fixtures))('%s, scored as scikit-learn does', (_, fixture) => {
  const curves = oneVsRest(fixture)

  it('one-vs-rest ROC curves, point for point', () => {
    expect(curves.map(curve => curve?.falsePositiveRate)).toEqual(fixture.curves.map(({ fpr }) => close(fpr)))
    expect(curves.map(curve => curve?.truePositiveRate)).toEqual(fixture.curves.map(({ tpr }) => close(tpr)))
  })

  it('AUC of each class and their mean, to 1e-9', () => {
    for (const [c, { auc }] of fixture.curves.entries())
      expect(Math.abs((curves[c]?.auc ?? 0) - auc)).toBeLessThan(1e-9)
    expect(Math.abs((meanAuc(curves) ?? 0) - fixture.meanAuc)).toBeLessThan(1e-9)
  })

  it('accuracy, confusion matrix and cross-entropy', () => {
    expect(accuracy(fixture)).toBeCloseTo(fixture.accuracy, 12)
    expect(confusionMatrix(fixture)).toEqual(fixture.confusion)
    if (fixture.crossEntropy !== null) expect(crossEntropy(fixture)).toBeCloseTo(fixture.crossEntropy, 12)
  })
})

describe('a class that has no image', () => {
  const judged = { classes: 3, probabilities: [0.7, 0.2, 0.1, 0.1, 0.8, 0.1], labels: [0, 1] }
  it('has no curve, and the mean over the classes none', () => {
    const curves = oneVsRest(judged)
    expect(curves[2]).toBeNull()
    expect(curves[0]?.auc).toBe(1)
    expect(meanAuc(curves)).toBeNull()
  })
})

describe('calibration', () => {
  /** Two classes; confident images are right as often as `rightly` says. */
  const judged = (confidence: number, rightly: number): Judged => ({
    classes: 2,
    probabilities: Array.from({ length: 100 }, () => [confidence, 1 - confidence]).flat(),
    labels: Array.from({ length: 100 }, (_, i) => (i < 100 * rightly ? 0 : 1)),
  })
  it('has no error where the share of right answers is what was promised', () => {
    const { bins, expectedError } = calibration(judged(0.8, 0.8))
    expect(bins).toEqual([{ count: 100, confidence: expect.closeTo(0.8, 9), accuracy: 0.8 }])
    expect(expectedError).toBeCloseTo(0, 9)
  })
  it('shows by how much a classifier is too sure of itself', () => {
    expect(calibration(judged(0.95, 0.6)).expectedError).toBeCloseTo(0.35, 9)
  })
})

describe('bootstrap bands', () => {
  const fixture = fixtures['three classes'] as Fixture
  const options = { seed: 3, resamples: 300, level: 0.95 }

  it('are the same for the same seed, and others for another', () => {
    expect(bootstrap(fixture, options)).toEqual(bootstrap(fixture, options))
    expect(bootstrap(fixture, { ...options, seed: 4 })).not.toEqual(bootstrap(fixture, options))
  })

  it('lie around curve and AUC', () => {
    const bands = bootstrap(fixture, options)
    for (const [c, { auc }] of fixture.curves.entries()) {
      const band = bands.curves[c]
      expect(band?.auc.low).toBeLessThan(auc)
      expect(band?.auc.high).toBeGreaterThan(auc)
      for (const [i, low] of (band?.low ?? []).entries()) expect(band?.high[i]).toBeGreaterThanOrEqual(low)
    }
    expect(bands.meanAuc?.low).toBeLessThan(fixture.meanAuc)
    expect(bands.accuracy.high).toBeGreaterThan(fixture.accuracy)
  })

  it('hold the truth in nineteen of twenty repeats: the AUC of normal scores one sigma apart is 0.760', () => {
    const truth = 0.76025
    let inside = 0
    for (let repeat = 0; repeat < 60; repeat++) {
      const random = createRandom(100 + repeat)
      const labels = Array.from({ length: 80 }, (_, i) => i % 2)
      const rows = labels.map(label => 1 / (1 + Math.exp(-(random.normal() + label))))
      const judged = { classes: 2, probabilities: rows.flatMap(p => [1 - p, p]), labels }
      const band = bootstrap(judged, { seed: repeat, resamples: 200, level: 0.95 }).curves[1]?.auc
      if (band && band.low <= truth && truth <= band.high) inside += 1
    }
    // Binomial: 57 expected; under 52 has a chance below 1 in 50 even for a coverage of 0.92.
    expect(inside).toBeGreaterThanOrEqual(51)
  })
})
