import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Skeleton from '@mui/material/Skeleton'
import Stack from '@mui/material/Stack'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import Typography from '@mui/material/Typography'
import type { ReactNode } from 'react'
import type { Scan } from '../../../../main/contract/datasets.ts'
import { formatSky } from '../../../../main/domain/wcs/index.ts'
import { t } from '../../../text/t.ts'
import { Facts } from '../../../ui/Facts.tsx'
import { formatCount, formatQuantity, formatSize, UNKNOWN } from '../../../ui/format.ts'
import { Section } from '../../../ui/Section.tsx'
import { baseName } from '../../../ui/source/paths.ts'
import { describeLayout } from '../describe.ts'

const SHOWN = 5

const fileCell = (file: string | null) => (
  <TableCell title={file ?? ''}>{file === null ? UNKNOWN : baseName(file)}</TableCell>
)

function FirstPairs({ scan: { pairs } }: { scan: Scan }) {
  return (
    <Table size="small" aria-label={t.data.theFirstPairs} sx={{ mt: 2 }}>
      <TableHead>
        <TableRow>
          <TableCell>{t.data.sample}</TableCell>
          <TableCell>{t.data.lrFile}</TableCell>
          <TableCell>{t.data.hrFile}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {pairs.slice(0, SHOWN).map(({ name, lr, hr }) => (
          <TableRow key={`${name} ${lr} ${hr}`}>
            <TableCell>{name}</TableCell>
            {fileCell(lr)}
            {fileCell(hr)}
          </TableRow>
        ))}
        {pairs.length > SHOWN && (
          <TableRow>
            <TableCell colSpan={3} sx={{ color: 'text.secondary' }}>
              {t.data.andMore(formatCount(pairs.length - SHOWN))}
            </TableCell>
          </TableRow>
        )}
      </TableBody>
    </Table>
  )
}

/** What is left out is said with its reason: a set that silently shrinks cannot be trusted. */
function Unpaired({ scan: { unpaired } }: { scan: Scan }) {
  return (
    <Alert severity="warning" variant="outlined" sx={{ mt: 2, '& .MuiAlert-message': { width: '100%', minWidth: 0 } }}>
      <Box component="details" open={unpaired.length <= SHOWN}>
        <Box component="summary" sx={{ cursor: 'pointer' }}>
          {t.data.filesLeftOut(unpaired.length)}
        </Box>
        <Box component="ul" sx={{ m: 0, mt: 1, pl: 2, maxHeight: 200, overflow: 'auto' }}>
          {unpaired.map(({ file, reason }) => (
            <li key={file}>
              <span title={file}>{baseName(file)}</span>: {reason}
            </li>
          ))}
        </Box>
      </Box>
    </Alert>
  )
}

interface ScanResultProps {
  scan: Scan
  /** What its files and extensions are taken as. */
  grouping: ReactNode
}

/** What a look at names and first headers found. */
export function ScanResult({ scan, grouping }: ScanResultProps) {
  const { layout, pairs, unpaired, lrSize, hrSize, pixelScaleArcsec, centre, unit, warnings } = scan
  return (
    <Section title={t.data.whatWasFound}>
      <Facts
        facts={[
          [t.data.layout, describeLayout(layout)],
          [t.data.samples, formatCount(pairs.length)],
          [t.data.lrImage, formatSize(lrSize)],
          [t.data.hrImage, formatSize(hrSize)],
          [t.data.lrPixelScale, formatQuantity(pixelScaleArcsec, t.data.arcsecFromTheHeader)],
          [t.data.skyPositionOfTheFirst, centre ? `${formatSky(centre, 'icrs', 'sexagesimal')} ICRS` : UNKNOWN],
          [t.data.unit, unit ?? UNKNOWN],
        ]}
      />
      {pairs.length > 0 ? (
        <FirstPairs scan={scan} />
      ) : (
        <Typography sx={{ mt: 2 }} variant="body2">
          {t.data.noImageCanBeUsedADatasetNeeds}
        </Typography>
      )}
      {grouping}
      {unpaired.length > 0 && <Unpaired scan={scan} />}
      <Stack sx={{ gap: 1, mt: warnings.length > 0 ? 2 : 0 }}>
        {warnings.map(warning => (
          <Alert key={warning} severity="warning" variant="outlined">
            {warning}
          </Alert>
        ))}
      </Stack>
    </Section>
  )
}

export const ScanSkeleton = () => (
  <Section title={t.data.lookingAtTheImages2}>
    <Skeleton variant="rounded" height={312} />
  </Section>
)
