import type { SvgIconComponent } from '@mui/icons-material'
import ApplyIcon from '@mui/icons-material/AutoFixHighOutlined'
import SimulateIcon from '@mui/icons-material/BlurOnOutlined'
import CompareIcon from '@mui/icons-material/CompareOutlined'
import HomeIcon from '@mui/icons-material/HomeOutlined'
import RunsIcon from '@mui/icons-material/ListAltOutlined'
import DataIcon from '@mui/icons-material/PhotoLibraryOutlined'
import ViewIcon from '@mui/icons-material/SearchOutlined'
import TrainIcon from '@mui/icons-material/ShowChartOutlined'

export interface PageEntry {
  readonly path: string
  readonly title: string
  /** The one question that the page answers. */
  readonly question: string
  readonly Icon: SvgIconComponent
}

/** The rail and the command palette show these, in this order. */
export const PAGES: readonly PageEntry[] = [
  { path: '/', title: 'Home', question: 'What shall I do next?', Icon: HomeIcon },
  { path: '/view', title: 'View', question: 'What is in this file?', Icon: ViewIcon },
  { path: '/data', title: 'Data', question: 'Are my images right?', Icon: DataIcon },
  { path: '/simulate', title: 'Simulate', question: 'What would such a lens look like?', Icon: SimulateIcon },
  { path: '/train', title: 'Train', question: 'Start, and is it going well?', Icon: TrainIcon },
  { path: '/runs', title: 'Runs', question: 'Which is best, and why?', Icon: RunsIcon },
  { path: '/compare', title: 'Compare', question: 'What does the network add or invent?', Icon: CompareIcon },
  { path: '/apply', title: 'Apply', question: 'Give me my images, sharper.', Icon: ApplyIcon },
]
