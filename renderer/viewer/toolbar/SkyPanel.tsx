import FormControlLabel from '@mui/material/FormControlLabel'
import Stack from '@mui/material/Stack'
import Switch from '@mui/material/Switch'
import Typography from '@mui/material/Typography'
import { t } from '../../text/t.ts'
import { SKY_FORMATS, SKY_FRAMES, type ViewState } from '../viewState.ts'
import { Choice } from './Choice.tsx'

const FRAME_NAMES = { icrs: 'ICRS', fk5: 'FK5 (J2000)', galactic: 'galactic' }
const FORMAT_NAMES = { sexagesimal: t.viewer.hoursAndDegrees, degrees: 'degrees' }

const SWITCHES = [
  { key: 'compass', label: t.viewer.northAndEastC },
  { key: 'scaleBar', label: t.viewer.scaleBarC },
  { key: 'grid', label: t.viewer.gridOfTheSkyG },
] as const

/** What is drawn and read of the sky, and whether panels are linked by it. */
export function SkyPanel({ view, onView }: { view: ViewState; onView: (view: ViewState) => void }) {
  const rows = [
    {
      label: t.viewer.linkPanelsByTheSkyW,
      checked: view.link === 'sky',
      put: (on: boolean) => ({ ...view, link: on ? 'sky' : 'pixels' }) as const,
    },
    ...SWITCHES.map(({ key, label }) => ({
      label,
      checked: view[key],
      put: (on: boolean) => ({ ...view, [key]: on }),
    })),
  ]
  return (
    <Stack sx={{ gap: 1 }}>
      <Typography variant="subtitle2">{t.viewer.sky}</Typography>
      {rows.map(({ label, checked, put }) => (
        <FormControlLabel
          key={label}
          sx={{ mx: 0, gap: 1 }}
          slotProps={{ typography: { variant: 'body2' } }}
          control={<Switch size="small" checked={checked} onChange={event => onView(put(event.target.checked))} />}
          label={label}
        />
      ))}
      <Stack direction="row" sx={{ gap: 1, mt: 1 }}>
        <Choice
          fullWidth
          label={t.viewer.coordinates}
          value={view.skyFrame}
          choices={SKY_FRAMES.map(value => ({ value, label: FRAME_NAMES[value] }))}
          onChange={value => onView({ ...view, skyFrame: SKY_FRAMES.find(f => f === value) ?? view.skyFrame })}
        />
        <Choice
          fullWidth
          label={t.viewer.writtenIn}
          value={view.skyFormat}
          choices={SKY_FORMATS.map(value => ({ value, label: FORMAT_NAMES[value] }))}
          onChange={value => onView({ ...view, skyFormat: SKY_FORMATS.find(f => f === value) ?? view.skyFormat })}
        />
      </Stack>
    </Stack>
  )
}
