import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import Typography from '@mui/material/Typography'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { DeviceReport } from '../../../main/contract/devices.ts'
import { api } from '../../app/api.ts'
import { JobProgress } from '../../app/jobs/JobProgress.tsx'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { formatBytes, formatNumber, formatQuantity, UNKNOWN } from '../../ui/format.ts'
import { Section } from '../../ui/Section.tsx'

const yesOrNo = (value: boolean | null) =>
  value === null ? t.diagnostics.notChecked : value ? t.diagnostics.yes : t.diagnostics.no

const remarks = ({ reason, remedy, versions, operatorsOnProcessor }: DeviceReport): string[] => [
  ...(reason === null ? [] : [`${reason} ${remedy ?? ''}`.trim()]),
  ...(Object.keys(versions).length === 0
    ? []
    : [
        t.diagnostics.runsOn(
          Object.entries(versions)
            .map(([name, version]) => `${name} ${version}`)
            .join(', '),
        ),
      ]),
  ...(operatorsOnProcessor.length === 0 ? [] : [t.diagnostics.leavesToTheProcessor(operatorsOnProcessor.join(', '))]),
]

function DeviceRow({ report }: { report: DeviceReport }) {
  const { device, title, available, correct, worstError, trainImagesPerSecond, inferImagesPerSecond } = report
  const said = remarks(report)
  return (
    <TableRow sx={{ verticalAlign: 'top' }}>
      <TableCell component="th" scope="row" sx={{ minWidth: 240 }}>
        <Box sx={{ fontWeight: report.chosen ? 600 : 400 }}>{report.chosen ? t.diagnostics.chosen(title) : title}</Box>
        <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }}>
          {device}
          {report.verified === 'no' && t.diagnostics.neverVerified}
        </Typography>
        {said.map(text => (
          <Typography key={text} variant="caption" component="div" sx={{ color: 'text.secondary' }}>
            {text}
          </Typography>
        ))}
      </TableCell>
      <TableCell>{yesOrNo(available)}</TableCell>
      <TableCell>{available === true ? yesOrNo(correct) : UNKNOWN}</TableCell>
      <TableCell align="right">{formatNumber(worstError, 2)}</TableCell>
      <TableCell align="right">{formatQuantity(trainImagesPerSecond, t.diagnostics.perSecond, 3)}</TableCell>
      <TableCell align="right">{formatQuantity(inferImagesPerSecond, t.diagnostics.perSecond, 3)}</TableCell>
      <TableCell align="right">{formatBytes(report.peakMemoryBytes)}</TableCell>
    </TableRow>
  )
}

/** The table of `subarc doctor`: which devices are there, right and fast. */
export function DevicesSection() {
  const devices = useQuery(api.devices.list.queryOptions())
  const check = useMutation(api.devices.check.mutationOptions())
  const titles = [t.diagnostics.error, t.diagnostics.training, t.diagnostics.applying, t.diagnostics.memory]
  return (
    <Section
      title={t.diagnostics.devices}
      actions={
        <Button disabled={check.isPending || check.data !== undefined} onClick={() => check.mutate({})}>
          {t.diagnostics.checkTheDevices}
        </Button>
      }
    >
      {devices.error && <ErrorPanel error={devices.error} doing={t.diagnostics.listingTheDevices} />}
      {check.error && <ErrorPanel error={check.error} doing={t.diagnostics.checkingTheDevices} />}
      {check.data && <JobProgress job={check.data.job} onDone={() => check.reset()} />}
      <TableContainer tabIndex={0} role="region" aria-label={t.diagnostics.tableOfDevices}>
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell>{t.diagnostics.device}</TableCell>
              <TableCell>{t.diagnostics.present}</TableCell>
              <TableCell>{t.diagnostics.correct}</TableCell>
              {titles.map(title => (
                <TableCell key={title} align="right">
                  {title}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {(devices.data ?? []).map(report => (
              <DeviceRow key={report.device} report={report} />
            ))}
          </TableBody>
        </Table>
      </TableContainer>
    </Section>
  )
}
