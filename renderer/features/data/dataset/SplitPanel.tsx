import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { DatasetDetail } from '../../../../main/contract/datasets.ts'
import { api, queryClient } from '../../../app/api.ts'
import { t } from '../../../text/t.ts'
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx'
import { Facts } from '../../../ui/Facts.tsx'
import { FieldGrid } from '../../../ui/FieldGrid.tsx'
import { formatCount, UNKNOWN } from '../../../ui/format.ts'
import { NumberField } from '../../../ui/NumberField.tsx'
import { numberProblem } from '../../../ui/numberText.ts'

const FIRST_RATIOS = { train: 80, validation: 10, test: 10 }
const SIDES = [
  { key: 'train', label: t.data.train },
  { key: 'validation', label: t.data.validation },
  { key: 'test', label: t.data.test },
] as const

/** Which samples are learnt from, which choose the best epoch, and which are scored. */
export function SplitPanel({ dataset: { id, split, paired, classes } }: { dataset: DatasetDetail }) {
  const [ratios, setRatios] = useState(split?.ratios ?? FIRST_RATIOS)
  const [seed, setSeed] = useState<number>(split?.seed ?? 0)
  const resplit = useMutation(
    api.datasets.split.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.datasets.key() }),
    }),
  )
  if (!paired && classes.length === 0) {
    return <Typography variant="body2">{t.data.thereIsNoHRImageToLearnFromSo}</Typography>
  }
  const isValid =
    SIDES.every(({ key }) => numberProblem(ratios[key], { min: 0 }) === null) &&
    ratios.train > 0 &&
    numberProblem(seed, { min: 0, integer: true }) === null
  return (
    <Stack sx={{ gap: 3 }}>
      <Facts
        facts={[
          ...SIDES.map(({ key, label }) => [label, split === null ? UNKNOWN : formatCount(split[key].length)] as const),
          [t.data.seed, split?.seed ?? UNKNOWN],
          [t.data.hash, split?.hash.slice(0, 12) ?? UNKNOWN],
        ]}
      />
      {split?.warnings.map(warning => (
        <Alert key={warning} severity="warning" variant="outlined">
          {warning}
        </Alert>
      ))}
      <Stack
        component="form"
        noValidate
        sx={{ gap: 2 }}
        onSubmit={event => {
          event.preventDefault()
          resplit.mutate({ id, ratios, seed })
        }}
      >
        <Typography variant="h3" component="h2">
          {t.data.splitAgain}
        </Typography>
        <FieldGrid minWidth={96}>
          {SIDES.map(({ key, label }) => (
            <NumberField
              key={key}
              label={label}
              min={0}
              value={ratios[key]}
              onChange={value => setRatios({ ...ratios, [key]: value ?? Number.NaN })}
            />
          ))}
        </FieldGrid>
        <NumberField
          label={t.data.seed}
          min={0}
          integer
          value={seed}
          onChange={value => setSeed(value ?? Number.NaN)}
          helper={t.data.theSameSeedGivesTheSameSplitOn}
        />
        <Button type="submit" variant="outlined" disabled={!isValid || resplit.isPending}>
          {t.data.splitAgain}
        </Button>
        <Typography variant="caption" sx={{ color: 'text.secondary' }}>
          {t.data.runsKeepTheSplitThatTheyWere}
        </Typography>
        {resplit.isError && <ErrorPanel error={resplit.error} doing={t.data.splitting} />}
      </Stack>
    </Stack>
  )
}
