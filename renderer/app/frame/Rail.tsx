import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import { NavLink } from 'react-router'
import { t } from '../../text/t.ts'
import { LOW } from '../../ui/cramped.ts'
import { PAGES, type PageEntry, SYSTEM_PAGES } from '../pages.ts'
import { ThemeButton } from './ThemeButton.tsx'

const listStyle = {
  listStyle: 'none',
  m: 0,
  p: 0,
  display: 'grid',
  gap: 0.5,
  justifyItems: 'center',
  [LOW]: { gap: 0 },
} as const

const RailLink = ({ path, title, Icon }: PageEntry) => (
  <li>
    <ButtonBase
      component={NavLink}
      to={path}
      end={path === '/'}
      sx={{
        width: 78,
        height: 52,
        borderRadius: 1,
        flexDirection: 'column',
        gap: 0.25,
        color: 'text.secondary',
        typography: 'label',
        '&:hover': { bgcolor: 'action.hover', color: 'text.primary' },
        '&.active': { bgcolor: 'action.selected', color: 'primary.main', fontWeight: 600 },
        '&.Mui-focusVisible, &:focus-visible': { outlineOffset: -2 },
        // Its name alone, so that all of them are in sight.
        [LOW]: { height: 28, '& svg': { display: 'none' } },
      }}
    >
      <Icon aria-hidden />
      {title}
    </ButtonBase>
  </li>
)

/** The narrow column of pages at the left; settings and theme at its foot. */
export function Rail() {
  return (
    <Box
      component="nav"
      aria-label={t.app.pages}
      sx={{
        gridArea: 'rail',
        width: 84,
        borderRight: 1,
        borderColor: 'divider',
        bgcolor: 'background.paper',
        display: 'flex',
        flexDirection: 'column',
        justifyContent: 'space-between',
        gap: 1,
        overflowY: 'auto',
        py: 1,
        [LOW]: { py: 0.5 },
      }}
    >
      <Box component="ul" sx={listStyle}>
        {PAGES.map(page => (
          <RailLink key={page.path} {...page} />
        ))}
      </Box>
      <Box sx={{ display: 'grid', justifyItems: 'center' }}>
        <Box component="ul" sx={listStyle}>
          {SYSTEM_PAGES.slice(0, 1).map(page => (
            <RailLink key={page.path} {...page} />
          ))}
        </Box>
        <ThemeButton />
      </Box>
    </Box>
  )
}
