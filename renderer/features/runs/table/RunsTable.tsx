import Checkbox from '@mui/material/Checkbox'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import { useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { RunRow } from '../../../../main/contract/runTable.ts'
import { t } from '../../../text/t.ts'
import { scrollingPart } from '../../../ui/cramped.ts'
import { Unseen } from '../../../ui/Unseen.tsx'
import { useArchiveRuns, useRemoveRun, useUpdateRun } from '../runQueries.ts'
import { ColumnHead } from './ColumnHead.tsx'
import { runColumns, runTableFeatures, widthOf } from './columns.tsx'
import type { ShownColumn } from './columnText.ts'
import { RunMenu } from './RunMenu.tsx'
import { RunTableRow } from './RunTableRow.tsx'
import { ROW_HEIGHT, TABLE_LOOK } from './tableLook.ts'
import type { SortBy } from './tableState.ts'

interface RunsTableProps {
  readonly rows: readonly RunRow[]
  readonly total: number
  readonly columns: readonly ShownColumn[]
  readonly sort: readonly SortBy[]
  readonly baseline: RunRow | null
  readonly selected: ReadonlySet<string>
  readonly onSort: (field: string, isAdded: boolean) => void
  readonly onSelect: (ids: readonly string[], isSelected: boolean) => void
  readonly onBaseline: (id: string | undefined) => void
  readonly onNearEnd: () => void
}

const NAME_COLUMN: ShownColumn = {
  id: 'name',
  ref: { name: 'name', at: null },
  title: t.runs.run,
  unit: null,
  isNumber: false,
}
const MARGIN_WIDTH = 44

/** Runs as rows; only those in view are in the page, however many there are. */
export function RunsTable(props: RunsTableProps) {
  const { rows, total, columns, sort, baseline, selected, onSort, onSelect, onBaseline, onNearEnd } = props
  const navigate = useNavigate()
  const remove = useRemoveRun()
  const archive = useArchiveRuns()
  const { mutate: update } = useUpdateRun()
  const scroller = useRef<HTMLDivElement>(null)
  const [menu, setMenu] = useState<{ row: RunRow; anchor: HTMLElement } | null>(null)

  const definitions = useMemo(
    () => runColumns({ columns, baseline, edit: (id, change) => update({ id, ...change }) }),
    [columns, baseline, update],
  )
  // The baseline stands first, and where its own place is.
  const data = useMemo(() => (baseline ? [baseline, ...rows] : [...rows]), [baseline, rows])
  const table = useTable({
    features: runTableFeatures,
    columns: definitions,
    data,
    getRowId: (_, index) => String(index),
  })
  const model = table.getRowModel().rows
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  })
  const items = virtual.getVirtualItems()
  const lastIndex = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (lastIndex >= rows.length - 20) onNearEnd()
  }, [lastIndex, rows.length, onNearEnd])

  const open = useCallback((id: string) => void navigate(`/runs/${id}`), [navigate])
  const showMenu = useCallback((row: RunRow, anchor: HTMLElement) => setMenu({ row, anchor }), [])
  const latest = useRef(selected)
  latest.current = selected
  const toggle = useCallback((id: string) => onSelect([id], !latest.current.has(id)), [onSelect])

  const first = baseline ? 1 : 0
  const ids = useMemo(() => rows.map(({ run }) => run.id), [rows])
  const chosen = ids.filter(id => selected.has(id)).length
  const before = items[0]?.start ?? 0
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  const spacer = (height: number) =>
    height > 0 && (
      <tr aria-hidden>
        <td style={{ height, padding: 0 }} />
      </tr>
    )
  const line = (index: number, rowIndex: number, isBaseline: boolean) => {
    const row = model[index]
    return (
      <RunTableRow
        key={isBaseline ? 'baseline' : row.original.run.id}
        line={row}
        columns={columns}
        rowIndex={rowIndex}
        isSelected={selected.has(row.original.run.id)}
        isBaseline={isBaseline}
        onSelect={toggle}
        onOpen={open}
        onMenu={showMenu}
      />
    )
  }

  return (
    <TableContainer
      ref={scroller}
      tabIndex={0}
      role="region"
      aria-label={t.runs.runs}
      sx={{ ...scrollingPart, minHeight: 200 }}
    >
      <Table
        size="small"
        stickyHeader
        aria-rowcount={total + 1 + first}
        sx={TABLE_LOOK}
        style={{
          minWidth: columns.reduce((sum, column) => sum + widthOf(column), widthOf(NAME_COLUMN) + 2 * MARGIN_WIDTH),
        }}
      >
        <TableHead>
          <TableRow>
            <TableCell className="check" style={{ width: MARGIN_WIDTH }}>
              <Checkbox
                size="small"
                checked={chosen > 0 && chosen === ids.length}
                indeterminate={chosen > 0 && chosen < ids.length}
                onChange={() => onSelect(ids, chosen < ids.length)}
                slotProps={{ input: { 'aria-label': t.runs.selectAllRunsThatAreListed } }}
                sx={{ p: 0.5 }}
              />
            </TableCell>
            <ColumnHead column={NAME_COLUMN} sort={sort} onSort={onSort} />
            {columns.map(column => (
              <ColumnHead key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
            <TableCell className="more" style={{ width: MARGIN_WIDTH }}>
              <Unseen>{t.runs.actions}</Unseen>
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {baseline && line(0, 2, true)}
          {spacer(before)}
          {items.map(item => line(item.index + first, item.index + 2 + first, false))}
          {spacer(after)}
        </TableBody>
      </Table>
      {menu && (
        <RunMenu
          {...menu}
          isBaseline={menu.row.run.id === baseline?.run.id}
          onClose={() => setMenu(null)}
          onBaseline={onBaseline}
          onArchive={({ run, archived }) => archive.mutate({ ids: [run.id], archived: !archived })}
          onRemove={({ run }) => remove.mutate({ id: run.id, name: run.name })}
        />
      )}
    </TableContainer>
  )
}
