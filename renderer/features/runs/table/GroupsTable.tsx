import MuiLink from '@mui/material/Link'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import TableSortLabel from '@mui/material/TableSortLabel'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { Link } from 'react-router'
import type { RunGroup } from '../../../../main/contract/runTable.ts'
import { t } from '../../../text/t.ts'
import { scrollingPart } from '../../../ui/cramped.ts'
import { ColumnHead } from './ColumnHead.tsx'
import { widthOf } from './columns.tsx'
import { groupText, type ShownColumn, valueText } from './columnText.ts'
import { ROW_HEIGHT, TABLE_LOOK } from './tableLook.ts'
import type { SortBy } from './tableState.ts'

interface GroupsTableProps {
  readonly groups: readonly RunGroup[]
  readonly by: readonly ShownColumn[]
  readonly columns: readonly ShownColumn[]
  readonly sort: readonly SortBy[]
  readonly onSort: (field: string, isAdded: boolean) => void
  /** The page that lists just the runs of a group. */
  readonly linkTo: (group: RunGroup) => string
  /** The page that compares them. */
  readonly compareLink: (group: RunGroup) => string
}

const COUNT_WIDTH = 88
const COMPARE_WIDTH = 104
/** 'mean ± spread' needs more room than a value. */
const SPREAD_WIDTH = 72

/** Runs of equal values as one row: mean and spread of each number. */
export function GroupsTable({ groups, by, columns, sort, onSort, linkTo, compareLink }: GroupsTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: groups.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  })
  const items = virtual.getVirtualItems()
  const before = items[0]?.start ?? 0
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  const spacer = (height: number) =>
    height > 0 && (
      <tr aria-hidden>
        <td style={{ height, padding: 0 }} />
      </tr>
    )
  const width = [...by, ...columns].reduce((sum, column) => sum + widthOf(column) + SPREAD_WIDTH, COUNT_WIDTH)
  return (
    <TableContainer
      ref={scroller}
      tabIndex={0}
      role="region"
      aria-label={t.runs.groupsOfRuns}
      sx={{ ...scrollingPart, minHeight: 200 }}
    >
      <Table
        size="small"
        stickyHeader
        aria-rowcount={groups.length + 1}
        sx={TABLE_LOOK}
        style={{ minWidth: width + COMPARE_WIDTH }}
      >
        <TableHead>
          <TableRow>
            {by.map(column => (
              <ColumnHead key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
            <TableCell style={{ width: COUNT_WIDTH }}>{t.runs.runs}</TableCell>
            {columns.map(column =>
              column.isNumber ? (
                <ColumnHead key={column.id} column={column} sort={sort} onSort={onSort} />
              ) : (
                <TableCell key={column.id} style={{ width: widthOf(column) }}>
                  <TableSortLabel disabled>{column.title}</TableSortLabel>
                </TableCell>
              ),
            )}
            <TableCell style={{ width: COMPARE_WIDTH }}>{t.runs.compare}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {spacer(before)}
          {items.map(item => {
            const group = groups[item.index]
            return (
              <TableRow key={group.where} hover aria-rowindex={item.index + 2} style={{ height: ROW_HEIGHT }}>
                {group.key.map((value, i) => (
                  <TableCell key={by[i]?.id ?? i} align={by[i]?.isNumber ? 'right' : 'left'}>
                    {by[i] ? valueText(value, by[i].ref) : String(value)}
                  </TableCell>
                ))}
                <TableCell>
                  <MuiLink component={Link} to={linkTo(group)} sx={{ color: 'text.primary' }}>
                    {t.runs.runs2(group.runs)}
                  </MuiLink>
                </TableCell>
                {columns.map((column, i) => (
                  <TableCell key={column.id} align={column.isNumber ? 'right' : 'left'}>
                    {group.cells[i] ? groupText(group.cells[i], column.ref) : null}
                  </TableCell>
                ))}
                <TableCell>
                  {group.runs > 1 && (
                    <MuiLink component={Link} to={compareLink(group)} sx={{ color: 'text.primary' }}>
                      {t.runs.compare}
                    </MuiLink>
                  )}
                </TableCell>
              </TableRow>
            )
          })}
          {spacer(after)}
        </TableBody>
      </Table>
    </TableContainer>
  )
}
