import Box from '@mui/material/Box'
import MuiLink from '@mui/material/Link'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { Section } from '../../ui/Section.tsx'
import { RunStatusChip } from '../runs/RunStatusChip.tsx'

const SHOWN = 8

/** The latest sweeps and recipes of several stages; nothing where there are none. */
export function GroupList() {
  const groups = useQuery(api.groups.list.queryOptions())
  if (!groups.data || groups.data.length === 0) return null
  return (
    <Section title={t.groups.sweepsAndRecipesOfSeveral}>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1 }}>
        {groups.data.slice(0, SHOWN).map(group => (
          <Box component="li" key={group.id} sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
            <RunStatusChip status={group.status} />
            <MuiLink component={Link} to={`/groups/${group.id}`}>
              {group.name}
            </MuiLink>
            <Box component="span" sx={{ typography: 'body2', color: 'text.secondary' }}>
              {t.groups.ofRunsDone(group.done, group.runs)}
            </Box>
          </Box>
        ))}
      </Box>
    </Section>
  )
}
