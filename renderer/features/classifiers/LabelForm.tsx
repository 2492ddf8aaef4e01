import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { LabelSource } from '../../../main/contract/datasets.ts'
import { api, queryClient } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'

const SOURCES: Record<LabelSource['kind'], string> = {
  folders: t.classifiers.inFolders,
  names: t.classifiers.inNames,
  csv: t.classifiers.inTable,
}
const isKind = (text: string): text is LabelSource['kind'] => text in SOURCES

/** Reads the classes of all samples: first to look, then for good. */
export function LabelForm({ datasetId }: { datasetId: string }) {
  const [kind, setKind] = useState<LabelSource['kind']>('folders')
  const [pattern, setPattern] = useState('^([A-Za-z]+)_')
  const [path, setPath] = useState('')
  const look = useMutation(api.datasets.label.mutationOptions())
  const give = useMutation(
    api.datasets.label.mutationOptions({
      onSuccess: () => {
        look.reset()
        return queryClient.invalidateQueries({ queryKey: api.datasets.key() })
      },
    }),
  )
  const from: LabelSource =
    kind === 'names' ? { kind, pattern } : kind === 'csv' ? { kind, path: path.trim() } : { kind: 'folders' }
  const isWhole = kind === 'folders' || (kind === 'names' ? pattern !== '' : path.trim() !== '')
  const change = (set: () => void) => {
    set()
    look.reset()
    give.reset()
  }
  const found = look.data
  return (
    <Stack
      component="form"
      noValidate
      sx={{ gap: 2 }}
      onSubmit={event => {
        event.preventDefault()
        look.mutate({ id: datasetId, from, dryRun: true })
      }}
    >
      <TextField
        select
        label={t.classifiers.whereTheClassesStand}
        value={kind}
        onChange={({ target }) => change(() => isKind(target.value) && setKind(target.value))}
      >
        {Object.entries(SOURCES).map(([value, label]) => (
          <MenuItem key={value} value={value}>
            {label}
          </MenuItem>
        ))}
      </TextField>
      {kind === 'names' && (
        <TextField
          label={t.classifiers.pattern}
          helperText={t.classifiers.patternHelp}
          value={pattern}
          onChange={({ target }) => change(() => setPattern(target.value))}
        />
      )}
      {kind === 'csv' && (
        <TextField
          label={t.classifiers.table}
          helperText={t.classifiers.tableHelp}
          value={path}
          onChange={({ target }) => change(() => setPath(target.value))}
        />
      )}
      <Stack direction="row" sx={{ gap: 1 }}>
        <Button type="submit" variant="outlined" disabled={!isWhole || look.isPending}>
          {t.classifiers.look}
        </Button>
        <Button
          variant="contained"
          disabled={found === undefined || give.isPending}
          onClick={() => give.mutate({ id: datasetId, from })}
        >
          {t.classifiers.giveClasses}
        </Button>
      </Stack>
      {found && (
        <Typography variant="body2" role="status">
          {t.classifiers.wouldBe(
            found.classes.map(({ label, count }) => `${label}: ${count}`).join(', '),
            found.unlabelled,
          )}
          {found.unmatched.length > 0 && ` ${t.classifiers.unmatched(found.unmatched.join(', '))}`}
        </Typography>
      )}
      {look.error && <ErrorPanel error={look.error} doing={t.classifiers.readingTheClasses} />}
      {give.error && <ErrorPanel error={give.error} doing={t.classifiers.readingTheClasses} />}
    </Stack>
  )
}
