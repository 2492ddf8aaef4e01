import Stack from '@mui/material/Stack'
import { useNavigate } from 'react-router'
import { usePreferences } from '../../app/usePreferences.ts'
import { t } from '../../text/t.ts'
import { Page } from '../../ui/Page.tsx'
import { DropTarget } from '../../ui/source/DropTarget.tsx'
import { Tour } from '../tour/Tour.tsx'
import { RecentFiles } from '../view/RecentFiles.tsx'
import { RecentRuns } from './RecentRuns.tsx'
import { StartActions } from './StartActions.tsx'

/** The ways in, and what was done last. */
export function HomePage() {
  const navigate = useNavigate()
  const { preferences, change } = usePreferences()
  return (
    <DropTarget
      beside={{ invitation: t.common.lookAtIt, onUpload: ({ id }) => void navigate(`/view?upload=${id}`) }}
      invitation={t.home.importAsADataset}
      onUpload={({ id, name }) => void navigate(`/data/import?${new URLSearchParams({ upload: id, name })}`)}
    >
      <Page title={t.home.home} subtitle={t.home.whatShallIDoNext}>
        <Stack sx={{ gap: 4, maxWidth: 1440, width: '100%' }}>
          {preferences?.tourDone === false && <Tour onDone={() => change({ tourDone: true })} />}
          <StartActions />
          <RecentFiles />
          <RecentRuns />
        </Stack>
      </Page>
    </DropTarget>
  )
}
