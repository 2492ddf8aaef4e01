import Autocomplete from '@mui/material/Autocomplete'
import LinearProgress from '@mui/material/LinearProgress'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import { useMemo } from 'react'
import type { RunDifferences } from '../../../../main/contract/comparison.ts'
import type { RunField } from '../../../../main/contract/runTable.ts'
import { fieldRefText } from '../../../../main/domain/runQuery/fields.ts'
import { t } from '../../../text/t.ts'
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx'
import { usePut } from '../../compare/usePut.ts'
import { useRunFields } from '../../runs/runQueries.ts'
import { shownColumn } from '../../runs/table/columnText.ts'
import type { ComparedRun } from '../runLook.ts'
import { fieldAxis } from './fieldAxis.ts'
import { ParallelChart } from './ParallelChart.tsx'
import { ScatterChart } from './ScatterChart.tsx'
import { useFieldValues } from './useFieldValues.ts'

interface FieldsTabProps {
  readonly runs: readonly ComparedRun[]
  readonly differences: RunDifferences
}

const MOST_AXES = 10
const SCORE = 'psnr@best'

/** Settings that differ and the scores they led to: as parallel axes, and any two against each other. */
export function FieldsTab({ runs, differences }: FieldsTabProps) {
  const [query, put] = usePut()
  const known = useRunFields().data
  const first = useMemo(() => firstAxes(differences, known ?? []), [differences, known])
  const axesText = query.get('axes')
  const asked = useMemo(() => axesText?.split(',').filter(Boolean) ?? first, [axesText, first])
  const [x, y] = [query.get('x') ?? asked[0] ?? SCORE, query.get('y') ?? SCORE]
  const columns = useMemo(() => [...new Set([...asked, x, y])], [asked, x, y])
  const { values, fields, error, isPending } = useFieldValues(runs, known ? columns : [])
  const axes = useMemo(() => new Map(values.map(one => [one.column.id, fieldAxis(one)])), [values])
  const parallel = useMemo(() => asked.flatMap(id => axes.get(id) ?? []), [asked, axes])
  const [xAxis, yAxis] = [axes.get(x), axes.get(y)]
  const options = useMemo(() => fields.map(optionOf), [fields])
  const titleOf = (id: string) => shownColumn(id, fields).title
  const picker = (label: string, value: string, key: 'x' | 'y') => (
    <Autocomplete
      disableClearable
      size="small"
      options={options}
      value={value}
      onChange={(_, next) => put({ [key]: next })}
      getOptionLabel={titleOf}
      sx={{ width: 260 }}
      renderInput={params => <TextField {...params} label={label} />}
    />
  )
  return (
    <Stack sx={{ gap: 2 }}>
      {error && <ErrorPanel error={error} doing={t.compareRuns.readingTheValues} />}
      <Autocomplete
        multiple
        size="small"
        options={options}
        value={asked}
        onChange={(_, next) => put({ axes: next.slice(0, MOST_AXES).join(',') })}
        getOptionLabel={titleOf}
        renderInput={params => <TextField {...params} label={t.compareRuns.axes} />}
      />
      {isPending && <LinearProgress aria-label={t.compareRuns.readingTheValues} />}
      {parallel.length > 0 && <ParallelChart runs={runs} axes={parallel} />}
      <Stack direction="row" sx={{ gap: 2, flexWrap: 'wrap' }}>
        {picker(t.compareRuns.across, x, 'x')}
        {picker(t.compareRuns.upwards, y, 'y')}
      </Stack>
      {xAxis && yAxis && <ScatterChart runs={runs} x={xAxis} y={yAxis} />}
    </Stack>
  )
}

const optionOf = ({ name, isSeries }: RunField): string => fieldRefText({ name, at: isSeries ? 'best' : null })

/** The settings that differ, then the scores; of equal runs their seeds. */
function firstAxes({ config }: RunDifferences, fields: readonly RunField[]): string[] {
  const isKnown = (name: string) => fields.some(field => field.name === name)
  const changed = config.different.map(({ name }) => (name === 'presetId' ? 'recipe' : name)).filter(isKnown)
  const settings = changed.length > 0 ? changed.slice(0, MOST_AXES - 3) : ['seed']
  return [...settings, SCORE, 'ssim@best', ...(isKnown('test.psnr') ? ['test.psnr'] : [])]
}
