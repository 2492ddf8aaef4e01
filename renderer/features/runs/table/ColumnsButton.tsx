import ColumnsIcon from '@mui/icons-material/ViewColumnOutlined'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Popover from '@mui/material/Popover'
import { useState } from 'react'
import type { RunField } from '../../../../main/contract/runTable.ts'
import { t } from '../../../text/t.ts'
import { ColumnChoice } from './ColumnChoice.tsx'
import { ColumnOrder } from './ColumnOrder.tsx'
import { FIRST_COLUMNS } from './tableState.ts'

interface ColumnsButtonProps {
  readonly fields: readonly RunField[]
  readonly columns: readonly string[]
  readonly onColumns: (columns: readonly string[]) => void
}

/** Which fields the table shows, in which order, and where in the training series are read. */
export function ColumnsButton({ fields, columns, onColumns }: ColumnsButtonProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  return (
    <>
      <Button
        color="secondary"
        startIcon={<ColumnsIcon fontSize="small" />}
        aria-haspopup="dialog"
        onClick={event => setAnchor(event.currentTarget)}
      >
        {t.runs.columns}
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{ paper: { role: 'dialog', 'aria-label': t.runs.columnsOfTheTable } }}
      >
        <Box sx={{ p: 2, display: 'flex', gap: 3, height: 440 }}>
          <ColumnChoice fields={fields} columns={columns} onColumns={onColumns} />
          <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1, width: 280 }}>
            <ColumnOrder fields={fields} columns={columns} onColumns={onColumns} />
            <Box sx={{ display: 'flex', gap: 1, justifyContent: 'space-between' }}>
              <Button color="secondary" onClick={() => onColumns(FIRST_COLUMNS)}>
                {t.runs.asAtFirst}
              </Button>
              <Button onClick={() => setAnchor(null)}>{t.runs.done2}</Button>
            </Box>
          </Box>
        </Box>
      </Popover>
    </>
  )
}
