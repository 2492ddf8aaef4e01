import Box from '@mui/material/Box'
import { useMemo } from 'react'
import type { RunSeries } from '../../../main/contract/runs.ts'
import { t } from '../../text/t.ts'
import { Chart } from '../../ui/Chart.tsx'
import { smoothed } from './liveSeries.ts'

interface RunCurvesProps {
  readonly series: RunSeries
  /** Also what tells about the optimizer: learning rate, gradient norm, images a second. */
  readonly all?: boolean
}

/** A line a term, over the steps that have it. */
function termSeries(step: readonly number[], terms: RunSeries['terms']) {
  return Object.entries(terms).map(([name, values]) => {
    const known = values.flatMap((y, i) => (y === null ? [] : [{ x: step[i], y }]))
    return { name, x: known.map(point => point.x), y: smoothed(known.map(point => point.y)) }
  })
}

/** A training's curves over its steps. */
export function RunCurves({ series, all = false }: RunCurvesProps) {
  const { step, loss, terms, validation } = series
  const charts = useMemo(() => {
    const markers = validation.step.length <= 200
    const validated = (name: string, y: number[]) => [{ name, x: validation.step, y, markers }]
    const stepped = (name: string, y: number[]) => [{ name, x: step, y }]
    return [
      {
        title: t.runs.trainingLoss,
        yTitle: 'loss',
        logY: true,
        series: [...stepped(t.runs.eachStep, loss), { name: t.runs.movingMean, x: step, y: smoothed(loss) }],
      },
      ...(Object.keys(terms).length > 0
        ? [{ title: t.runs.termsOfTheLoss, yTitle: 'loss', logY: true, series: termSeries(step, terms) }]
        : []),
      { title: t.runs.validationPSNR, yTitle: t.runs.psnrDB, series: validated('PSNR', validation.psnr) },
      { title: t.runs.validationSSIM, yTitle: 'SSIM', series: validated('SSIM', validation.ssim) },
      ...(all
        ? [
            {
              title: t.runs.learningRate,
              yTitle: 'rate',
              logY: true,
              series: stepped(t.runs.learningRate2, series.learningRate),
            },
            {
              title: t.runs.gradientNorm,
              yTitle: 'norm',
              logY: true,
              series: stepped(t.runs.gradientNorm2, series.gradientNorm),
            },
            { title: t.runs.speed, yTitle: 'images/s', series: stepped('images/s', series.imagesPerSecond) },
          ]
        : []),
    ]
  }, [step, loss, terms, validation, series, all])
  return (
    <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: 'repeat(auto-fit, minmax(max(232px, 30%), 1fr))' }}>
      {charts.map(chart => (
        <Chart key={chart.title} xTitle={t.runs.step2} {...chart} />
      ))}
    </Box>
  )
}
