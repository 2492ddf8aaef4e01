import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type TableFormat, type TableKind, tableFormats, tableKinds } from '../../../main/contract/reports.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Way } from './Way.tsx'
import { WrittenFile } from './WrittenFile.tsx'

const KINDS: Record<TableKind, string> = {
  runs: t.take.settingsAndScoresARowARun,
  scores: t.take.scoresARowAMethod,
  images: t.take.scoresOfEachImage,
  validations: t.take.validationCurves,
  steps: t.take.trainingCurves,
}
const FORMATS: Record<TableFormat, string> = {
  csv: 'CSV',
  parquet: t.take.parquet,
  latex: 'LaTeX (booktabs)',
  votable: 'VOTable',
}

/** Numbers of runs as a table for another program or a paper. */
export function TableExport({ runs }: { runs: string[] }) {
  const [what, setWhat] = useState<TableKind>('scores')
  const [format, setFormat] = useState<TableFormat>('csv')
  const table = useMutation(api.reports.table.mutationOptions())
  return (
    <Way title={t.take.table} about={t.take.numbersForASpreadsheetPandas}>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <TextField
          select
          label={t.take.rows}
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
          label={t.take.format}
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
          {t.take.writeTheTable}
        </Button>
      </Box>
      {table.error && <ErrorPanel error={table.error} doing={t.take.writingTheTable} />}
      {table.data && <WrittenFile written={table.data} />}
    </Way>
  )
}
