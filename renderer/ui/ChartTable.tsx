import Box from '@mui/material/Box'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import { useMemo } from 'react'
import { t } from '../text/t.ts'
import { chartRows, type PlotSeries, thinnedRows } from './chartRows.ts'
import { formatCount, formatNumber } from './format.ts'

const MOST_ROWS = 300

interface ChartTableProps {
  readonly series: readonly PlotSeries[]
  readonly xTitle: string
  readonly label: string
  readonly height: number
}

/** A chart's points as rows; of very many, an even choice. */
export function ChartTable({ series, xTitle, label, height }: ChartTableProps) {
  const rows = useMemo(() => chartRows(series), [series])
  const shown = thinnedRows(rows, MOST_ROWS)
  return (
    <Box sx={{ height, display: 'flex', flexDirection: 'column' }}>
      <TableContainer tabIndex={0} role="region" aria-label={t.ui.asATable(label)} sx={{ flex: 1, minHeight: 0 }}>
        <Table size="small" stickyHeader>
          <TableHead>
            <TableRow>
              <TableCell align="right">{xTitle}</TableCell>
              {series.map(s => (
                <TableCell key={s.name} align="right">
                  {s.name}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {shown.map(row => (
              <TableRow key={row.x}>
                <TableCell align="right">{formatCount(row.x)}</TableCell>
                {row.values.map((value, index) => (
                  <TableCell key={series[index].name} align="right">
                    {formatNumber(value, 5)}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
      {shown.length < rows.length && (
        <Box sx={{ typography: 'caption', color: 'text.secondary', pt: 0.5 }}>
          {t.ui.ofRowsCopyGivesAll(formatCount(shown.length), formatCount(rows.length))}
        </Box>
      )}
    </Box>
  )
}
