import Button from '@mui/material/Button'
import LinearProgress from '@mui/material/LinearProgress'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { WeightsSource } from '../../../main/contract/weights.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/Section.tsx'
import { DropTarget } from '../../ui/source/DropTarget.tsx'
import { FileButton } from '../../ui/source/FileButton.tsx'
import { ImportNetworkForm } from './ImportNetworkForm.tsx'
import { WeightsFacts } from './WeightsFacts.tsx'

/** From a file of weights to a run, in one column: where it is, what was recognised, what it does not tell, Import. */
export function ImportNetworkPage() {
  const [path, setPath] = useState('')
  const [source, setSource] = useState<WeightsSource | null>(null)
  const report = useQuery(
    api.weights.inspect.queryOptions({ input: source === null ? skipToken : { source }, gcTime: 0, retry: false }),
  )
  return (
    <DropTarget
      invitation={t.weights.dropAFileOfWeights}
      onUpload={({ id }) => {
        setPath('')
        setSource({ kind: 'upload', id })
      }}
    >
      <Page title={t.weights.importANetwork} subtitle={t.weights.thatWasTrainedElsewhere}>
        <Stack sx={{ gap: 2, maxWidth: 960, width: '100%' }}>
          <Section title={t.weights.whereAreTheWeights}>
            <Stack
              component="form"
              sx={{ gap: 1 }}
              onSubmit={event => {
                event.preventDefault()
                if (path.trim() !== '') setSource({ kind: 'file', path: path.trim() })
              }}
            >
              <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
                <TextField
                  label={t.weights.pathOfTheFile}
                  value={path}
                  onChange={event => setPath(event.target.value)}
                  slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
                  sx={{ flex: 1, minWidth: 280 }}
                />
                <Button type="submit" variant="contained" disabled={path.trim() === ''}>
                  {t.weights.lookAtIt}
                </Button>
                <FileButton />
              </Stack>
              <Typography variant="caption" sx={{ color: 'text.secondary' }}>
                {t.weights.orDropIt}
              </Typography>
            </Stack>
          </Section>
          {report.isFetching && <LinearProgress aria-label={t.weights.lookingAtTheWeights} />}
          {report.error && <ErrorPanel error={report.error} doing={t.weights.lookingAtTheWeights} />}
          {report.data && source !== null && (
            <>
              <WeightsFacts report={report.data} />
              {report.data.obstacle === null && (
                <ImportNetworkForm key={report.data.sha256} source={source} report={report.data} />
              )}
            </>
          )}
        </Stack>
      </Page>
    </DropTarget>
  )
}
