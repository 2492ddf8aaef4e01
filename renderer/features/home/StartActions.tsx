import type { SvgIconComponent } from '@mui/icons-material'
import ArrowIcon from '@mui/icons-material/ArrowForwardOutlined'
import ApplyIcon from '@mui/icons-material/AutoFixHighOutlined'
import SampleIcon from '@mui/icons-material/BlurOnOutlined'
import ViewIcon from '@mui/icons-material/SearchOutlined'
import TrainIcon from '@mui/icons-material/ShowChartOutlined'
import Box from '@mui/material/Box'
import Card from '@mui/material/Card'
import CardActionArea from '@mui/material/CardActionArea'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { cardBody } from './cards.ts'
import { SampleLens } from './SampleLens.tsx'

interface ActionCardProps {
  title: string
  text: string
  to: string
  Icon: SvgIconComponent
}

function ActionCard({ title, text, to, Icon }: ActionCardProps) {
  return (
    <Card variant="outlined" component="li">
      <CardActionArea
        component={Link}
        to={to}
        sx={{ ...cardBody, alignItems: 'flex-start', justifyContent: 'flex-start' }}
      >
        <Icon fontSize="large" sx={{ color: 'primary.main' }} aria-hidden />
        <Typography variant="h2">{title}</Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary', flex: 1 }}>
          {text}
        </Typography>
        <ArrowIcon fontSize="small" sx={{ color: 'text.secondary' }} aria-hidden />
      </CardActionArea>
    </Card>
  )
}

/** The large actions. */
export function StartActions() {
  const datasets = useQuery(api.datasets.list.queryOptions())
  const hasData = (datasets.data ?? []).some(({ paired }) => paired)
  return (
    <Box
      component="ul"
      aria-label={t.home.waysToStart}
      sx={{
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fit, minmax(min(240px, 100%), 1fr))',
        gap: 2,
        listStyle: 'none',
        m: 0,
        p: 0,
      }}
    >
      <ActionCard Icon={ViewIcon} title={t.home.lookAtAnImage} to="/view" text={t.home.openAnyFITSNPYHDF5OrTIFFFile} />
      <SampleLens Icon={SampleIcon} />
      <ActionCard
        Icon={TrainIcon}
        title={t.home.trainOnMyImages}
        to={hasData ? '/train' : '/start'}
        text={hasData ? t.home.chooseADatasetAndARecipeAShort : t.home.importPairsOfLowAndHigh}
      />
      <ActionCard
        Icon={ApplyIcon}
        title={t.home.superResolveImages}
        to="/apply"
        text={t.home.giveATrainedNetworkYourFITS}
      />
    </Box>
  )
}
