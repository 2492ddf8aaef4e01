import type { SvgIconComponent } from '@mui/icons-material'
import ApplyIcon from '@mui/icons-material/AutoFixHighOutlined'
import SimulateIcon from '@mui/icons-material/BlurOnOutlined'
import CompareIcon from '@mui/icons-material/CompareOutlined'
import HomeIcon from '@mui/icons-material/HomeOutlined'
import RunsIcon from '@mui/icons-material/ListAltOutlined'
import DiagnosticsIcon from '@mui/icons-material/MonitorHeartOutlined'
import DataIcon from '@mui/icons-material/PhotoLibraryOutlined'
import ViewIcon from '@mui/icons-material/SearchOutlined'
import SettingsIcon from '@mui/icons-material/SettingsOutlined'
import TrainIcon from '@mui/icons-material/ShowChartOutlined'
import { t } from '../text/t.ts'

export interface PageEntry {
  readonly path: string
  readonly title: string
  /** The one question that the page answers. */
  readonly question: string
  readonly Icon: SvgIconComponent
}

/** The rail and the command palette show these, in this order. */
export const PAGES: readonly PageEntry[] = [
  { path: '/', title: t.app.home, question: t.app.whatShallIDoNext, Icon: HomeIcon },
  { path: '/view', title: t.app.view, question: t.app.whatIsInThisFile, Icon: ViewIcon },
  { path: '/data', title: t.app.data, question: t.app.areMyImagesRight, Icon: DataIcon },
  { path: '/simulate', title: t.app.simulate, question: t.app.whatWouldSuchALensLookLike, Icon: SimulateIcon },
  { path: '/train', title: t.app.train, question: t.app.startAndIsItGoingWell, Icon: TrainIcon },
  { path: '/runs', title: t.app.runs, question: t.app.whichIsBestAndWhy, Icon: RunsIcon },
  { path: '/compare', title: t.app.compare, question: t.app.whatDoesTheNetworkAddOrInvent, Icon: CompareIcon },
  { path: '/apply', title: t.app.apply, question: t.app.giveMeMyImagesSharper, Icon: ApplyIcon },
]

/** The rail shows the first of these at its foot, the command palette all. */
export const SYSTEM_PAGES: readonly PageEntry[] = [
  { path: '/settings', title: t.app.settings, question: t.app.whatShallSubarcKeepTo, Icon: SettingsIcon },
  { path: '/diagnostics', title: t.app.diagnostics, question: t.app.whatWentWrong, Icon: DiagnosticsIcon },
]
