import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import LinearProgress from '@mui/material/LinearProgress'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { t } from '../../../text/t.ts'
import { ButtonLink } from '../../../ui/ButtonLink.tsx'
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx'
import { usePut } from '../../compare/usePut.ts'
import type { ComparedRun } from '../runLook.ts'
import { ImageDifferences } from './ImageDifferences.tsx'
import { METRIC_KEYS, METRICS, SIDE_KEYS, SIDES } from './metricChoices.ts'
import { PairedTable } from './PairedTable.tsx'
import { ScoreScatter } from './ScoreScatter.tsx'
import { useScores } from './useScores.ts'

/** Whether a run is better than A on the same images, by how much, and on which. */
export function ScoresTab({ runs }: { runs: readonly ComparedRun[] }) {
  const [query, put] = usePut()
  const side = SIDE_KEYS.find(key => key === query.get('side')) ?? 'test'
  const metric = METRIC_KEYS.find(key => key === query.get('metric')) ?? 'psnr'
  const scores = useScores(runs, side, metric)
  const others = scores.data?.others ?? []
  const scored = others.filter(({ difference }) => difference !== null)
  const shown = scored.find(({ runId }) => runId === query.get('against')) ?? scored[0]
  const compared = runs.find(({ run }) => run.id === shown?.runId)
  const { title, unit, digits } = METRICS[metric]
  const warnings = [...new Set(scored.flatMap(one => one.warnings))]
  const show = (sample: number) => put({ tab: 'images', sample: String(sample), side })
  return (
    <Stack sx={{ gap: 2 }}>
      <Stack direction="row" sx={{ gap: 2 }}>
        <TextField
          select
          label={t.compareRuns.score}
          value={metric}
          onChange={event => put({ metric: event.target.value })}
          sx={{ minWidth: 168 }}
        >
          {METRIC_KEYS.map(key => (
            <MenuItem key={key} value={key}>
              {METRICS[key].title}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          select
          label={t.compareRuns.side}
          value={side}
          onChange={event => put({ side: event.target.value })}
          sx={{ minWidth: 168 }}
        >
          {SIDE_KEYS.map(key => (
            <MenuItem key={key} value={key}>
              {SIDES[key]}
            </MenuItem>
          ))}
        </TextField>
      </Stack>
      {scores.error && <ErrorPanel error={scores.error} doing={t.compareRuns.comparingTheScores} />}
      {scores.isPending && <LinearProgress aria-label={t.compareRuns.comparingTheScores} />}
      {scores.data?.problem && (
        <Alert
          severity="info"
          variant="outlined"
          action={<ButtonLink to={`/runs/${runs[0].run.id}`}>{t.compareRuns.openTheRun}</ButtonLink>}
        >
          {scores.data.problem}
        </Alert>
      )}
      {warnings.map(warning => (
        <Alert key={warning} severity="warning" variant="outlined">
          {warning}
        </Alert>
      ))}
      {others.length > 0 && (
        <>
          <PairedTable
            runs={runs}
            others={others}
            metric={metric}
            shown={shown?.runId}
            onShown={against => put({ against })}
          />
          <Typography variant="caption" sx={{ color: 'text.secondary' }}>
            {t.compareRuns.aDifferenceIsTheRunsScoreMinus}
          </Typography>
        </>
      )}
      {shown && compared && (
        <Box
          sx={{ display: 'grid', gap: 3, gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1fr) 264px' } }}
        >
          <ScoreScatter
            images={shown.images}
            a={`A ${runs[0].run.name}`}
            b={`${compared.letter} ${compared.run.name}`}
            index={compared.index}
            quantity={unit === '' ? title : `${title}, ${unit}`}
            digits={digits}
            onImage={show}
          />
          <ImageDifferences images={shown.images} digits={digits} letter={compared.letter} onImage={show} />
        </Box>
      )}
    </Stack>
  )
}
