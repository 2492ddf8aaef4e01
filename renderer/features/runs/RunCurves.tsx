import Box from '@mui/material/Box'
import { useMemo } from 'react'
import type { RunSeries } from '../../../main/contract/runs.ts'
import { Chart } from '../../ui/Chart.tsx'
import { smoothed } from './liveSeries.ts'

interface RunCurvesProps {
  readonly series: RunSeries
  /** Also what tells about the optimizer: learning rate, gradient norm, images a second. */
  readonly all?: boolean
}

/** A training's curves over its steps. */
export function RunCurves({ series, all = false }: RunCurvesProps) {
  const { step, loss, validation } = series
  const charts = useMemo(() => {
    const markers = validation.step.length <= 200
    const validated = (name: string, y: number[]) => [{ name, x: validation.step, y, markers }]
    const stepped = (name: string, y: number[]) => [{ name, x: step, y }]
    return [
      {
        title: 'Training loss',
        yTitle: 'loss',
        logY: true,
        series: [...stepped('each step', loss), { name: 'moving mean', x: step, y: smoothed(loss) }],
      },
      { title: 'Validation PSNR', yTitle: 'PSNR, dB', series: validated('PSNR', validation.psnr) },
      { title: 'Validation SSIM', yTitle: 'SSIM', series: validated('SSIM', validation.ssim) },
      ...(all
        ? [
            {
              title: 'Learning rate',
              yTitle: 'rate',
              logY: true,
              series: stepped('learning rate', series.learningRate),
            },
            {
              title: 'Gradient norm',
              yTitle: 'norm',
              logY: true,
              series: stepped('gradient norm', series.gradientNorm),
            },
            { title: 'Speed', yTitle: 'images/s', series: stepped('images/s', series.imagesPerSecond) },
          ]
        : []),
    ]
  }, [step, loss, validation, series, all])
  return (
    <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: 'repeat(auto-fit, minmax(max(232px, 30%), 1fr))' }}>
      {charts.map(chart => (
        <Chart key={chart.title} xTitle="step" {...chart} />
      ))}
    </Box>
  )
}
