import FitIcon from '@mui/icons-material/FitScreenOutlined'
import InvertIcon from '@mui/icons-material/InvertColorsOutlined'
import ResetIcon from '@mui/icons-material/RestartAltOutlined'
import Box from '@mui/material/Box'
import FormControlLabel from '@mui/material/FormControlLabel'
import IconButton from '@mui/material/IconButton'
import MenuItem from '@mui/material/MenuItem'
import Switch from '@mui/material/Switch'
import TextField from '@mui/material/TextField'
import ToggleButton from '@mui/material/ToggleButton'
import Tooltip from '@mui/material/Tooltip'
import type { ReactNode } from 'react'
import { ManualLimits } from './ManualLimits.tsx'
import { COLOR_MAPS, DEFAULT_VIEW, STRETCHES, type ViewState } from './viewState.ts'

const PERCENTS = [99.9, 99.5, 99, 98, 95, 90]
const LIMIT_CHOICES = [
  { value: 'zscale', label: 'zscale' },
  ...PERCENTS.map(p => ({ value: `p${p}`, label: `${p} %` })),
  { value: 'minmax', label: 'min to max' },
  { value: 'manual', label: 'my own' },
]

const limitValue = (view: ViewState) => (view.rule === 'percentile' ? `p${view.percent}` : view.rule)

function withLimits(view: ViewState, value: string): ViewState {
  if (value === 'zscale' || value === 'minmax' || value === 'manual') return { ...view, rule: value }
  return { ...view, rule: 'percentile', percent: Number(value.slice(1)) }
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string) => void
}

function Choice({ label, value, choices, onChange }: ChoiceProps) {
  const listed = choices.some(choice => choice.value === value) ? choices : [...choices, { value, label: value }]
  return (
    <TextField
      select
      label={label}
      value={value}
      onChange={event => onChange(event.target.value)}
      sx={{ minWidth: 112 }}
    >
      {listed.map(choice => (
        <MenuItem key={choice.value} value={choice.value}>
          {choice.label}
        </MenuItem>
      ))}
    </TextField>
  )
}

interface ViewerToolbarProps {
  readonly view: ViewState
  readonly onView: (view: ViewState) => void
  /** False: a single image has no one to share with. */
  readonly several?: boolean
  readonly children?: ReactNode
}

const plain = (values: readonly string[]) => values.map(value => ({ value, label: value }))

/** How the images are shown: stretch, limits, colours. */
export function ViewerToolbar({ view, onView, several = true, children }: ViewerToolbarProps) {
  const moved = view.frame !== null
  const adjusted = view.contrast !== DEFAULT_VIEW.contrast || view.bias !== DEFAULT_VIEW.bias
  return (
    <Box
      role="toolbar"
      aria-label="How images are shown"
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}
    >
      <Choice
        label="Stretch"
        value={view.stretch}
        choices={plain(STRETCHES)}
        onChange={value => onView({ ...view, stretch: STRETCHES.find(s => s === value) ?? view.stretch })}
      />
      <Choice
        label="Limits"
        value={limitValue(view)}
        choices={LIMIT_CHOICES}
        onChange={value => onView(withLimits(view, value))}
      />
      {view.rule === 'manual' && <ManualLimits view={view} onView={onView} />}
      <Choice
        label="Colours"
        value={view.colorMap}
        choices={plain(COLOR_MAPS)}
        onChange={value => onView({ ...view, colorMap: COLOR_MAPS.find(m => m === value) ?? view.colorMap })}
      />
      {several && (
        <FormControlLabel
          sx={{ mx: 0 }}
          control={
            <Switch
              size="small"
              checked={view.shared}
              onChange={event => onView({ ...view, shared: event.target.checked })}
            />
          }
          label="One scale for all"
        />
      )}
      <Tooltip title="Invert the colours (i)">
        <ToggleButton
          size="small"
          value="invert"
          selected={view.invert}
          aria-label="Invert the colours"
          onChange={() => onView({ ...view, invert: !view.invert })}
        >
          <InvertIcon fontSize="small" />
        </ToggleButton>
      </Tooltip>
      <Tooltip title="Reset contrast and bias (0)">
        <span>
          <IconButton
            aria-label="Reset contrast and bias"
            disabled={!adjusted}
            onClick={() => onView({ ...view, contrast: DEFAULT_VIEW.contrast, bias: DEFAULT_VIEW.bias })}
          >
            <ResetIcon fontSize="small" />
          </IconButton>
        </span>
      </Tooltip>
      <Tooltip title="Fit the whole image (f)">
        <span>
          <IconButton
            aria-label="Fit the whole image"
            disabled={!moved}
            onClick={() => onView({ ...view, frame: null })}
          >
            <FitIcon fontSize="small" />
          </IconButton>
        </span>
      </Tooltip>
      {children}
    </Box>
  )
}
