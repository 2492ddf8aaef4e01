import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { LEAST_MEMORY_BYTES } from '../../../main/contract/preferences.ts'
import type { WorkspaceInfo } from '../../../main/contract/workspace.ts'
import { api, queryClient } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { formatBytes } from '../../ui/format.ts'
import { NumberField } from '../../ui/NumberField.tsx'
import { type NumberLimits, numberProblem } from '../../ui/numberText.ts'
import { Section } from '../../ui/Section.tsx'
import type { PreferenceProps } from './AppearanceSection.tsx'

const BYTES_IN_GIB = 2 ** 30

interface LimitFieldProps extends NumberLimits {
  readonly label: string
  readonly unit?: string
  readonly helper: string
  readonly empty: string
  readonly value: number | null
  readonly onKeep: (value: number | null) => void
}

/** A number that is kept as soon as it is one that may stand. */
function LimitField({ value, onKeep, empty, label, helper, unit, ...limits }: LimitFieldProps) {
  const [typed, setTyped] = useState(value)
  const rules = { ...limits, optional: true }
  return (
    <NumberField
      {...rules}
      label={label}
      helper={helper}
      {...(unit === undefined ? {} : { unit })}
      placeholder={empty}
      value={typed}
      onChange={next => {
        setTyped(next)
        if (numberProblem(next, rules) === null) onKeep(next)
      }}
    />
  )
}

/** Where networks are computed, and how much of the machine they may take. */
export function ProcessorSection({ preferences, info, onChange }: PreferenceProps & { info: WorkspaceInfo }) {
  const devices = useQuery(api.devices.list.queryOptions())
  const choose = useMutation(
    api.devices.choose.mutationOptions({
      onSuccess: async reports => {
        queryClient.setQueryData(api.devices.list.queryKey(), reports)
        await queryClient.invalidateQueries({ queryKey: api.workspace.info.key() })
      },
    }),
  )
  return (
    <Section title={t.settings.processors}>
      <Stack sx={{ gap: 2 }}>
        <TextField
          select
          label={t.settings.device}
          value={devices.data ? info.device : ''}
          disabled={choose.isPending}
          helperText={choose.isPending ? t.settings.deviceIsBeingChecked : t.settings.newTrainingsUseIt}
          onChange={event => choose.mutate({ device: event.target.value })}
        >
          {(devices.data ?? []).map(({ device, title, available, correct }) => (
            <MenuItem key={device} value={device} disabled={available === false || correct === false}>
              {title}
            </MenuItem>
          ))}
        </TextField>
        {choose.error && <ErrorPanel error={choose.error} doing={t.settings.choosingTheDevice} />}
        <LimitField
          label={t.settings.threads}
          helper={t.settings.threadsHelp(info.cpuCount)}
          empty={t.settings.all(info.cpuCount)}
          integer
          min={1}
          max={info.cpuCount}
          value={preferences.threads}
          onKeep={threads => onChange({ threads })}
        />
        <LimitField
          label={t.settings.memoryLimit}
          unit="GiB"
          helper={t.settings.memoryHelp(formatBytes(info.memoryBytes))}
          empty={t.settings.whatIsFree}
          min={LEAST_MEMORY_BYTES / BYTES_IN_GIB}
          value={preferences.memoryLimitBytes === null ? null : preferences.memoryLimitBytes / BYTES_IN_GIB}
          onKeep={limit => onChange({ memoryLimitBytes: limit === null ? null : Math.round(limit * BYTES_IN_GIB) })}
        />
      </Stack>
    </Section>
  )
}
