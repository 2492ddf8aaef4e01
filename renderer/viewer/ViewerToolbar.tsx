import HistogramIcon from '@mui/icons-material/BarChartOutlined'
import CompareIcon from '@mui/icons-material/CompareOutlined'
import FitIcon from '@mui/icons-material/FitScreenOutlined'
import InvertIcon from '@mui/icons-material/InvertColorsOutlined'
import KeysIcon from '@mui/icons-material/KeyboardOutlined'
import SkyIcon from '@mui/icons-material/PublicOutlined'
import ResetIcon from '@mui/icons-material/RestartAltOutlined'
import LookIcon from '@mui/icons-material/TuneOutlined'
import Box from '@mui/material/Box'
import FormControlLabel from '@mui/material/FormControlLabel'
import IconButton from '@mui/material/IconButton'
import Switch from '@mui/material/Switch'
import Tooltip from '@mui/material/Tooltip'
import { type ReactNode, useState } from 'react'
import { t } from '../text/t.ts'
import { KeysDialog } from './KeysDialog.tsx'
import { sharedLimits } from './levels.ts'
import type { ViewerPanel } from './panels.ts'
import { Choice } from './toolbar/Choice.tsx'
import { ComparePanel } from './toolbar/ComparePanel.tsx'
import { LimitsPanel } from './toolbar/LimitsPanel.tsx'
import { LookPanel } from './toolbar/LookPanel.tsx'
import { SkyPanel } from './toolbar/SkyPanel.tsx'
import { ToolbarPopover } from './toolbar/ToolbarPopover.tsx'
import { COLOR_MAPS, DEFAULT_VIEW, STRETCHES, type ViewState } from './viewState.ts'

const PERCENTS = [99.9, 99.5, 99, 98, 95, 90]
const LIMIT_CHOICES = [
  { value: 'zscale', label: 'zscale' },
  ...PERCENTS.map(p => ({ value: `p${p}`, label: `${p} %` })),
  { value: 'minmax', label: t.viewer.minToMax },
  { value: 's99.5', label: '± 99.5 %' },
  { value: 'manual', label: t.viewer.myOwn },
]
const STRETCH_NAMES: Partial<Record<string, string>> = { histeq: t.viewer.equalCounts }

const limitValue = ({ rule, percent }: ViewState) =>
  rule === 'percentile' ? `p${percent}` : rule === 'symmetric' ? `s${percent}` : rule

/** The view with limits by another rule; one's own begin as they are. */
function withLimits(view: ViewState, value: string, panels: readonly ViewerPanel[]): ViewState {
  if (value === 'manual') {
    const images = panels.filter(panel => panel.kind === 'image')
    return { ...view, rule: 'manual', ...(images.length > 0 ? sharedLimits(images, view) : {}) }
  }
  if (value === 'zscale' || value === 'minmax') return { ...view, rule: value }
  return { ...view, rule: value.startsWith('s') ? 'symmetric' : 'percentile', percent: Number(value.slice(1)) }
}

interface ViewerToolbarProps {
  readonly view: ViewState
  readonly onView: (view: ViewState) => void
  /** The panels whose look this is. */
  readonly panels: readonly ViewerPanel[]
  readonly children?: ReactNode
}

/** How the images are shown: stretch, limits, colours, and what is compared with what. */
export function ViewerToolbar({ view, onView, panels, children }: ViewerToolbarProps) {
  const [helped, setHelped] = useState(false)
  const moved = view.frame !== null || Object.keys(view.own).length > 0
  const adjusted = view.contrast !== DEFAULT_VIEW.contrast || view.bias !== DEFAULT_VIEW.bias
  const isCompared = view.swipe !== null || view.lens !== null || view.derived.length > 0
  return (
    <Box
      role="toolbar"
      aria-label={t.viewer.howImagesAreShown}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}
    >
      <Choice
        label={t.viewer.stretch}
        value={view.stretch}
        choices={STRETCHES.map(value => ({ value, label: STRETCH_NAMES[value] ?? value }))}
        onChange={value => onView({ ...view, stretch: STRETCHES.find(s => s === value) ?? view.stretch })}
      />
      <Choice
        label={t.viewer.limits}
        value={limitValue(view)}
        choices={LIMIT_CHOICES}
        onChange={value => onView(withLimits(view, value, panels))}
      />
      <Choice
        label={t.viewer.colours}
        value={view.colorMap}
        choices={COLOR_MAPS.map(value => ({ value, label: value }))}
        onChange={value => onView({ ...view, colorMap: COLOR_MAPS.find(m => m === value) ?? view.colorMap })}
      />
      {panels.length > 1 && (
        <FormControlLabel
          sx={{ mx: 0 }}
          control={
            <Switch
              size="small"
              checked={view.shared}
              onChange={event => onView({ ...view, shared: event.target.checked })}
            />
          }
          label={t.viewer.oneScale}
        />
      )}
      <Box sx={{ display: 'flex', gap: 0.5, alignItems: 'center' }}>
        <ToolbarPopover title={t.viewer.histogramAndLimits} icon={<HistogramIcon fontSize="small" />} width={410}>
          <LimitsPanel panels={panels} view={view} onView={onView} />
        </ToolbarPopover>
        <ToolbarPopover title={t.viewer.pixelsAndTheirColours} icon={<LookIcon fontSize="small" />} width={304}>
          <LookPanel
            view={view}
            onView={onView}
            masked={panels.some(panel => panel.mask)}
            composite={view.derived.some(({ op }) => op === 'rgb') || panels.some(({ kind }) => kind === 'composite')}
          />
        </ToolbarPopover>
        {panels.length > 1 && (
          <ToolbarPopover
            title={t.viewer.swipeLensDifference}
            icon={<CompareIcon fontSize="small" />}
            width={360}
            active={isCompared}
          >
            <ComparePanel panels={panels} view={view} onView={onView} />
          </ToolbarPopover>
        )}
        {panels.some(panel => panel.wcs) && (
          <ToolbarPopover title={t.viewer.skyCoordinates} icon={<SkyIcon fontSize="small" />} width={344}>
            <SkyPanel view={view} onView={onView} />
          </ToolbarPopover>
        )}
        <Tooltip title={t.viewer.invertTheColoursI}>
          <IconButton
            aria-label={t.viewer.invertTheColours}
            aria-pressed={view.invert}
            color={view.invert ? 'primary' : 'default'}
            onClick={() => onView({ ...view, invert: !view.invert })}
          >
            <InvertIcon fontSize="small" />
          </IconButton>
        </Tooltip>
        <Tooltip title={t.viewer.resetContrastAndBias0}>
          <span>
            <IconButton
              aria-label={t.viewer.resetContrastAndBias}
              disabled={!adjusted}
              onClick={() => onView({ ...view, contrast: DEFAULT_VIEW.contrast, bias: DEFAULT_VIEW.bias })}
            >
              <ResetIcon fontSize="small" />
            </IconButton>
          </span>
        </Tooltip>
        <Tooltip title={t.viewer.fitTheWholeImageF}>
          <span>
            <IconButton
              aria-label={t.viewer.fitTheWholeImage2}
              disabled={!moved}
              onClick={() => onView({ ...view, frame: null, own: {} })}
            >
              <FitIcon fontSize="small" />
            </IconButton>
          </span>
        </Tooltip>
        <Tooltip title={t.viewer.keys}>
          <IconButton aria-label={t.viewer.keysOfTheViewer} onClick={() => setHelped(true)}>
            <KeysIcon fontSize="small" />
          </IconButton>
        </Tooltip>
        <KeysDialog open={helped} onClose={() => setHelped(false)} />
      </Box>
      {children}
    </Box>
  )
}
