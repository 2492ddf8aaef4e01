import Box from '@mui/material/Box'
import Paper from '@mui/material/Paper'
import Tab from '@mui/material/Tab'
import Tabs from '@mui/material/Tabs'
import { useSearchParams } from 'react-router'
import type { DatasetDetail } from '../../../../main/contract/datasets.ts'
import { t } from '../../../text/t.ts'
import { ClassesPanel } from '../../classifiers/ClassesPanel.tsx'
import { AboutPanel } from './AboutPanel.tsx'
import { CalibrationPanel } from './CalibrationPanel.tsx'
import { HealthPanel } from './HealthPanel.tsx'
import { SplitPanel } from './SplitPanel.tsx'

const TABS = [t.data.health, t.data.split, t.classifiers.classes, t.data.calibration, t.data.about] as const
type TabName = (typeof TABS)[number]
const isTab = (name: string | null): name is TabName => TABS.some(tab => tab === name)

interface SidePanelProps {
  dataset: DatasetDetail
  onChoose: (sample: number) => void
}

/** What is known of the whole set. */
export function SidePanel({ dataset, onChoose }: SidePanelProps) {
  const [query, setQuery] = useSearchParams()
  const asked = query.get('tab')
  const tab: TabName = isTab(asked) ? asked : t.data.health
  return (
    <Paper variant="outlined" sx={{ display: 'flex', flexDirection: 'column', minHeight: 0 }}>
      <Tabs
        value={tab}
        variant="scrollable"
        scrollButtons="auto"
        aria-label={t.data.aboutTheDataset}
        onChange={(_, value: TabName) => setQuery({ tab: value }, { replace: true })}
        sx={{ borderBottom: 1, borderColor: 'divider' }}
      >
        {TABS.map(name => (
          <Tab
            key={name}
            value={name}
            label={name}
            id={`tab-${name}`}
            aria-controls="dataset-panel"
            sx={{ minWidth: 0, px: 1 }}
          />
        ))}
      </Tabs>
      <Box
        role="tabpanel"
        id="dataset-panel"
        aria-labelledby={`tab-${tab}`}
        tabIndex={0}
        sx={{ p: 2, overflow: 'auto', flex: 1, '&:focus-visible': { outlineOffset: -2 } }}
      >
        {tab === t.data.health && <HealthPanel dataset={dataset} onChoose={onChoose} />}
        {tab === t.data.split && <SplitPanel dataset={dataset} />}
        {tab === t.classifiers.classes && <ClassesPanel key={dataset.id} dataset={dataset} />}
        {tab === t.data.calibration && <CalibrationPanel key={dataset.id} dataset={dataset} />}
        {tab === t.data.about && <AboutPanel dataset={dataset} />}
      </Box>
    </Paper>
  )
}
