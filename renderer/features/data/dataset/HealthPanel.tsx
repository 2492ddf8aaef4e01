import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useMutation } from '@tanstack/react-query'
import type { DatasetDetail, Finding } from '../../../../main/contract/datasets.ts'
import { api, queryClient } from '../../../app/api.ts'
import { t } from '../../../text/t.ts'
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx'
import { Facts } from '../../../ui/Facts.tsx'
import { formatFixed, UNKNOWN } from '../../../ui/format.ts'
import { Status } from '../StateChips.tsx'
import { RoleHistogram } from './RoleHistogram.tsx'

function FindingRow({ finding, onChoose }: { finding: Finding; onChoose: (sample: number) => void }) {
  const { sample } = finding
  return (
    <Box component="li" sx={{ display: 'flex', gap: 1, alignItems: 'flex-start' }}>
      <Status kind={finding.severity} text="" />
      <Typography variant="body2" sx={{ flex: 1 }}>
        {finding.message}
      </Typography>
      {sample !== null && (
        <Button
          size="small"
          sx={{ minHeight: 0, py: 0, minWidth: 0 }}
          onClick={() => onChoose(sample)}
          aria-label={t.data.showSample(sample)}
        >
          {t.data.show}
        </Button>
      )}
    </Box>
  )
}

function Verify({ dataset }: { dataset: DatasetDetail }) {
  const verify = useMutation(
    api.datasets.verify.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.datasets.key() }),
    }),
  )
  return (
    <Stack sx={{ gap: 1, alignItems: 'flex-start' }}>
      <Button
        variant="outlined"
        size="small"
        disabled={verify.isPending}
        onClick={() => verify.mutate({ id: dataset.id })}
      >
        {verify.isPending ? t.data.readingTheFiles : t.data.verifyTheFilesOnDisk}
      </Button>
      <Box role="status">
        {verify.data?.state === 'ok' && <Status kind="ok" text={t.data.everyFileIsThereWithTheContent} />}
        {verify.data !== undefined && verify.data.state !== 'ok' && (
          <>
            <Status
              kind="error"
              text={t.data.changedMissing(t.data.files(verify.data.changed.length), verify.data.missing.length)}
            />
            <Box component="ul" sx={{ m: 0, pl: 2, typography: 'caption', overflowWrap: 'anywhere' }}>
              {[...verify.data.changed, ...verify.data.missing].slice(0, 50).map(file => (
                <li key={file}>{file}</li>
              ))}
            </Box>
          </>
        )}
      </Box>
      {verify.isError && <ErrorPanel error={verify.error} doing={t.data.verifying} />}
    </Stack>
  )
}

const describeOffset = ({ offset }: DatasetDetail): string =>
  offset === null
    ? UNKNOWN
    : t.data.hrPxScatterPx(formatFixed(offset.dx, 3), formatFixed(offset.dy, 3), formatFixed(offset.scatter, 3))

/** What was found wrong, how the values lie, and whether the files are still what they were. */
export function HealthPanel({ dataset, onChoose }: { dataset: DatasetDetail; onChoose: (sample: number) => void }) {
  const { health, unpaired, paired } = dataset
  return (
    <Stack sx={{ gap: 3 }}>
      <Box component="section">
        <Typography variant="h3" component="h2">
          {t.data.findings}
        </Typography>
        {health.length === 0 ? (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {t.data.noBlankPixelsNoConstantOr}
          </Typography>
        ) : (
          <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1 }}>
            {health.map(finding => (
              <FindingRow
                key={`${finding.kind} ${finding.sample} ${finding.message}`}
                finding={finding}
                onChoose={onChoose}
              />
            ))}
          </Box>
        )}
        {unpaired.length > 0 && (
          <Box component="details" sx={{ mt: 1, typography: 'body2', '& summary': { cursor: 'pointer' } }}>
            <summary>{t.data.leftOutOfTheImport(t.data.files(unpaired.length))}</summary>
            <Box component="ul" sx={{ m: 0, pl: 2 }}>
              {unpaired.map(({ file, reason }) => (
                <li key={file}>
                  {file}: {reason}
                </li>
              ))}
            </Box>
          </Box>
        )}
      </Box>
      <Box component="section">
        <Typography variant="h3" component="h2" sx={{ mb: 1 }}>
          {t.data.values}
        </Typography>
        <Stack sx={{ gap: 2 }}>
          <RoleHistogram dataset={dataset} which="lr" sample={null} />
          {paired && <RoleHistogram dataset={dataset} which="hr" sample={null} />}
        </Stack>
      </Box>
      {paired && (
        <Box component="section">
          <Typography variant="h3" component="h2">
            {t.data.hrAgainstLR}
          </Typography>
          <Facts
            facts={[
              [t.data.offset, describeOffset(dataset)],
              [t.data.registered, dataset.register ? t.data.yesBeforeTraining : 'no'],
            ]}
          />
        </Box>
      )}
      <Verify dataset={dataset} />
    </Stack>
  )
}
