import Box from '@mui/material/Box'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { RunSeries } from '../../../main/contract/runs.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { Chart } from '../../ui/Chart.tsx'
import { smoothed } from '../runs/liveSeries.ts'

/** While a training runs its validations are read again this often. */
const AGAIN_MILLISECONDS = 3000

/** A classifier's training over its steps. */
export function ClassifierCurves({ runId, series, isActive }: { runId: string; series: RunSeries; isActive: boolean }) {
  const validations = useQuery(
    api.classifiers.validations.queryOptions({
      input: { runId },
      refetchInterval: isActive ? AGAIN_MILLISECONDS : false,
    }),
  )
  const charts = useMemo(() => {
    const { step = [], crossEntropy = [], accuracy = [], auc = [] } = validations.data ?? {}
    const known = auc.flatMap((value, i) => (value === null ? [] : [{ x: step[i], y: value }]))
    const validated = (name: string, y: readonly number[]) => [{ name, x: step, y, markers: step.length <= 200 }]
    return [
      {
        title: t.classifiers.trainingLoss,
        yTitle: t.classifiers.loss,
        logY: true,
        series: [
          { name: t.classifiers.eachStep, x: series.step, y: series.loss },
          { name: t.classifiers.movingMean, x: series.step, y: smoothed(series.loss) },
        ],
      },
      {
        title: t.classifiers.crossEntropy,
        yTitle: t.classifiers.crossEntropy,
        logY: true,
        series: validated(t.classifiers.heldOut, crossEntropy),
      },
      {
        title: t.classifiers.accuracy,
        yTitle: t.classifiers.accuracy,
        series: [
          ...validated(t.classifiers.accuracy, accuracy),
          { name: t.classifiers.meanAuc, x: known.map(p => p.x), y: known.map(p => p.y), markers: step.length <= 200 },
        ],
      },
    ]
  }, [validations.data, series])
  return (
    <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: 'repeat(auto-fit, minmax(max(232px, 30%), 1fr))' }}>
      {charts.map(chart => (
        <Chart key={chart.title} xTitle={t.classifiers.step} {...chart} />
      ))}
    </Box>
  )
}
