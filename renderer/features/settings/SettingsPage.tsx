import Box from '@mui/material/Box'
import Stack from '@mui/material/Stack'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../app/api.ts'
import { usePreferences } from '../../app/usePreferences.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Page } from '../../ui/Page.tsx'
import { AppearanceSection } from './AppearanceSection.tsx'
import { FoldersSection } from './FoldersSection.tsx'
import { ProcessorSection } from './ProcessorSection.tsx'
import { TrainingSection } from './TrainingSection.tsx'
import { WorkspaceSection } from './WorkspaceSection.tsx'

/** What the user chooses for good. Every choice is kept as it is made: there is no Save to forget. */
export function SettingsPage() {
  const { preferences, change } = usePreferences()
  const info = useQuery(api.workspace.info.queryOptions())
  return (
    <Page
      title={t.settings.settings}
      subtitle={t.settings.keptAtOnce}
      actions={<ButtonLink to="/diagnostics">{t.settings.diagnostics}</ButtonLink>}
    >
      {info.isError && (
        <ErrorPanel error={info.error} doing={t.settings.readingTheSettings} onRetry={() => void info.refetch()} />
      )}
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          alignItems: 'start',
          maxWidth: 1200,
          gridTemplateColumns: 'repeat(auto-fit, minmax(min(400px, 100%), 1fr))',
        }}
      >
        {preferences && info.data && (
          <>
            <Stack sx={{ gap: 2 }}>
              <AppearanceSection preferences={preferences} onChange={change} />
              <TrainingSection preferences={preferences} onChange={change} />
              <FoldersSection />
            </Stack>
            <Stack sx={{ gap: 2 }}>
              <ProcessorSection preferences={preferences} info={info.data} onChange={change} />
              <WorkspaceSection info={info.data} />
            </Stack>
          </>
        )}
      </Box>
    </Page>
  )
}
