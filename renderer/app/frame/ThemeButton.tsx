import AutoIcon from '@mui/icons-material/BrightnessAutoOutlined'
import DarkIcon from '@mui/icons-material/DarkModeOutlined'
import LightIcon from '@mui/icons-material/LightModeOutlined'
import IconButton from '@mui/material/IconButton'
import { useColorScheme } from '@mui/material/styles'
import Tooltip from '@mui/material/Tooltip'
import { t } from '../../text/t.ts'
import { usePreferences } from '../usePreferences.ts'

const MODES = {
  dark: { Icon: DarkIcon, label: t.app.themeDark, next: 'light' },
  light: { Icon: LightIcon, label: t.app.themeLight, next: 'system' },
  system: { Icon: AutoIcon, label: t.app.themeTheSystems, next: 'dark' },
} as const

/** Steps through dark, light and the system's choice. */
export function ThemeButton() {
  const { mode = 'dark' } = useColorScheme()
  const { change } = usePreferences()
  const { Icon, label, next } = MODES[mode]
  return (
    <Tooltip title={t.app.themeAndNext(label, MODES[next].label)} placement="right">
      <IconButton
        aria-label={t.app.theme(label)}
        onClick={() => change({ appearance: next })}
        sx={{ alignSelf: 'center', color: 'text.secondary' }}
      >
        <Icon fontSize="small" />
      </IconButton>
    </Tooltip>
  )
}
