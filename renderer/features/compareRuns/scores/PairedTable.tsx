import MuiLink from '@mui/material/Link'
import Radio from '@mui/material/Radio'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import { Link } from 'react-router'
import type { PairedScores, ScoreMetric } from '../../../../main/contract/comparison.ts'
import { t } from '../../../text/t.ts'
import type { ComparedRun } from '../runLook.ts'
import { METRICS, pText, signed } from './metricChoices.ts'

interface PairedTableProps {
  readonly runs: readonly ComparedRun[]
  readonly others: readonly PairedScores[]
  readonly metric: ScoreMetric
  /** The run whose images are shown. */
  readonly shown: string | undefined
  readonly onShown: (runId: string) => void
}

/** Every run against the first one on the images that both were scored on. */
export function PairedTable({ runs, others, metric, shown, onShown }: PairedTableProps) {
  const { title, unit, digits } = METRICS[metric]
  const quantity = unit === '' ? title : `${title}, ${unit}`
  return (
    <TableContainer tabIndex={0} role="region" aria-label={t.compareRuns.differencesFromAImageByImage}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{t.compareRuns.shown}</TableCell>
            <TableCell>{t.compareRuns.run}</TableCell>
            <TableCell align="right">{t.compareRuns.images}</TableCell>
            <TableCell align="right">{t.compareRuns.meanDifference(quantity)}</TableCell>
            <TableCell align="right">{t.compareRuns.n95Interval}</TableCell>
            <TableCell align="right">{t.compareRuns.higherIn}</TableCell>
            <TableCell align="right">{t.compareRuns.lowerIn}</TableCell>
            <TableCell align="right">{t.compareRuns.pWilcoxon}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {others.map(({ runId, difference, problem, warnings }) => {
            const compared = runs.find(({ run }) => run.id === runId)
            if (!compared) return null
            const name = `${compared.letter} ${compared.run.name}`
            return (
              <TableRow key={runId}>
                <TableCell sx={{ py: 0 }}>
                  <Radio
                    size="small"
                    checked={runId === shown}
                    disabled={difference === null}
                    onChange={() => onShown(runId)}
                    slotProps={{ input: { 'aria-label': t.compareRuns.showTheImagesOf(name) } }}
                  />
                </TableCell>
                <TableCell>
                  <MuiLink component={Link} to={`/runs/${runId}`} sx={{ color: 'text.primary' }}>
                    {name}
                  </MuiLink>
                </TableCell>
                {difference === null ? (
                  <TableCell colSpan={6} sx={{ color: 'text.secondary' }}>
                    {problem}
                  </TableCell>
                ) : (
                  <>
                    <TableCell align="right" title={warnings.join(' ')}>
                      {difference.n}
                      {warnings.length > 0 && ' *'}
                    </TableCell>
                    <TableCell align="right" sx={{ fontWeight: 600 }}>
                      {signed(difference.mean, digits)}
                    </TableCell>
                    <TableCell align="right">
                      {difference.interval
                        ? t.compareRuns.to(
                            signed(difference.interval.low, digits),
                            signed(difference.interval.high, digits),
                          )
                        : '-'}
                    </TableCell>
                    <TableCell align="right">{difference.higher}</TableCell>
                    <TableCell align="right">{difference.lower}</TableCell>
                    <TableCell align="right">{difference.wilcoxon ? pText(difference.wilcoxon.p) : '-'}</TableCell>
                  </>
                )}
              </TableRow>
            )
          })}
        </TableBody>
      </Table>
    </TableContainer>
  )
}
