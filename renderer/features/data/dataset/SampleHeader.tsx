import Box from '@mui/material/Box'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../app/api.ts'
import { t } from '../../../text/t.ts'
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx'
import { Facts } from '../../../ui/Facts.tsx'

interface Metadata {
  file: string
  cards: readonly string[]
  values: Readonly<Record<string, unknown>>
}

function FileMetadata({ which, metadata }: { which: string; metadata: Metadata }) {
  const { cards, values, file } = metadata
  return (
    <Box sx={{ mt: 1 }}>
      <Box sx={{ typography: 'caption', color: 'text.secondary', overflowWrap: 'anywhere' }}>
        {which}: {file}
      </Box>
      {cards.length > 0 ? (
        <Box
          component="pre"
          tabIndex={0}
          aria-label={t.data.headerOfTheFile(which)}
          sx={{
            m: 0,
            mt: 0.5,
            p: 1,
            maxHeight: 320,
            overflow: 'auto',
            typography: 'codeSmall',
            bgcolor: 'background.default',
            borderRadius: 0.5,
          }}
        >
          {cards.join('\n')}
        </Box>
      ) : (
        <Facts
          facts={Object.entries(values).map(([key, value]) => [
            key,
            typeof value === 'string' ? value : JSON.stringify(value),
          ])}
        />
      )}
    </Box>
  )
}

/** The files' own words on themselves: header cards of FITS, metadata of others. Read when it is opened. */
export function SampleHeader({ datasetId, sample }: { datasetId: string; sample: number }) {
  const [isOpen, setOpen] = useState(false)
  const metadata = useQuery(api.datasets.metadata.queryOptions({ input: { id: datasetId, sample }, enabled: isOpen }))
  return (
    <Box
      component="details"
      onToggle={event => setOpen(event.currentTarget.open)}
      sx={{ typography: 'body2', '& summary': { cursor: 'pointer', fontWeight: 600 } }}
    >
      <summary>{t.data.headersAndMetadata}</summary>
      {metadata.isError && <ErrorPanel error={metadata.error} doing={t.data.readingTheHeaders} />}
      {metadata.data !== undefined && <FileMetadata which="LR" metadata={metadata.data.lr} />}
      {metadata.data?.hr != null && <FileMetadata which="HR" metadata={metadata.data.hr} />}
    </Box>
  )
}
