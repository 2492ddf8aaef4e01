import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import MuiLink from '@mui/material/Link'
import Stack from '@mui/material/Stack'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import { useMutation } from '@tanstack/react-query'
import { weightsFileRef } from '../../../main/contract/images.ts'
import type { RunDetail } from '../../../main/contract/runs.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { formatBytes, formatCount } from '../../ui/format.ts'
import { Section } from '../../ui/Section.tsx'
import { Unseen } from '../../ui/Unseen.tsx'

/** The weights that are kept, their hashes, and ways to take them along. */
export function CheckpointsSection({ run }: { run: RunDetail }) {
  const exported = useMutation(api.runs.exportWeights.mutationOptions())
  const onnx = useMutation(api.runs.exportOnnx.mutationOptions())
  return (
    <Section title={t.runs.weights}>
      <Stack sx={{ gap: 1.5 }}>
        {run.checkpoints.length === 0 ? (
          t.runs.noCheckpointYet
        ) : (
          <Table size="small" aria-label={t.runs.checkpoints}>
            <TableHead>
              <TableRow>
                <TableCell>{t.runs.which}</TableCell>
                <TableCell align="right">{t.runs.epoch}</TableCell>
                <TableCell align="right">{t.runs.step}</TableCell>
                <TableCell>{t.runs.sha256}</TableCell>
                <TableCell align="right">{t.runs.size}</TableCell>
                <TableCell>
                  <Unseen>{t.runs.actions}</Unseen>
                </TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {run.checkpoints.map(({ which, epoch, step, sha256, bytes }) => (
                <TableRow key={which}>
                  <TableCell>{which}</TableCell>
                  <TableCell align="right">{formatCount(epoch)}</TableCell>
                  <TableCell align="right">{formatCount(step)}</TableCell>
                  <TableCell title={sha256} sx={{ fontFamily: 'monospace' }}>
                    {sha256.slice(0, 12)}
                  </TableCell>
                  <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
                    {formatBytes(bytes)}
                  </TableCell>
                  <TableCell>
                    <Stack direction="row" sx={{ flexWrap: 'wrap', alignItems: 'center', whiteSpace: 'nowrap' }}>
                      <MuiLink href={`/download/${weightsFileRef(run.id, which)}`} download sx={{ mx: 0.625 }}>
                        {t.runs.download}
                      </MuiLink>
                      <Button
                        size="small"
                        disabled={exported.isPending}
                        onClick={() => exported.mutate({ id: run.id, which })}
                      >
                        {t.runs.exportWithModelCard}
                      </Button>
                      <Button
                        size="small"
                        disabled={onnx.isPending}
                        onClick={() => onnx.mutate({ id: run.id, which })}
                        title={t.runs.theNetworkForImagesOfAnySize}
                      >
                        {t.runs.exportAsONNX}
                      </Button>
                    </Stack>
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
        {exported.error && <ErrorPanel error={exported.error} doing={t.runs.exportingTheWeights} />}
        {onnx.error && <ErrorPanel error={onnx.error} doing={t.runs.exportingAsONNX} />}
        {exported.data && <Written files={exported.data.files} />}
        {onnx.data && <Written files={[onnx.data.file]} />}
      </Stack>
    </Section>
  )
}

function Written({ files }: { files: readonly string[] }) {
  return (
    <Alert severity="success" variant="outlined" sx={{ overflowWrap: 'anywhere' }}>
      {t.runs.written(files.join(', '))}
    </Alert>
  )
}
