import Box from '@mui/material/Box'

/** The application's mark: half a ring in coarse pixels, half as it is. Beside the name it says nothing new, so it is not read out. */
export const Logo = () => (
  <Box component="img" src="/subarc.svg" alt="" width={28} height={28} sx={{ display: 'block', borderRadius: 0.75 }} />
)
