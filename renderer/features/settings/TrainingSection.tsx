import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { Section } from '../../ui/Section.tsx'
import type { PreferenceProps } from './AppearanceSection.tsx'

/** What a new training begins with, and the way back to the tour. */
export function TrainingSection({ preferences, onChange }: PreferenceProps) {
  const presets = useQuery(api.recipes.list.queryOptions())
  const navigate = useNavigate()
  const showTour = () => {
    onChange({ tourDone: false })
    void navigate('/')
  }
  return (
    <Section title={t.settings.newTrainings}>
      <Stack sx={{ gap: 2, alignItems: 'flex-start' }}>
        <TextField
          select
          fullWidth
          label={t.settings.recipe}
          value={presets.data?.some(({ id }) => id === preferences.presetId) ? preferences.presetId : ''}
          helperText={presets.data?.find(({ id }) => id === preferences.presetId)?.description ?? ' '}
          onChange={event => onChange({ presetId: event.target.value })}
        >
          {(presets.data ?? []).map(({ id, title }) => (
            <MenuItem key={id} value={id}>
              {title}
            </MenuItem>
          ))}
        </TextField>
        <Button onClick={showTour}>{t.settings.showTheTour}</Button>
      </Stack>
    </Section>
  )
}
