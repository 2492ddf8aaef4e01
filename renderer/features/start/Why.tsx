import ExpandIcon from '@mui/icons-material/ExpandMoreOutlined'
import Accordion from '@mui/material/Accordion'
import AccordionDetails from '@mui/material/AccordionDetails'
import AccordionSummary from '@mui/material/AccordionSummary'
import MuiLink from '@mui/material/Link'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import Typography from '@mui/material/Typography'
import { Link } from 'react-router'
import type { Recipe } from '../../../main/contract/recipes.ts'
import { t } from '../../text/t.ts'
import { reasonedFields } from './reasonedFields.ts'

/** Every value that was chosen, with its reason, and where to choose another. */
export function Why({ recipe }: { recipe: Recipe }) {
  return (
    <Accordion
      variant="outlined"
      disableGutters
      sx={{ mt: 2 }}
      slotProps={{ heading: { component: 'h3' }, transition: { unmountOnExit: true } }}
    >
      <AccordionSummary id="why-these-settings" expandIcon={<ExpandIcon />}>
        <Typography component="span" variant="h3">
          {t.start.whyTheseSettings}
        </Typography>
      </AccordionSummary>
      <AccordionDetails>
        <Typography variant="body2" sx={{ mb: 1 }}>
          {t.start.ofTheRecipe(recipe.title, recipe.description)}
        </Typography>
        <Table size="small" aria-label={t.start.whyTheseSettings}>
          <TableHead>
            <TableRow>
              <TableCell>{t.start.setting}</TableCell>
              <TableCell>{t.start.value}</TableCell>
              <TableCell>{t.start.reason}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {reasonedFields(recipe).map(({ key, label, value, reason }) => (
              <TableRow key={key}>
                <TableCell component="th" scope="row">
                  {label}
                </TableCell>
                <TableCell sx={{ whiteSpace: 'nowrap' }}>{value}</TableCell>
                <TableCell>{reason}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
        <Typography variant="body2" sx={{ mt: 2, color: 'text.secondary' }}>
          {t.start.splitAndScaling}{' '}
          <MuiLink component={Link} to="/settings">
            {t.start.anotherRecipe}
          </MuiLink>{' '}
          <MuiLink component={Link} to="/train">
            {t.start.everySetting}
          </MuiLink>
        </Typography>
      </AccordionDetails>
    </Accordion>
  )
}
