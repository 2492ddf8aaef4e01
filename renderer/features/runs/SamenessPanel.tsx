import Alert from '@mui/material/Alert'
import MuiLink from '@mui/material/Link'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import { Link } from 'react-router'
import type { Sameness } from '../../../main/contract/provenance.ts'
import { t } from '../../text/t.ts'
import { formatNumber } from '../../ui/format.ts'

const SEVERITY = { same: 'success', different: 'warning', open: 'info', incomparable: 'info' } as const
const VERDICT = {
  same: t.runs.gaveTheSameNumbersAs,
  different: t.runs.didNotGiveTheSameNumbersAs,
  open: t.runs.hasSoFarTheSameNumbersAs,
  incomparable: t.runs.hasNoStepInCommonWith,
} as const

/** A hash or a list needs no more to be told apart. */
const short = (text: string | null) => (text === null ? '-' : text.length > 60 ? `${text.slice(0, 57)}...` : text)

/** Whether a repeated run gave the same numbers; else where they first part, and what was not the same. */
export function SamenessPanel({ repeats }: { repeats: Sameness }) {
  const { of, verdict, compared, weightsEqual, firstDifference, differences } = repeats
  return (
    <>
      <Alert severity={SEVERITY[verdict]} variant="outlined">
        {t.runs.thisRun(VERDICT[verdict])}{' '}
        <MuiLink component={Link} to={`/runs/${of.id}`} underline="always">
          {of.name}
        </MuiLink>
        {t.runs.andCompared(t.runs.steps(compared.steps), t.runs.validations(compared.validations))}
        {weightsEqual !== null && t.runs.theLastWeights(weightsEqual ? t.runs.areEqualToTheLastBit : 'differ')}.
        {firstDifference &&
          t.runs.firstAtStepHereThere(
            firstDifference.step,
            firstDifference.quantity,
            formatNumber(firstDifference.here, 9),
            formatNumber(firstDifference.there, 9),
          )}
        {differences.length === 0 && t.runs.settingsDataAndMachineWereThe}
      </Alert>
      {differences.length > 0 && (
        <Table size="small" aria-label={t.runs.whatWasNotTheSame}>
          <TableHead>
            <TableRow>
              <TableCell>{t.runs.whatWasNotTheSame}</TableCell>
              <TableCell>{t.runs.here}</TableCell>
              <TableCell>{t.runs.in(of.name)}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {differences.map(({ part, name, here, there }) => (
              <TableRow key={`${part} ${name}`}>
                <TableCell component="th" scope="row">
                  {part}: {name}
                </TableCell>
                <TableCell title={here ?? undefined}>{short(here)}</TableCell>
                <TableCell title={there ?? undefined}>{short(there)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </>
  )
}
