import DeleteIcon from '@mui/icons-material/DeleteOutlined'
import IconButton from '@mui/material/IconButton'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import TableSortLabel from '@mui/material/TableSortLabel'
import Tooltip from '@mui/material/Tooltip'
import { useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { useNavigate } from 'react-router'
import type { RunSummary } from '../../../main/contract/runs.ts'
import { Unseen } from '../../ui/Unseen.tsx'
import { COLUMN_META, runColumns, runTableFeatures } from './columns.tsx'
import { type RunSort, useRemoveRun, useUpdateRun } from './runQueries.ts'

const ROW_HEIGHT = 41

interface RunsTableProps {
  readonly runs: readonly RunSummary[]
  readonly total: number
  readonly sort: RunSort
  readonly descending: boolean
  readonly onSort: (sort: RunSort, descending: boolean) => void
  readonly onNearEnd: () => void
}

/** Runs as rows; only those in view are in the page, however many there are. */
export function RunsTable({ runs, total, sort, descending, onSort, onNearEnd }: RunsTableProps) {
  const navigate = useNavigate()
  const update = useUpdateRun()
  const remove = useRemoveRun()
  const scroller = useRef<HTMLDivElement>(null)
  const { mutate } = update
  const columns = useMemo(() => runColumns((id, change) => mutate({ id, ...change })), [mutate])
  const data = useMemo(() => [...runs], [runs])
  const table = useTable({ features: runTableFeatures, columns, data, getRowId: run => run.id })
  const rows = table.getRowModel().rows
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const lastIndex = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (lastIndex >= rows.length - 20) onNearEnd()
  }, [lastIndex, rows.length, onNearEnd])

  const before = items[0]?.start ?? 0
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  const spacer = (height: number) =>
    height > 0 && (
      <tr aria-hidden>
        <td style={{ height, padding: 0 }} />
      </tr>
    )

  return (
    <TableContainer ref={scroller} tabIndex={0} role="region" aria-label="Runs" sx={{ flex: 1, minHeight: 200 }}>
      <Table size="small" stickyHeader aria-rowcount={total + 1} sx={{ tableLayout: 'fixed', minWidth: 1280 }}>
        <TableHead>
          {table.getHeaderGroups().map(group => (
            <TableRow key={group.id}>
              {group.headers.map(header => {
                const meta = COLUMN_META[header.column.id]
                const isSorted = meta?.sort === sort
                return (
                  <TableCell
                    key={header.id}
                    align={meta?.align ?? 'left'}
                    sortDirection={isSorted ? (descending ? 'desc' : 'asc') : false}
                    sx={{ width: meta?.width, whiteSpace: 'nowrap', px: 1 }}
                  >
                    {meta?.sort === undefined ? (
                      <table.FlexRender header={header} />
                    ) : (
                      <TableSortLabel
                        active={isSorted}
                        direction={isSorted && !descending ? 'asc' : 'desc'}
                        onClick={() => meta.sort && onSort(meta.sort, isSorted ? !descending : true)}
                      >
                        <table.FlexRender header={header} />
                      </TableSortLabel>
                    )}
                  </TableCell>
                )
              })}
              <TableCell sx={{ width: 44, px: 0.5 }}>
                <Unseen>Actions</Unseen>
              </TableCell>
            </TableRow>
          ))}
        </TableHead>
        <TableBody>
          {spacer(before)}
          {items.map(item => {
            const row = rows[item.index]
            const run = row.original
            return (
              <TableRow
                key={row.id}
                hover
                aria-rowindex={item.index + 2}
                onDoubleClick={() => void navigate(`/runs/${run.id}`)}
                sx={{ height: ROW_HEIGHT }}
              >
                {row.getAllCells().map(cell => (
                  <TableCell
                    key={cell.id}
                    align={COLUMN_META[cell.column.id]?.align ?? 'left'}
                    sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', py: 0.5, px: 1 }}
                  >
                    <table.FlexRender cell={cell} />
                  </TableCell>
                ))}
                <TableCell sx={{ py: 0, px: 0.5 }}>
                  <Tooltip title="Move to the trash">
                    <IconButton
                      size="small"
                      aria-label={`Move ${run.name} to the trash`}
                      onClick={() => remove.mutate({ id: run.id, name: run.name })}
                    >
                      <DeleteIcon fontSize="small" />
                    </IconButton>
                  </Tooltip>
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
