import ButtonBase from '@mui/material/ButtonBase'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import Tooltip from '@mui/material/Tooltip'
import { t } from '../../text/t.ts'
import { formatNumber } from '../../ui/format.ts'
import { NUMBER_COLUMNS } from './measureColumns.ts'
import type { MeasuredRow } from './measurements.ts'

interface MeasureTableProps {
  readonly rows: readonly MeasuredRow[]
  readonly selected: string | null
  readonly onSelect: (regionId: string) => void
}

/** Every region in every panel. A region's name chooses it. */
export function MeasureTable({ rows, selected, onSelect }: MeasureTableProps) {
  return (
    <TableContainer tabIndex={0} role="region" aria-label={t.measure.tableOfMeasurements} sx={{ maxHeight: 360 }}>
      <Table size="small" stickyHeader>
        <TableHead>
          <TableRow>
            <TableCell>{t.measure.region}</TableCell>
            <TableCell>{t.measure.panel}</TableCell>
            {NUMBER_COLUMNS.map(({ title, help }) => (
              <TableCell key={title} align="right" sx={{ whiteSpace: 'nowrap' }}>
                {help ? (
                  <Tooltip title={help} describeChild>
                    <span>{title}</span>
                  </Tooltip>
                ) : (
                  title
                )}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row, index) => (
            <TableRow key={row.key} selected={row.regionId === selected} data-measured={row.key}>
              <TableCell sx={{ whiteSpace: 'nowrap' }}>
                {rows[index - 1]?.regionId === row.regionId ? null : (
                  <ButtonBase
                    onClick={() => onSelect(row.regionId)}
                    aria-pressed={row.regionId === selected}
                    sx={{ font: 'inherit', fontWeight: 600, px: 0.5, minHeight: 24 }}
                  >
                    {row.region}
                  </ButtonBase>
                )}
              </TableCell>
              <TableCell sx={{ whiteSpace: 'nowrap' }}>{row.panel}</TableCell>
              {row.problem === null ? (
                NUMBER_COLUMNS.map(({ title, value }) => (
                  <TableCell key={title} align="right" sx={{ whiteSpace: 'nowrap' }}>
                    {formatNumber(Number(value(row)), 5)}
                  </TableCell>
                ))
              ) : (
                <TableCell colSpan={NUMBER_COLUMNS.length}>{row.problem}</TableCell>
              )}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  )
}
