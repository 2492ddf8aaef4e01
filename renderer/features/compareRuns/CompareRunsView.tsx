import Box from '@mui/material/Box'
import Stack from '@mui/material/Stack'
import Tab from '@mui/material/Tab'
import Tabs from '@mui/material/Tabs'
import type { RunDifferences } from '../../../main/contract/comparison.ts'
import { t } from '../../text/t.ts'
import { usePut } from '../compare/usePut.ts'
import { TakeSection } from '../take/TakeSection.tsx'
import { CurvesTab } from './curves/CurvesTab.tsx'
import { DifferencesTab } from './DifferencesTab.tsx'
import { FieldsTab } from './fields/FieldsTab.tsx'
import { ImagesTab } from './images/ImagesTab.tsx'
import { RunList } from './RunList.tsx'
import type { ComparedRun } from './runLook.ts'
import { ScoresTab } from './scores/ScoresTab.tsx'

const TABS = [
  { id: 'curves', title: t.compareRuns.curves },
  { id: 'differences', title: t.compareRuns.whatDiffers },
  { id: 'fields', title: t.compareRuns.settingsAndScores },
  { id: 'scores', title: t.compareRuns.imageByImage },
  { id: 'images', title: t.compareRuns.images },
  { id: 'take', title: t.compareRuns.reportAndTables },
] as const

interface CompareRunsViewProps {
  readonly runs: readonly ComparedRun[]
  readonly differences: RunDifferences
  readonly onIds: (ids: readonly string[]) => void
}

/** The runs, and one way to look at them at a time. */
export function CompareRunsView({ runs, differences, onIds }: CompareRunsViewProps) {
  const [query, put] = usePut()
  const tab = TABS.find(({ id }) => id === query.get('tab'))?.id ?? 'curves'
  return (
    <Stack sx={{ gap: 2 }}>
      <RunList runs={runs} onIds={onIds} />
      <Tabs
        value={tab}
        onChange={(_, next: string) => put({ tab: next })}
        aria-label={t.compareRuns.waysToCompare}
        variant="scrollable"
        sx={{ borderBottom: 1, borderColor: 'divider' }}
      >
        {TABS.map(({ id, title }) => (
          // Only the panel that is shown is there.
          <Tab
            key={id}
            value={id}
            label={title}
            id={`tab-${id}`}
            aria-controls={id === tab ? `panel-${id}` : undefined}
          />
        ))}
      </Tabs>
      <Box role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {tab === 'curves' && <CurvesTab runs={runs} />}
        {tab === 'differences' && <DifferencesTab runs={runs} differences={differences} />}
        {tab === 'fields' && <FieldsTab runs={runs} differences={differences} />}
        {tab === 'scores' && <ScoresTab runs={runs} />}
        {tab === 'images' && <ImagesTab runs={runs} />}
        {tab === 'take' && <TakeSection runs={runs.map(({ run }) => run.id)} />}
      </Box>
    </Stack>
  )
}
