import Alert from '@mui/material/Alert'
import Stack from '@mui/material/Stack'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import type { WeightsReport } from '../../../main/contract/weights.ts'
import { t } from '../../text/t.ts'
import { Facts } from '../../ui/Facts.tsx'
import { formatBytes, formatCount, UNKNOWN } from '../../ui/format.ts'
import { Section } from '../../ui/Section.tsx'
import { baseName } from '../../ui/source/paths.ts'

const shape = (sides: readonly number[] | null): string => (sides === null ? UNKNOWN : `(${sides.join(' x ')})`)

function writtenBy({ isOwn, format }: WeightsReport): string {
  if (isOwn) return t.weights.bySubarc
  return format === 'torch' ? t.weights.byPyTorch : t.weights.bySomebody
}

/** What a file of weights was recognised as, and every key that does not fit. */
export function WeightsFacts({ report }: { report: WeightsReport }) {
  const { description, parameters, magnification, prefix, ignored, problems, obstacle } = report
  return (
    <Section title={t.weights.whatTheyAre}>
      <Stack sx={{ gap: 2 }}>
        {obstacle !== null && <Alert severity="error">{obstacle}</Alert>}
        <Facts
          facts={[
            [t.weights.network, description],
            [t.weights.parameters, formatCount(parameters)],
            [t.weights.magnification, t.weights.pixelsASide(magnification)],
            [t.weights.file, `${baseName(report.file)}, ${formatBytes(report.bytes)}`],
            [t.weights.written, writtenBy(report)],
            ...(prefix === '' ? [] : [[t.weights.keysBeginWith, prefix] as const]),
            ...(ignored.length === 0 ? [] : [[t.weights.notLookedAt, t.weights.tensors(ignored.length)] as const]),
          ]}
        />
        {problems.length > 0 && <Problems problems={problems} />}
      </Stack>
    </Section>
  )
}

function Problems({ problems }: Pick<WeightsReport, 'problems'>) {
  return (
    <TableContainer
      tabIndex={0}
      role="region"
      aria-label={t.weights.whatDoesNotFit}
      sx={{ maxHeight: 360, border: 1, borderColor: 'divider', borderRadius: 1 }}
    >
      <Table size="small" stickyHeader aria-label={t.weights.whatDoesNotFit}>
        <TableHead>
          <TableRow>
            <TableCell>{t.weights.key}</TableCell>
            <TableCell>{t.weights.problem}</TableCell>
            <TableCell>{t.weights.inTheFile}</TableCell>
            <TableCell>{t.weights.inTheNetwork}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {problems.map(({ key, problem, wanted, found }) => (
            <TableRow key={key}>
              <TableCell sx={{ fontFamily: 'monospace' }}>{key}</TableCell>
              <TableCell>{t.weights[problem]}</TableCell>
              <TableCell>{shape(found)}</TableCell>
              <TableCell>{shape(wanted)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  )
}
