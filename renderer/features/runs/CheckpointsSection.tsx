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
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { formatBytes, formatCount } from '../../ui/format.ts'
import { Section } from '../../ui/Section.tsx'
import { Unseen } from '../../ui/Unseen.tsx'

/** The weights that are kept, their hashes, and ways to take them along. */
export function CheckpointsSection({ run }: { run: RunDetail }) {
  const exported = useMutation(api.runs.exportWeights.mutationOptions())
  const onnx = useMutation(api.runs.exportOnnx.mutationOptions())
  return (
    <Section title="Weights">
      <Stack sx={{ gap: 1.5 }}>
        {run.checkpoints.length === 0 ? (
          'No checkpoint yet.'
        ) : (
          <Table size="small" aria-label="Checkpoints">
            <TableHead>
              <TableRow>
                <TableCell>Which</TableCell>
                <TableCell align="right">Epoch</TableCell>
                <TableCell align="right">Step</TableCell>
                <TableCell>SHA-256</TableCell>
                <TableCell align="right">Size</TableCell>
                <TableCell>
                  <Unseen>Actions</Unseen>
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
                        Download
                      </MuiLink>
                      <Button
                        size="small"
                        disabled={exported.isPending}
                        onClick={() => exported.mutate({ id: run.id, which })}
                      >
                        Export with model card
                      </Button>
                      <Button
                        size="small"
                        disabled={onnx.isPending}
                        onClick={() => onnx.mutate({ id: run.id, which })}
                        title="The network for images of any size, for other programs"
                      >
                        Export as ONNX
                      </Button>
                    </Stack>
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
        {exported.error && <ErrorPanel error={exported.error} doing="Exporting the weights" />}
        {onnx.error && <ErrorPanel error={onnx.error} doing="Exporting as ONNX" />}
        {exported.data && <Written files={exported.data.files} />}
        {onnx.data && <Written files={[onnx.data.file]} />}
      </Stack>
    </Section>
  )
}

function Written({ files }: { files: readonly string[] }) {
  return (
    <Alert severity="success" variant="outlined" sx={{ overflowWrap: 'anywhere' }}>
      Written: {files.join(', ')}
    </Alert>
  )
}
