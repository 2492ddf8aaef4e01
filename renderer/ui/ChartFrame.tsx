import ChartIcon from '@mui/icons-material/ShowChartOutlined'
import TableIcon from '@mui/icons-material/TableRowsOutlined'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import IconButton from '@mui/material/IconButton'
import Stack from '@mui/material/Stack'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import Tooltip from '@mui/material/Tooltip'
import Typography from '@mui/material/Typography'
import { type ReactNode, useId, useState } from 'react'
import { t } from '../text/t.ts'
import type { ChartContent } from './chartContent.ts'

interface ChartFrameProps {
  readonly title: string
  /** Fields that change the chart, between its title and its table. */
  readonly controls?: ReactNode
  readonly content: ChartContent
  readonly height: number
  readonly children: ReactNode
}

/** More rows are copied, not shown. */
const MOST_ROWS = 500

const asText = ({ columns, rows }: ChartContent): string => [columns, ...rows].map(row => row.join('\t')).join('\n')

/** A chart with its title, that can also be read as a table and copied as one. */
export function ChartFrame({ title, controls, content, height, children }: ChartFrameProps) {
  const id = useId()
  const [asTable, setAsTable] = useState(false)
  const isEmpty = content.rows.length === 0
  return (
    <Box component="figure" aria-labelledby={id} sx={{ m: 0, minWidth: 0 }}>
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1, minHeight: 40, flexWrap: 'wrap' }}>
        <Typography id={id} component="figcaption" variant="h3" sx={{ flex: 1 }}>
          {title}
        </Typography>
        {controls}
        {asTable && (
          <Button size="small" color="secondary" onClick={() => void navigator.clipboard.writeText(asText(content))}>
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
          {t.ui.nothingToShow}
        </Box>
      ) : asTable ? (
        <ContentTable content={content} label={title} height={height} />
      ) : (
        children
      )}
    </Box>
  )
}

function ContentTable({ content, label, height }: { content: ChartContent; label: string; height: number }) {
  const { columns, rows } = content
  const keyed = rows.slice(0, MOST_ROWS).map((cells, at) => ({ key: `${at} ${cells[0]}`, cells }))
  return (
    <TableContainer tabIndex={0} role="region" aria-label={t.ui.asATable(label)} sx={{ height }}>
      <Table size="small" stickyHeader>
        <TableHead>
          <TableRow>
            {columns.map(column => (
              <TableCell key={column}>{column}</TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {keyed.map(({ key, cells }) => (
            <TableRow key={key}>
              {cells.map((cell, column) => (
                <TableCell key={columns[column]}>{cell}</TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {rows.length > MOST_ROWS && (
        <Typography variant="caption" sx={{ color: 'text.secondary', p: 1 }}>
          {t.ui.ofRowsCopyGivesAll(MOST_ROWS, rows.length)}
        </Typography>
      )}
    </TableContainer>
  )
}
