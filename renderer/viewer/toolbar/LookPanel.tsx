import Box from '@mui/material/Box'
import FormControlLabel from '@mui/material/FormControlLabel'
import Slider from '@mui/material/Slider'
import Stack from '@mui/material/Stack'
import Switch from '@mui/material/Switch'
import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'
import Typography from '@mui/material/Typography'
import type { ReactNode } from 'react'
import { t } from '../../text/t.ts'
import { OVER_COLOR, UNDER_COLOR, type ViewState } from '../viewState.ts'

interface LookPanelProps {
  readonly view: ViewState
  readonly onView: (view: ViewState) => void
  /** There are masks to show. */
  readonly masked: boolean
  /** There are colour composites. */
  readonly composite: boolean
}

interface SwitchRowProps {
  readonly label: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly children?: ReactNode
}

function SwitchRow({ label, checked, onChange, children }: SwitchRowProps) {
  return (
    <Box sx={{ display: 'flex', justifyContent: 'space-between', alignItems: 'center', minHeight: 32 }}>
      <FormControlLabel
        sx={{ mx: 0, gap: 1 }}
        slotProps={{ typography: { variant: 'body2' } }}
        control={<Switch size="small" checked={checked} onChange={event => onChange(event.target.checked)} />}
        label={label}
      />
      {children}
    </Box>
  )
}

function ColorField({ label, value, onChange }: { label: string; value: string; onChange: (color: string) => void }) {
  return (
    <Box
      component="input"
      type="color"
      aria-label={label}
      value={value}
      onChange={event => onChange(event.target.value)}
      sx={{ width: 40, height: 24, p: 0, border: 1, borderColor: 'divider', borderRadius: 0.5, bgcolor: 'transparent' }}
    />
  )
}

/** How pixels are drawn: squares or smooth, and the colours of what the colour map does not hold. */
export function LookPanel({ view, onView, masked, composite }: LookPanelProps) {
  const beyond = [
    { key: 'underColor', label: t.viewer.belowBlack, plain: UNDER_COLOR },
    { key: 'overColor', label: t.viewer.aboveWhite, plain: OVER_COLOR },
  ] as const
  return (
    <Stack sx={{ gap: 1.5 }}>
      <div>
        <Typography variant="subtitle2" sx={{ mb: 0.5 }}>
          {t.viewer.betweenPixels}
        </Typography>
        <ToggleButtonGroup
          exclusive
          fullWidth
          size="small"
          aria-label={t.viewer.betweenPixels}
          value={view.smooth ? 'smooth' : 'squares'}
          onChange={(_, value) => value !== null && onView({ ...view, smooth: value === 'smooth' })}
        >
          <ToggleButton value="squares">{t.viewer.squaresExact}</ToggleButton>
          <ToggleButton value="smooth">{t.viewer.smooth}</ToggleButton>
        </ToggleButtonGroup>
      </div>
      <div>
        <Typography variant="subtitle2">{t.viewer.coloursOfTheirOwn}</Typography>
        <Box sx={{ display: 'flex', justifyContent: 'space-between', alignItems: 'center', minHeight: 32 }}>
          <Typography variant="body2">{t.viewer.noValueHatched}</Typography>
          <ColorField
            label={t.viewer.colourOfNoValue}
            value={view.nanColor}
            onChange={nanColor => onView({ ...view, nanColor })}
          />
        </Box>
        {beyond.map(({ key, label, plain }) => (
          <SwitchRow
            key={key}
            label={label}
            checked={view[key] !== null}
            onChange={on => onView({ ...view, [key]: on ? plain : null })}
          >
            {view[key] !== null && (
              <ColorField
                label={t.viewer.colour(label.toLowerCase())}
                value={view[key] ?? plain}
                onChange={color => onView({ ...view, [key]: color })}
              />
            )}
          </SwitchRow>
        ))}
        {masked && (
          <SwitchRow
            label={t.viewer.hatchWhatIsMaskedX}
            checked={view.masks}
            onChange={masks => onView({ ...view, masks })}
          />
        )}
      </div>
      {composite && (
        <div>
          <Typography variant="subtitle2" id="composite-q">
            {t.viewer.softeningOfColourCompositesQ}
          </Typography>
          <Slider
            size="small"
            aria-labelledby="composite-q"
            valueLabelDisplay="auto"
            min={1}
            max={30}
            step={0.5}
            value={view.compositeQ}
            onChange={(_, q) => onView({ ...view, compositeQ: [q].flat()[0] ?? view.compositeQ })}
          />
        </div>
      )}
    </Stack>
  )
}
