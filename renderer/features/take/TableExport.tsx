import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type TableFormat, type TableKind, tableFormats, tableKinds } from '../../../main/contract/reports.ts'
import { api } from '../../app/api.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Way } from './Way.tsx'
import { WrittenFile } from './WrittenFile.tsx'

const KINDS: Record<TableKind, string> = {
  runs: 'Settings and scores, a row a run',
  scores: 'Scores, a row a method',
  images: 'Scores of each image',
  validations: 'Validation curves',
  steps: 'Training curves',
}
const FORMATS: Record<TableFormat, string> = {
  csv: 'CSV',
  parquet: 'Parquet',
  latex: 'LaTeX (booktabs)',
  votable: 'VOTable',
}

/** Numbers of runs as a table for another program or a paper. */
export function TableExport({ runs }: { runs: string[] }) {
  const [what, setWhat] = useState<TableKind>('scores')
  const [format, setFormat] = useState<TableFormat>('csv')
  const table = useMutation(api.reports.table.mutationOptions())
  return (
    <Way title="Table" about="Numbers for a spreadsheet, pandas, TOPCAT or a paper.">
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <TextField
          select
          label="Rows"
          value={what}
          onChange={event => setWhat(tableKinds.find(kind => kind === event.target.value) ?? 'scores')}
          sx={{ minWidth: 232 }}
        >
          {tableKinds.map(kind => (
            <MenuItem key={kind} value={kind}>
              {KINDS[kind]}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          select
          label="Format"
          value={format}
          onChange={event => setFormat(tableFormats.find(one => one === event.target.value) ?? 'csv')}
          sx={{ minWidth: 160 }}
        >
          {tableFormats.map(one => (
            <MenuItem key={one} value={one}>
              {FORMATS[one]}
            </MenuItem>
          ))}
        </TextField>
        <Button variant="outlined" disabled={table.isPending} onClick={() => table.mutate({ runs, what, format })}>
          Write the table
        </Button>
      </Box>
      {table.error && <ErrorPanel error={table.error} doing="Writing the table" />}
      {table.data && <WrittenFile written={table.data} />}
    </Way>
  )
}
