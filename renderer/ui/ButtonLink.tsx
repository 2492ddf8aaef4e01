import Button, { type ButtonProps } from '@mui/material/Button'
import { Link } from 'react-router'

/** A button that leads to a page: a real link, so that it can be opened in another tab. */
export function ButtonLink({ to, ...props }: Omit<ButtonProps, 'href'> & { to: string }) {
  return <Button component={Link} to={to} {...props} />
}
