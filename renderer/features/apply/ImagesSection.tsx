import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { FieldGrid } from '../../ui/FieldGrid.tsx'
import { Section } from '../../ui/Section.tsx'
import { describeSource } from '../../ui/source/describeSource.ts'
import { SourcePicker } from '../../ui/source/SourcePicker.tsx'
import { type ApplySource, type DatasetSource, SIDES } from './source.ts'

interface ImagesSectionProps {
  source: ApplySource | null
  onSource: (source: ApplySource | null) => void
}

function DatasetChoice({ source, onSource }: ImagesSectionProps) {
  const datasets = useQuery(api.datasets.list.queryOptions())
  const chosen: DatasetSource = source?.kind === 'dataset' ? source : { kind: 'dataset', id: '', side: 'test' }
  const isKnown = datasets.data?.some(({ id }) => id === chosen.id) ?? false
  return (
    <FieldGrid minWidth={280}>
      <TextField
        select
        label={t.apply.dataset}
        value={isKnown ? chosen.id : ''}
        onChange={event => onSource({ ...chosen, id: event.target.value })}
        helperText={datasets.data?.length === 0 ? t.apply.thereIsNoDatasetYet : t.apply.itsLRImagesAreSuperResolved}
        slotProps={{ inputLabel: { shrink: true } }}
      >
        {(datasets.data ?? []).map(({ id, name, samples }) => (
          <MenuItem key={id} value={id}>
            {name}, {t.apply.images(samples)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        label={t.apply.images2}
        value={chosen.side}
        onChange={event => {
          const side = SIDES.find(({ value }) => value === event.target.value)
          if (side !== undefined) onSource({ ...chosen, side: side.value })
        }}
        disabled={!isKnown}
      >
        {SIDES.map(({ value, label }) => (
          <MenuItem key={value} value={value}>
            {label}
          </MenuItem>
        ))}
      </TextField>
    </FieldGrid>
  )
}

/** Which images the network is given. */
export function ImagesSection({ source, onSource }: ImagesSectionProps) {
  const [place, setPlace] = useState<'files' | 'dataset'>(source?.kind === 'dataset' ? 'dataset' : 'files')
  const shown = source !== null && source.kind !== 'dataset' ? 'files' : place
  return (
    <Section
      title={t.apply.images2}
      actions={
        <ToggleButtonGroup
          exclusive
          size="small"
          aria-label={t.apply.whereTheImagesAre}
          value={shown}
          onChange={(_, value: 'files' | 'dataset' | null) => {
            if (value === null) return
            setPlace(value)
            onSource(null)
          }}
        >
          <ToggleButton value="files">{t.apply.files}</ToggleButton>
          <ToggleButton value="dataset">{t.apply.aDataset}</ToggleButton>
        </ToggleButtonGroup>
      }
    >
      {shown === 'dataset' && <DatasetChoice source={source} onSource={onSource} />}
      {shown === 'files' && source !== null && source.kind !== 'dataset' && (
        <Stack direction="row" sx={{ gap: 1, alignItems: 'center', justifyContent: 'space-between' }}>
          <Typography variant="body2" noWrap>
            {describeSource(source)}
          </Typography>
          <Button onClick={() => onSource(null)}>{t.common.chooseOthers}</Button>
        </Stack>
      )}
      {shown === 'files' && source === null && <SourcePicker useLabel={t.apply.useThisFolder} onChoose={onSource} />}
    </Section>
  )
}
