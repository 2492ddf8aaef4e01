import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Way } from './Way.tsx'
import { WrittenFile } from './WrittenFile.tsx'

/** A run as one file for another workspace. */
export function RunFileExport({ runId }: { runId: string }) {
  const [withDataset, setWithDataset] = useState(true)
  const exported = useMutation(api.runArchive.export.mutationOptions())
  return (
    <Way title={t.take.runAsOneFile} about={t.take.withWeightsCurvesPreviewsAnd}>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <Button
          variant="outlined"
          disabled={exported.isPending}
          onClick={() => exported.mutate({ id: runId, withDataset })}
        >
          {t.take.exportRun}
        </Button>
        <FormControlLabel
          control={
            <Checkbox size="small" checked={withDataset} onChange={event => setWithDataset(event.target.checked)} />
          }
          label={t.take.withTheImagesOfItsDataset}
          slotProps={{ typography: { variant: 'body2' } }}
        />
      </Box>
      {exported.error && <ErrorPanel error={exported.error} doing={t.take.exportingTheRun} />}
      {exported.data && <WrittenFile written={exported.data} />}
    </Way>
  )
}
