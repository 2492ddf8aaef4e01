import FormControlLabel from '@mui/material/FormControlLabel'
import LinearProgress from '@mui/material/LinearProgress'
import MenuItem from '@mui/material/MenuItem'
import Slider from '@mui/material/Slider'
import Stack from '@mui/material/Stack'
import Switch from '@mui/material/Switch'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../../app/api.ts'
import { t } from '../../../text/t.ts'
import { ChartFrame } from '../../../ui/ChartFrame.tsx'
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx'
import { PlotlyView } from '../../../ui/PlotlyView.tsx'
import { plotLayout, usePlotLook } from '../../../ui/plotTheme.ts'
import { usePut } from '../../compare/usePut.ts'
import type { ComparedRun } from '../runLook.ts'
import { AXES, AXIS_KEYS, CURVE_KEYS, CURVES, isLossTerm } from './curveChoices.ts'
import { curveContent, curveLines, curveTraces } from './curveTraces.ts'

const HEIGHT = 440
/** As many as a chart of this width shows. */
const POINTS = 600

/** One curve of all runs, overlaid: over any axis, smoothed, as bands over seeds. */
export function CurvesTab({ runs }: { runs: readonly ComparedRun[] }) {
  const [query, put] = usePut()
  const { isDark, palette } = usePlotLook()
  const curve = CURVE_KEYS.find(key => key === query.get('curve')) ?? 'psnr'
  const axis = AXIS_KEYS.find(key => key === query.get('axis')) ?? 'epoch'
  const { title, unit, log } = CURVES[curve]
  const isLog = query.has('log') ? query.get('log') === '1' : log
  const smoothing = Math.min(0.99, Math.max(0, Number(query.get('smooth') ?? 0) || 0))
  const bands = query.get('bands') === '1'
  const isLive = runs.some(({ run }) => ['queued', 'running', 'paused'].includes(run.status))
  const curves = useQuery(
    api.comparison.curves.queryOptions({
      input: { ids: runs.map(({ run }) => run.id), curve, axis, points: POINTS },
      placeholderData: old => old,
      refetchInterval: isLive ? 3000 : false,
    }),
  )
  const { data: terms = [] } = useQuery(
    api.comparison.lossTerms.queryOptions({ input: { ids: runs.map(({ run }) => run.id) } }),
  )
  const choices = CURVE_KEYS.filter(key => key === curve || !isLossTerm(key) || terms.includes(key))
  const lines = useMemo(
    () => curveLines(curves.data ?? [], runs, smoothing, bands),
    [curves.data, runs, smoothing, bands],
  )
  const yTitle = unit === '' ? title : `${title}, ${unit}`
  const data = useMemo(() => curveTraces(lines, isDark), [lines, isDark])
  const layout = useMemo(
    () => ({
      ...plotLayout({ x: AXES[axis], y: yTitle, logY: isLog }, palette),
      uirevision: `${curve} ${axis} ${isLog}`,
    }),
    [axis, yTitle, isLog, curve, palette],
  )
  const content = useMemo(() => curveContent(lines, AXES[axis], yTitle), [lines, axis, yTitle])
  const isThinned = (curves.data ?? []).some(({ x, points }) => points > x.length)
  return (
    <Stack sx={{ gap: 1 }}>
      <Stack direction="row" sx={{ gap: 2, flexWrap: 'wrap', alignItems: 'center' }}>
        <TextField
          select
          label={t.compareRuns.curve}
          value={curve}
          onChange={event => put({ curve: event.target.value, log: undefined })}
          sx={{ minWidth: 168 }}
        >
          {choices.map(key => (
            <MenuItem key={key} value={key}>
              {CURVES[key].title}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          select
          label={t.compareRuns.over}
          value={axis}
          onChange={event => put({ axis: event.target.value })}
          sx={{ minWidth: 168 }}
        >
          {AXIS_KEYS.map(key => (
            <MenuItem key={key} value={key}>
              {AXES[key]}
            </MenuItem>
          ))}
        </TextField>
        <Stack direction="row" sx={{ gap: 2, alignItems: 'center', width: 240 }}>
          <Typography variant="body2" id="smoothing">
            {t.compareRuns.smoothing}
          </Typography>
          <Slider
            size="small"
            aria-labelledby="smoothing"
            value={smoothing}
            min={0}
            max={0.99}
            step={0.01}
            valueLabelDisplay="auto"
            onChange={(_, value) => put({ smooth: value === 0 ? undefined : String(value) })}
          />
        </Stack>
        <FormControlLabel
          control={<Switch size="small" checked={isLog} onChange={(_, on) => put({ log: on ? '1' : '0' })} />}
          label={t.compareRuns.powersOf10}
        />
        <FormControlLabel
          control={<Switch size="small" checked={bands} onChange={(_, on) => put({ bands: on ? '1' : undefined })} />}
          label={t.compareRuns.bandsOverSeeds}
        />
      </Stack>
      {curves.error && (
        <ErrorPanel error={curves.error} doing={t.compareRuns.readingTheCurves} onRetry={() => void curves.refetch()} />
      )}
      {curves.isPending && <LinearProgress aria-label={t.compareRuns.readingTheCurves} />}
      {curves.data && (
        <ChartFrame title={t.compareRuns.over2(title, AXES[axis])} content={content} height={HEIGHT}>
          <PlotlyView
            data={data}
            layout={layout}
            height={HEIGHT}
            label={t.compareRuns.overOf(yTitle, AXES[axis], lines.map(({ name }) => name).join(', '))}
          />
        </ChartFrame>
      )}
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {bands && t.compareRuns.aBandIsOneStandardDeviation}
        {isThinned && t.compareRuns.longCurvesAreThinnedToWhatThe}
        {axis === 'seconds' && t.compareRuns.runsOfEarlierVersionsOfSubarc}
      </Typography>
    </Stack>
  )
}
