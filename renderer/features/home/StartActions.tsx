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
        <Icon sx={{ color: 'primary.main', fontSize: 28 }} aria-hidden />
        <Typography variant="h2">{title}</Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary', flex: 1 }}>
          {text}
        </Typography>
        <ArrowIcon sx={{ fontSize: 18, color: 'text.secondary' }} aria-hidden />
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
      aria-label="Ways to start"
      sx={{
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fit, minmax(240px, 1fr))',
        gap: 2,
        listStyle: 'none',
        m: 0,
        p: 0,
      }}
    >
      <ActionCard
        Icon={ViewIcon}
        title="Look at an image"
        to="/view"
        text="Open any FITS, NPY, HDF5 or TIFF file: its extensions side by side, its values, its header. Or drop it on this page."
      />
      <SampleLens Icon={SampleIcon} />
      <ActionCard
        Icon={TrainIcon}
        title="Train on my images"
        to={hasData ? '/train' : '/data/import'}
        text={
          hasData
            ? 'Choose a dataset and a recipe. A short warm-up tells time and memory before anything long begins.'
            : 'Import pairs of low and high resolution, or high-resolution images alone: their partners are made from them.'
        }
      />
      <ActionCard
        Icon={ApplyIcon}
        title="Super-resolve images"
        to="/apply"
        text="Give a trained network your FITS images. The world coordinates, the unit and the flux come along, and each result is checked."
      />
    </Box>
  )
}
