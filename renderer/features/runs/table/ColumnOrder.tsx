import DownIcon from '@mui/icons-material/ArrowDownward'
import UpIcon from '@mui/icons-material/ArrowUpward'
import CloseIcon from '@mui/icons-material/Close'
import Box from '@mui/material/Box'
import IconButton from '@mui/material/IconButton'
import Typography from '@mui/material/Typography'
import type { RunField } from '../../../../main/contract/runTable.ts'
import { t } from '../../../text/t.ts'
import { shownColumn } from './columnText.ts'

interface ColumnOrderProps {
  readonly fields: readonly RunField[]
  readonly columns: readonly string[]
  readonly onColumns: (columns: readonly string[]) => void
}

/** The columns that are shown, in their order. */
export function ColumnOrder({ fields, columns, onColumns }: ColumnOrderProps) {
  const moved = (from: number, to: number) => {
    const next = [...columns]
    const [column] = next.splice(from, 1)
    next.splice(to, 0, column)
    onColumns(next)
  }
  return (
    <Box sx={{ flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' }}>
      <Typography variant="h3" component="h2">
        {t.runs.shownInThisOrder}
      </Typography>
      <Box component="ol" aria-label={t.runs.columnsShown} sx={{ m: 0, p: 0, overflow: 'auto', flex: 1 }}>
        {columns.map((id, index) => {
          const { title } = shownColumn(id, fields)
          return (
            <Box component="li" key={id} sx={{ display: 'flex', alignItems: 'center' }}>
              <Typography variant="body2" noWrap title={id} sx={{ flex: 1 }}>
                {title}
              </Typography>
              <IconButton
                size="small"
                aria-label={t.runs.furtherToTheLeft(title)}
                disabled={index === 0}
                onClick={() => moved(index, index - 1)}
              >
                <UpIcon fontSize="inherit" />
              </IconButton>
              <IconButton
                size="small"
                aria-label={t.runs.furtherToTheRight(title)}
                disabled={index === columns.length - 1}
                onClick={() => moved(index, index + 1)}
              >
                <DownIcon fontSize="inherit" />
              </IconButton>
              <IconButton
                size="small"
                aria-label={t.runs.hide(title)}
                onClick={() => onColumns(columns.filter(column => column !== id))}
              >
                <CloseIcon fontSize="inherit" />
              </IconButton>
            </Box>
          )
        })}
      </Box>
    </Box>
  )
}
