import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import type { WorkspaceInfo } from '../../../main/contract/workspace.ts'
import { t } from '../../text/t.ts'
import { Facts } from '../../ui/Facts.tsx'
import { formatBytes } from '../../ui/format.ts'
import { Section } from '../../ui/Section.tsx'

/** Where everything is kept. Another one is opened by the desktop's own dialog, elsewhere by the command that starts Subarc. */
export function WorkspaceSection({ info }: { info: WorkspaceInfo }) {
  return (
    <Section title={t.settings.workspace}>
      <Stack sx={{ gap: 2, alignItems: 'flex-start' }}>
        <Facts
          facts={[
            [t.settings.folder, info.path],
            [t.settings.free, formatBytes(info.freeBytes)],
            [t.settings.format, info.schemaVersion],
          ]}
        />
        {window.subarc === undefined ? (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {t.settings.startWithAnother} <code>subarc serve --workspace</code>
          </Typography>
        ) : (
          <Button onClick={() => void window.subarc?.openWorkspace()}>{t.settings.openAnother}</Button>
        )}
      </Stack>
    </Section>
  )
}
