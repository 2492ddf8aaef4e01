import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'
import Typography from '@mui/material/Typography'
import { useId } from 'react'
import { appearances, type Preferences } from '../../../main/contract/preferences.ts'
import { LANGUAGES } from '../../text/languages.ts'
import { t } from '../../text/t.ts'
import { Section } from '../../ui/Section.tsx'

export interface PreferenceProps {
  readonly preferences: Preferences
  readonly onChange: (changes: Partial<Preferences>) => void
}

const LABELS: Record<Preferences['appearance'], string> = {
  dark: t.settings.dark,
  light: t.settings.light,
  system: t.settings.asTheSystem,
}

/** Theme and language. */
export function AppearanceSection({ preferences, onChange }: PreferenceProps) {
  const id = useId()
  return (
    <Section title={t.settings.appearance}>
      <Stack sx={{ gap: 2 }}>
        <div>
          <Typography id={id} variant="caption" component="div" sx={{ color: 'text.secondary', mb: 0.5 }}>
            {t.settings.theme}
          </Typography>
          <ToggleButtonGroup
            exclusive
            size="small"
            aria-labelledby={id}
            value={preferences.appearance}
            onChange={(_, appearance: Preferences['appearance'] | null) => appearance && onChange({ appearance })}
          >
            {appearances.map(appearance => (
              <ToggleButton key={appearance} value={appearance}>
                {LABELS[appearance]}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        </div>
        <TextField
          select
          label={t.settings.language}
          value={preferences.language}
          helperText={t.settings.coreSpeaksEnglish}
          onChange={event => {
            const language = LANGUAGES.find(({ id }) => id === event.target.value)
            if (language) onChange({ language: language.id })
          }}
        >
          {LANGUAGES.map(language => (
            <MenuItem key={language.id} value={language.id} lang={language.id}>
              {language.name}
            </MenuItem>
          ))}
        </TextField>
      </Stack>
    </Section>
  )
}
