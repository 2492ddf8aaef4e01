import FileIcon from '@mui/icons-material/ImageOutlined'
import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import Typography from '@mui/material/Typography'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { formatMoment } from '../../ui/format.ts'
import { folderOf } from '../../ui/source/paths.ts'
import { viewPath } from './viewAddress.ts'

/** Files that were looked at before; nothing where there are none. */
export function RecentFiles() {
  const recent = useQuery(api.views.recent.queryOptions({ staleTime: 0 }))
  if (recent.data === undefined || recent.data.length === 0) return null
  return (
    <Box component="section" aria-labelledby="recent-files">
      <Typography variant="h2" id="recent-files" sx={{ minHeight: 32, mb: 1 }}>
        {t.view.recentlyOpenedFiles}
      </Typography>
      <Box
        component="ul"
        sx={{
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fill, minmax(min(336px, 100%), 1fr))',
          gap: 1,
          listStyle: 'none',
          m: 0,
          p: 0,
        }}
      >
        {recent.data.map(({ path, name, openedAt }) => (
          <li key={path}>
            <ButtonBase
              component={Link}
              to={viewPath([path])}
              title={path}
              sx={{
                width: '100%',
                justifyContent: 'flex-start',
                gap: 1,
                p: 1,
                borderRadius: 1,
                '&:hover': { bgcolor: 'action.hover' },
              }}
            >
              <FileIcon sx={{ color: 'text.secondary' }} aria-hidden />
              <Box sx={{ minWidth: 0, textAlign: 'left' }}>
                <Typography variant="body2" noWrap sx={{ fontWeight: 600 }}>
                  {name}
                </Typography>
                <Typography variant="caption" noWrap component="div" sx={{ color: 'text.secondary' }}>
                  {formatMoment(openedAt)}, {folderOf(path)}
                </Typography>
              </Box>
            </ButtonBase>
          </li>
        ))}
      </Box>
    </Box>
  )
}
