import Alert from '@mui/material/Alert'
import Stack from '@mui/material/Stack'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import Typography from '@mui/material/Typography'
import type { Difference, Differences, RunDifferences } from '../../../main/contract/comparison.ts'
import { t } from '../../text/t.ts'
import { Section } from '../../ui/Section.tsx'
import { valueText } from '../runs/table/columnText.ts'
import { type ComparedRun, letterOf } from './runLook.ts'

interface DifferencesTabProps {
  readonly runs: readonly ComparedRun[]
  readonly differences: RunDifferences
}

/** Only what is not the same: settings, data and split, environment. */
export function DifferencesTab({ runs, differences }: DifferencesTabProps) {
  const { config, data, environment } = differences
  return (
    <Stack sx={{ gap: 3 }}>
      <SplitNotices differences={differences} />
      <DifferenceSection
        title={t.compareRuns.settings}
        sameInAll={t.compareRuns.settingsTheSameInAll}
        runs={runs}
        differences={config}
      />
      <DifferenceSection
        title={t.compareRuns.dataAndSplit}
        sameInAll={t.compareRuns.valuesTheSameInAll}
        runs={runs}
        differences={data}
      />
      <DifferenceSection
        title={t.compareRuns.environment}
        sameInAll={t.compareRuns.valuesTheSameInAll}
        runs={runs}
        differences={environment}
      />
    </Stack>
  )
}

/** What the splits mean for a comparison of scores. */
function SplitNotices({ differences: { splits, runs } }: { differences: RunDifferences }) {
  const nameOf = (id: string) => letterOf(runs.findIndex(run => run.id === id))
  return splits.flatMap(({ runId, shared }) => {
    if (shared === null) {
      return [
        <Alert key={runId} severity="info" variant="outlined">
          {t.compareRuns.hasOtherDataThanATheirScores(nameOf(runId))}
        </Alert>,
      ]
    }
    const { testTrainedOn, trainedOnTest } = shared
    if (testTrainedOn + trainedOnTest === 0) return []
    return [
      <Alert key={runId} severity="warning" variant="outlined">
        {t.compareRuns.theSplitsOfAAndDifferWas(
          nameOf(runId),
          nameOf(runId),
          t.compareRuns.images2(testTrainedOn),
          t.compareRuns.images2(trainedOnTest),
        )}
      </Alert>,
    ]
  })
}

interface DifferenceSectionProps {
  readonly title: string
  /** How many values are equal, in words. */
  readonly sameInAll: (equal: number) => string
  readonly runs: readonly ComparedRun[]
  readonly differences: Differences
}

/** A hash needs no more to be told apart. */
const MOST_SHOWN = 20
const short = (text: string) => (text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN - 1)}…` : text)

function DifferenceSection({ title, sameInAll, runs, differences: { different, equal } }: DifferenceSectionProps) {
  const same = sameInAll(equal)
  if (different.length === 0) {
    return (
      <Section title={title}>
        <Typography variant="body2">{same}</Typography>
      </Section>
    )
  }
  return (
    <Section title={title}>
      <TableContainer tabIndex={0} role="region" aria-label={t.compareRuns.thatDiffer(title)}>
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell>{t.compareRuns.field}</TableCell>
              {runs.map(({ run, letter }) => (
                <TableCell key={run.id} title={run.name}>
                  {letter}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {different.map(row => (
              <DifferenceRow key={row.name} row={row} runs={runs} />
            ))}
          </TableBody>
        </Table>
      </TableContainer>
      <Typography variant="caption" sx={{ color: 'text.secondary' }}>
        {same}
      </Typography>
    </Section>
  )
}

function DifferenceRow({ row: { name, values }, runs }: { row: Difference; runs: readonly ComparedRun[] }) {
  const first = JSON.stringify(values[0])
  return (
    <TableRow>
      <TableCell component="th" scope="row">
        {name}
      </TableCell>
      {runs.map(({ run, index }) => {
        const text = valueText(values[index], { name, at: null })
        const isOther = JSON.stringify(values[index]) !== first
        return (
          <TableCell key={run.id} title={text} sx={{ fontWeight: isOther ? 600 : 400, whiteSpace: 'nowrap' }}>
            {short(text)}
          </TableCell>
        )
      })}
    </TableRow>
  )
}
