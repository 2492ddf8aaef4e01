import Button from '@mui/material/Button'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { formatFixed, formatMoment } from '../../ui/format.ts'
import { Unseen } from '../../ui/Unseen.tsx'
import { useRestoreRun } from './runQueries.ts'

/** Runs that were removed; each can be had back. */
export function RunTrash() {
  const trash = useQuery(api.runs.trash.queryOptions())
  const restore = useRestoreRun()
  if (trash.error)
    return <ErrorPanel error={trash.error} doing={t.runs.openingTheTrash} onRetry={() => void trash.refetch()} />
  if (trash.data?.length === 0)
    return <Empty title={t.runs.theTrashIsEmpty}>{t.runs.runsThatYouRemoveWaitHereWith}</Empty>
  return (
    <TableContainer>
      <Table size="small" aria-label={t.runs.runsInTheTrash}>
        <TableHead>
          <TableRow>
            <TableCell>{t.runs.run}</TableCell>
            <TableCell>{t.runs.dataset}</TableCell>
            <TableCell align="right">{t.runs.bestPSNRDB}</TableCell>
            <TableCell>{t.runs.removed}</TableCell>
            <TableCell>
              <Unseen>{t.runs.actions}</Unseen>
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {(trash.data ?? []).map(run => (
            <TableRow key={run.id}>
              <TableCell>{run.name}</TableCell>
              <TableCell>{run.datasetName}</TableCell>
              <TableCell align="right">{formatFixed(run.best?.psnr, 2)}</TableCell>
              <TableCell>{formatMoment(run.removedAt)}</TableCell>
              <TableCell align="right">
                <Button size="small" disabled={restore.isPending} onClick={() => restore.mutate({ id: run.id })}>
                  {t.runs.restore}
                </Button>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  )
}
