import Box from '@mui/material/Box'
import FormControl from '@mui/material/FormControl'
import FormControlLabel from '@mui/material/FormControlLabel'
import FormLabel from '@mui/material/FormLabel'
import Radio from '@mui/material/Radio'
import RadioGroup from '@mui/material/RadioGroup'
import Typography from '@mui/material/Typography'
import { useId } from 'react'
import type { Preset } from '../../../main/contract/training.ts'

interface PresetChoiceProps {
  readonly presets: readonly Preset[]
  readonly value: string
  readonly onChange: (presetId: string) => void
}

/** Recipes, each with what it is good for. */
export function PresetChoice({ presets, value, onChange }: PresetChoiceProps) {
  const id = useId()
  return (
    <FormControl>
      <FormLabel id={id} sx={{ typography: 'caption' }}>
        Recipe
      </FormLabel>
      <RadioGroup
        aria-labelledby={id}
        value={value}
        onChange={event => onChange(event.target.value)}
        sx={{ gap: 1, mt: 0.5 }}
      >
        {presets.map(preset => (
          <FormControlLabel
            key={preset.id}
            value={preset.id}
            control={<Radio size="small" sx={{ py: 0.25 }} />}
            sx={{
              mx: 0,
              p: 1,
              alignItems: 'flex-start',
              border: 1,
              borderRadius: 1,
              borderColor: preset.id === value ? 'primary.main' : 'divider',
            }}
            label={
              <Box>
                <Box sx={{ fontWeight: 600 }}>{preset.title}</Box>
                {preset.id === value && (
                  <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                    {preset.description}
                  </Typography>
                )}
              </Box>
            }
          />
        ))}
      </RadioGroup>
    </FormControl>
  )
}
