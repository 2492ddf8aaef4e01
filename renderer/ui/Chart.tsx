import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import FormControlLabel from '@mui/material/FormControlLabel'
import Stack from '@mui/material/Stack'
import Switch from '@mui/material/Switch'
import Typography from '@mui/material/Typography'
import { useId, useState } from 'react'
import { ChartTable } from './ChartTable.tsx'
import { chartText } from './chartRows.ts'
import { Plot, type PlotSeries } from './Plot.tsx'

interface ChartProps {
  readonly title: string
  readonly series: readonly PlotSeries[]
  readonly xTitle: string
  readonly yTitle: string
  /** Offers powers of ten, and begins with them. */
  readonly logY?: boolean
  readonly height?: number
}

const summary = ({ name, y }: PlotSeries) => `${name}: ${y.length} points`

/** A chart that can also be read as a table, and copied as one. */
export function Chart({ title, series, xTitle, yTitle, logY = false, height = 260 }: ChartProps) {
  const id = useId()
  const [asTable, setAsTable] = useState(false)
  const [isLog, setIsLog] = useState(logY)
  const isEmpty = series.every(s => s.x.length === 0)
  return (
    <Box component="figure" aria-labelledby={id} sx={{ m: 0, minWidth: 0 }}>
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1, minHeight: 32 }}>
        <Typography id={id} component="figcaption" variant="h3" noWrap sx={{ flex: 1 }}>
          {title}
        </Typography>
        {logY && !asTable && (
          <FormControlLabel
            control={<Switch size="small" checked={isLog} onChange={event => setIsLog(event.target.checked)} />}
            label={<Typography variant="caption">Powers of 10</Typography>}
          />
        )}
        {asTable && (
          <Button
            size="small"
            color="secondary"
            onClick={() => void navigator.clipboard.writeText(chartText(series, xTitle))}
          >
            Copy
          </Button>
        )}
        <Button
          size="small"
          color="secondary"
          aria-pressed={asTable}
          disabled={isEmpty}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? 'Show as chart' : 'Show as table'}
        </Button>
      </Stack>
      {isEmpty ? (
        <Box sx={{ height, display: 'grid', placeItems: 'center', color: 'text.secondary', typography: 'body2' }}>
          No points yet.
        </Box>
      ) : asTable ? (
        <ChartTable series={series} xTitle={xTitle} label={title} height={height} />
      ) : (
        <Plot
          series={series}
          label={`${title}, ${yTitle} over ${xTitle}. ${series.map(summary).join(', ')}`}
          height={height}
          x={xTitle}
          y={yTitle}
          logY={isLog}
        />
      )}
    </Box>
  )
}
