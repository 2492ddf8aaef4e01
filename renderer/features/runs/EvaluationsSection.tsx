import Chip from '@mui/material/Chip'
import Stack from '@mui/material/Stack'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableRow from '@mui/material/TableRow'
import { useQuery } from '@tanstack/react-query'
import type { RunDetail } from '../../../main/contract/runs.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { formatMoment } from '../../ui/format.ts'
import { Section } from '../../ui/Section.tsx'
import { EvaluationForm } from './EvaluationForm.tsx'
import { SIDES } from './sides.ts'

/** Scores of the run's weights: those there are, and one more on request. */
export function EvaluationsSection({ run }: { run: RunDetail }) {
  const datasets = useQuery(api.datasets.list.queryOptions())
  const nameOf = (id: string) => datasets.data?.find(dataset => dataset.id === id)?.name ?? id
  return (
    <Section title={t.runs.evaluations}>
      <Stack sx={{ gap: 2 }}>
        {run.evaluations.length > 0 && (
          <Table size="small" aria-label={t.runs.evaluationsOfThisRun}>
            <TableBody>
              {run.evaluations.map(({ id, createdAt, checkpoint, datasetId, side, heldOut }) => (
                <TableRow key={id}>
                  <TableCell>{formatMoment(createdAt)}</TableCell>
                  <TableCell>{t.runs.weights2(t.runs[checkpoint])}</TableCell>
                  <TableCell>{datasetId === run.datasetId ? run.datasetName : nameOf(datasetId)}</TableCell>
                  <TableCell>
                    <Chip variant="outlined" color={heldOut ? 'default' : 'warning'} label={SIDES[side]} />
                  </TableCell>
                  <TableCell align="right">
                    <ButtonLink to={`/compare?evaluation=${id}`} size="small">
                      {t.runs.compare}
                    </ButtonLink>
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
        {run.checkpoints.length === 0 ? t.runs.thereIsNothingToEvaluateBefore : <EvaluationForm run={run} />}
      </Stack>
    </Section>
  )
}
