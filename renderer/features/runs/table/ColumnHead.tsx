import TableCell from '@mui/material/TableCell'
import TableSortLabel from '@mui/material/TableSortLabel'
import { memo } from 'react'
import { widthOf } from './columns.tsx'
import type { ShownColumn } from './columnText.ts'
import type { SortBy } from './tableState.ts'

interface ColumnHeadProps {
  readonly column: ShownColumn
  readonly sort: readonly SortBy[]
  /** With Shift: besides the orders that there are. */
  readonly onSort: (field: string, isAdded: boolean) => void
}

/** A column's title and unit; pressed, it orders the table. Not drawn anew while rows are scrolled or selected. */
export const ColumnHead = memo(function ColumnHead({ column, sort, onSort }: ColumnHeadProps) {
  const { id, title, unit, isNumber } = column
  const place = sort.findIndex(({ field }) => field === id)
  const order = place < 0 ? undefined : sort[place].descending ? ('desc' as const) : ('asc' as const)
  return (
    <TableCell
      className={id === 'name' ? 'name' : undefined}
      align={isNumber ? 'right' : 'left'}
      sortDirection={order ?? false}
      style={{ width: widthOf(column) }}
      title={unit === null ? title : `${title}, ${unit}`}
    >
      <TableSortLabel
        active={place >= 0}
        direction={order ?? 'desc'}
        onClick={event => onSort(id, event.shiftKey)}
        sx={{ maxWidth: '100%', '& .MuiTableSortLabel-icon': place < 0 ? { display: 'none' } : {} }}
      >
        <span className="head">
          {title}
          {unit !== null && `, ${unit}`}
          {sort.length > 1 && place >= 0 && ` (${place + 1})`}
        </span>
      </TableSortLabel>
    </TableCell>
  )
})
