import ChartIcon from '@mui/icons-material/ShowChartOutlined'
import TableIcon from '@mui/icons-material/TableRowsOutlined'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import IconButton from '@mui/material/IconButton'
import Stack from '@mui/material/Stack'
import ToggleButton from '@mui/material/ToggleButton'
import Tooltip from '@mui/material/Tooltip'
import Typography from '@mui/material/Typography'
import { useId, useState } from 'react'
import { t } from '../text/t.ts'
import { ChartTable } from './ChartTable.tsx'
import { chartText, type PlotSeries } from './chartRows.ts'
import { Plot } from './Plot.tsx'

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
          <Tooltip title={t.ui.powersOf10}>
            <ToggleButton
              size="small"
              value="log"
              selected={isLog}
              aria-label={t.ui.logPowersOf10}
              onChange={() => setIsLog(!isLog)}
              sx={{ py: 0, px: 1, height: 24, textTransform: 'none' }}
            >
              {t.ui.log}
            </ToggleButton>
          </Tooltip>
        )}
        {asTable && (
          <Button
            size="small"
            color="secondary"
            onClick={() => void navigator.clipboard.writeText(chartText(series, xTitle))}
          >
            {t.common.copy}
          </Button>
        )}
        <Tooltip title={asTable ? t.ui.showAsChart : t.ui.showAsTable}>
          <span>
            <IconButton
              size="small"
              aria-label={`${asTable ? t.ui.showAsChart : t.ui.showAsTable}: ${title}`}
              disabled={isEmpty}
              onClick={() => setAsTable(!asTable)}
            >
              {asTable ? <ChartIcon fontSize="small" /> : <TableIcon fontSize="small" />}
            </IconButton>
          </span>
        </Tooltip>
      </Stack>
      {isEmpty ? (
        <Box sx={{ height, display: 'grid', placeItems: 'center', color: 'text.secondary', typography: 'body2' }}>
          {t.ui.noPointsYet}
        </Box>
      ) : asTable ? (
        <ChartTable series={series} xTitle={xTitle} label={title} height={height} />
      ) : (
        <Plot
          series={series}
          label={t.ui.over(title, yTitle, xTitle, series.map(summary).join(', '))}
          height={height}
          x={xTitle}
          y={yTitle}
          logY={isLog}
        />
      )}
    </Box>
  )
}
