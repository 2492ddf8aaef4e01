import SearchIcon from '@mui/icons-material/SearchOutlined'
import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import Skeleton from '@mui/material/Skeleton'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { t } from '../../text/t.ts'
import { LOW } from '../../ui/cramped.ts'
import { api } from '../api.ts'
import { Logo } from './Logo.tsx'

const COMMAND_KEY = navigator.userAgent.includes('Mac') ? t.app.cmdK : t.app.ctrlK

/** The workspace that is open, and the way to everything by its name. */
export function TitleBar({ onSearch }: { onSearch: () => void }) {
  const info = useQuery(api.workspace.info.queryOptions())
  return (
    <Box
      component="header"
      sx={{
        gridArea: 'title',
        height: 48,
        [LOW]: { height: 40 },
        px: 2,
        gap: 2,
        display: 'grid',
        gridTemplateColumns: 'minmax(0, 1fr) minmax(200px, 360px) minmax(0, 1fr)',
        alignItems: 'center',
        borderBottom: 1,
        borderColor: 'divider',
        bgcolor: 'background.paper',
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5 }}>
        <Logo />
        <Typography component="span" sx={{ fontWeight: 650, letterSpacing: '0.01em' }}>
          Subarc
        </Typography>
      </Box>
      <ButtonBase
        onClick={onSearch}
        aria-keyshortcuts="Control+K Meta+K"
        sx={{
          height: 32,
          px: 1.5,
          gap: 1,
          justifyContent: 'flex-start',
          border: 1,
          borderColor: 'divider',
          borderRadius: 1,
          color: 'text.secondary',
          bgcolor: 'background.default',
          typography: 'body2',
          '&:hover': { borderColor: 'text.disabled' },
        }}
      >
        <SearchIcon fontSize="tiny" aria-hidden />
        <Box component="span" sx={{ flex: 1, textAlign: 'left', whiteSpace: 'nowrap' }}>
          {t.app.pageDatasetOrRun}
        </Box>
        <Box component="kbd" aria-hidden sx={{ typography: 'label' }}>
          {COMMAND_KEY}
        </Box>
      </ButtonBase>
      <Typography
        variant="body2"
        component="div"
        noWrap
        title={info.data?.path}
        sx={{ color: 'text.secondary', textAlign: 'right', direction: 'rtl' }}
      >
        {info.isPending ? (
          <Skeleton width={220} sx={{ ml: 'auto', display: 'inline-block' }} />
        ) : (
          // The end of a path tells more than its beginning, so it is cut at the left; <bdi> keeps the slashes in their order.
          <bdi dir="ltr">{info.data?.path ?? t.app.theCoreDoesNotAnswer}</bdi>
        )}
      </Typography>
    </Box>
  )
}
