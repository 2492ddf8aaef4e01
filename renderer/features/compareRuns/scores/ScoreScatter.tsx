import type { Data } from 'plotly.js'
import { useMemo } from 'react'
import type { PairedScores } from '../../../../main/contract/comparison.ts'
import { t } from '../../../text/t.ts'
import { ChartFrame } from '../../../ui/ChartFrame.tsx'
import { PlotlyView } from '../../../ui/PlotlyView.tsx'
import { plotLayout, usePlotLook } from '../../../ui/plotTheme.ts'
import { runStyle } from '../runLook.ts'
import { signed } from './metricChoices.ts'

interface ScoreScatterProps {
  readonly images: PairedScores['images']
  /** Letters and names of the two runs. */
  readonly a: string
  readonly b: string
  readonly index: number
  readonly quantity: string
  readonly digits: number
  readonly onImage: (sample: number) => void
}

const HEIGHT = 440

/** The score of each image in both runs; on the line they are equal. A point pressed shows its image in both. */
export function ScoreScatter({ images, a, b, index, quantity, digits, onImage }: ScoreScatterProps) {
  const { isDark, palette } = usePlotLook()
  const data = useMemo(() => scatter(images, index, a, b, isDark), [images, index, a, b, isDark])
  const layout = useMemo(() => {
    const base = plotLayout({ x: `${a}: ${quantity}`, y: `${b}: ${quantity}`, logY: false }, palette)
    return { ...base, hovermode: 'closest' as const, showlegend: false }
  }, [a, b, quantity, palette])
  const content = useMemo(
    () => ({
      columns: ['image', a, b, 'difference'],
      rows: images
        .toSorted((one, two) => one.b - one.a - (two.b - two.a))
        .map(image => [
          image.name,
          image.a.toFixed(digits),
          image.b.toFixed(digits),
          signed(image.b - image.a, digits),
        ]),
    }),
    [images, a, b, digits],
  )
  return (
    <ChartFrame title={t.compareRuns.againstImageByImage(b, a)} content={content} height={HEIGHT}>
      <PlotlyView
        data={data}
        layout={layout}
        height={HEIGHT}
        label={t.compareRuns.ofImagesInAgainst(quantity, images.length, b, a)}
        onPoint={sample => typeof sample === 'number' && onImage(sample)}
      />
    </ChartFrame>
  )
}

function scatter(images: PairedScores['images'], index: number, a: string, b: string, isDark: boolean): Data[] {
  const values = images.flatMap(image => [image.a, image.b])
  const ends = [Math.min(...values), Math.max(...values)]
  const { color, symbol } = runStyle(index, isDark)
  return [
    {
      ...{ type: 'scatter', mode: 'lines', x: ends, y: ends, hoverinfo: 'skip' },
      line: { color: isDark ? '#6e7988' : '#7c8796', width: 1, dash: 'dot' },
    },
    {
      ...{ type: 'scatter', mode: 'markers', x: images.map(image => image.a), y: images.map(image => image.b) },
      customdata: images.map(image => image.sample),
      text: images.map(image => `${image.name}<br>${a}: ${image.a}<br>${b}: ${image.b}`),
      ...{ hoverinfo: 'text', marker: { color, symbol, size: 8, opacity: 0.75 } },
    },
  ]
}
