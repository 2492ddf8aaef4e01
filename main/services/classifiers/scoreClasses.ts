import type { ClassScores } from '../../contract/classifiers.ts'
import {
  accuracy,
  bootstrap,
  calibration,
  confusionMatrix,
  crossEntropy,
  type Judged,
  meanAuc,
  oneVsRest,
} from '../../domain/classMetrics.ts'

/** Task: everything that a classifier is scored by. Its bootstrap takes a while on many images. */
export function scoreClasses(judged: Judged): ClassScores {
  const curves = oneVsRest(judged)
  const bands = bootstrap(judged)
  const { bins, expectedError } = calibration(judged)
  return {
    accuracy: accuracy(judged),
    accuracyBand: bands.accuracy,
    meanAuc: meanAuc(curves),
    meanAucBand: bands.meanAuc,
    crossEntropy: crossEntropy(judged),
    curves: curves.map((curve, c) => {
      const band = bands.curves[c]
      if (!curve || !band) return null
      return {
        falsePositiveRate: [...curve.falsePositiveRate],
        truePositiveRate: [...curve.truePositiveRate],
        auc: curve.auc,
        band: {
          falsePositiveRate: [...band.falsePositiveRate],
          low: [...band.low],
          high: [...band.high],
          auc: band.auc,
        },
      }
    }),
    confusion: confusionMatrix(judged),
    calibration: { bins: [...bins], expectedError },
  }
}
