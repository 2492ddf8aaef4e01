import Stack from '@mui/material/Stack'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Facts } from '../../ui/Facts.tsx'
import { formatBytes } from '../../ui/format.ts'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/Section.tsx'
import { BugReport } from './BugReport.tsx'
import { DevicesSection } from './DevicesSection.tsx'
import { LogLines } from './LogLines.tsx'

/** What the machine can do, what has gone wrong, and how to tell others of it. */
export function DiagnosticsPage() {
  const info = useQuery(api.workspace.info.queryOptions())
  return (
    <Page title={t.diagnostics.diagnostics} subtitle={t.diagnostics.question} actions={<BugReport />}>
      {info.error && <ErrorPanel error={info.error} doing={t.diagnostics.readingAboutTheMachine} />}
      <Stack sx={{ gap: 2, maxWidth: 1200 }}>
        <Section title={t.diagnostics.thisMachine}>
          <Facts
            facts={[
              ['Subarc', info.data?.version ?? ' '],
              ['Node', info.data?.nodeVersion ?? ' '],
              [t.diagnostics.platform, info.data?.platform ?? ' '],
              [t.diagnostics.processors, info.data?.cpuCount ?? ' '],
              [t.diagnostics.memory, info.data ? formatBytes(info.data.memoryBytes) : ' '],
              [t.diagnostics.diskFree, info.data ? formatBytes(info.data.freeBytes) : ' '],
            ]}
          />
        </Section>
        <DevicesSection />
        <LogLines />
      </Stack>
    </Page>
  )
}
