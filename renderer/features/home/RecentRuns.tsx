import Box from '@mui/material/Box'
import Card from '@mui/material/Card'
import CardActionArea from '@mui/material/CardActionArea'
import Skeleton from '@mui/material/Skeleton'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { datasetImageRef } from '../../../main/contract/images.ts'
import type { RunSummary } from '../../../main/contract/runs.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { formatFixed, UNKNOWN } from '../../ui/format.ts'
import { Thumbnail } from '../../ui/Thumbnail.tsx'

const SHOWN = 6
const THUMBNAIL = 72
const gridStyle = {
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fill, minmax(min(336px, 100%), 1fr))',
  gap: 2,
  listStyle: 'none',
  m: 0,
  p: 0,
} as const

function RunCard({ run }: { run: RunSummary }) {
  const { id, name, status, origin, datasetId, datasetName, best, epoch, epochs } = run
  return (
    <Card variant="outlined" component="li">
      <CardActionArea
        component={Link}
        to={`/runs/${id}`}
        sx={{ display: 'flex', alignItems: 'center', justifyContent: 'flex-start', gap: 2, p: 1.5 }}
      >
        {datasetId !== null && <Thumbnail imageRef={datasetImageRef(datasetId, 0, 'hr')} alt="" size={THUMBNAIL} />}
        <Box sx={{ minWidth: 0, flex: 1 }}>
          <Typography variant="body2" noWrap sx={{ fontWeight: 600 }}>
            {name}
          </Typography>
          <Typography variant="caption" component="div" noWrap sx={{ color: 'text.secondary' }}>
            {datasetName}
          </Typography>
          <Typography variant="caption" component="div" noWrap sx={{ color: 'text.secondary' }}>
            {origin === null ? t.home.epochOf(status, epoch, epochs) : t.home.broughtAlong}
          </Typography>
        </Box>
        <Box sx={{ textAlign: 'right' }}>
          <Typography variant="h2" component="div">
            {best === null ? UNKNOWN : formatFixed(best.psnr, 2)}
          </Typography>
          <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }}>
            {t.home.psnrDB}
          </Typography>
          <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }}>
            {t.home.ssim} {best === null ? UNKNOWN : formatFixed(best.ssim, 4)}
          </Typography>
        </Box>
      </CardActionArea>
    </Card>
  )
}

/** The newest runs with their best scores on the validation side. */
export function RecentRuns() {
  const runs = useQuery(api.runs.list.queryOptions({ input: { limit: SHOWN } }))
  return (
    <Box component="section" aria-labelledby="recent-runs">
      <Stack direction="row" sx={{ justifyContent: 'space-between', alignItems: 'center', minHeight: 32, mb: 1 }}>
        <Typography variant="h2" id="recent-runs">
          {t.home.recentRuns}
        </Typography>
        {runs.data !== undefined && runs.data.total > SHOWN && (
          <ButtonLink to="/runs">{t.home.allRuns(runs.data.total)}</ButtonLink>
        )}
      </Stack>
      {runs.isError && (
        <ErrorPanel error={runs.error} doing={t.home.listingTheRuns} onRetry={() => void runs.refetch()} />
      )}
      {runs.isPending && (
        <Box sx={gridStyle} aria-busy="true">
          {[0, 1, 2].map(card => (
            <Skeleton key={card} variant="rounded" height={THUMBNAIL + 26} />
          ))}
        </Box>
      )}
      {runs.data?.total === 0 && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {t.home.nothingHasBeenTrainedInThis}
        </Typography>
      )}
      {runs.data !== undefined && runs.data.total > 0 && (
        <Box component="ul" sx={gridStyle}>
          {runs.data.runs.map(run => (
            <RunCard key={run.id} run={run} />
          ))}
        </Box>
      )}
    </Box>
  )
}
