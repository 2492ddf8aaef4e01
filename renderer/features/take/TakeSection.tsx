import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { useMutation } from '@tanstack/react-query'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Section } from '../../ui/Section.tsx'
import { RunFileExport } from './RunFileExport.tsx'
import { TableExport } from './TableExport.tsx'
import { Way } from './Way.tsx'
import { WrittenFile } from './WrittenFile.tsx'

const ROW = { display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }

function Reports({ runs }: { runs: string[] }) {
  const report = useMutation(api.reports.write.mutationOptions())
  return (
    <Way title={t.take.report} about={t.take.scoresCurvesTheBestMedianAnd}>
      <Box sx={ROW}>
        {(['html', 'pdf'] as const).map(format => (
          <Button
            key={format}
            variant="outlined"
            disabled={report.isPending}
            onClick={() => report.mutate({ runs, format })}
          >
            {t.take.reportAs(format.toUpperCase())}
          </Button>
        ))}
        {report.isPending && <Typography variant="body2">{t.take.writing}</Typography>}
      </Box>
      {report.error && <ErrorPanel error={report.error} doing={t.take.writingTheReport} />}
      {report.data && <WrittenFile written={report.data} note={report.data.reason} />}
    </Way>
  )
}

function OtherPrograms({ runs }: { runs: string[] }) {
  const written = useMutation(api.reports.exportTo.mutationOptions())
  return (
    <Way title={t.take.otherPrograms} about={t.take.curvesSettingsAndScoresInThe}>
      <Box sx={ROW}>
        <Button
          variant="outlined"
          disabled={written.isPending}
          onClick={() => written.mutate({ runs, program: 'mlflow' })}
        >
          {t.take.forMLflow}
        </Button>
        <Button
          variant="outlined"
          disabled={written.isPending}
          onClick={() => written.mutate({ runs, program: 'tensorboard' })}
        >
          {t.take.forTensorBoard}
        </Button>
      </Box>
      {written.error && <ErrorPanel error={written.error} doing={t.take.writingForAnotherProgram} />}
      {written.data && <WrittenFile written={{ file: written.data.folder }} />}
    </Way>
  )
}

/** Runs as reports, tables, files for other programs and, one alone, as a file for another workspace. */
export function TakeSection({ runs }: { runs: string[] }) {
  const [only] = runs
  return (
    <Section title={t.take.takeItAlong}>
      <Box
        sx={{
          display: 'grid',
          gap: 3,
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'repeat(2, minmax(0, 1fr))' },
        }}
      >
        <Reports runs={runs} />
        <TableExport runs={runs} />
        {runs.length === 1 && only !== undefined && <RunFileExport runId={only} />}
        <OtherPrograms runs={runs} />
      </Box>
    </Section>
  )
}
