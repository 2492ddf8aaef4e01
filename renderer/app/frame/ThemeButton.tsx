import AutoIcon from '@mui/icons-material/BrightnessAutoOutlined'
import DarkIcon from '@mui/icons-material/DarkModeOutlined'
import LightIcon from '@mui/icons-material/LightModeOutlined'
import IconButton from '@mui/material/IconButton'
import { useColorScheme } from '@mui/material/styles'
import Tooltip from '@mui/material/Tooltip'

const MODES = {
  dark: { Icon: DarkIcon, label: 'Theme: dark', next: 'light' },
  light: { Icon: LightIcon, label: 'Theme: light', next: 'system' },
  system: { Icon: AutoIcon, label: "Theme: the system's", next: 'dark' },
} as const

/** Steps through dark, light and the system's choice. */
export function ThemeButton() {
  const { mode = 'dark', setMode } = useColorScheme()
  const { Icon, label, next } = MODES[mode]
  return (
    <Tooltip title={`${label}. Click for ${MODES[next].label.replace('Theme: ', '')}.`} placement="right">
      <IconButton
        aria-label={label}
        onClick={() => setMode(next)}
        sx={{ alignSelf: 'center', color: 'text.secondary', mt: 1 }}
      >
        <Icon fontSize="small" />
      </IconButton>
    </Tooltip>
  )
}
