import { createTheme, type TypographyStyle } from '@mui/material/styles'
import type {} from '@mui/material/themeCssVarsAugmentation'
import { darkPalette, lightPalette } from './palette.ts'

/** The steps of the type scale that are not MUI's own; a size stands nowhere but here. */
interface OwnSteps {
  label: TypographyStyle
  code: TypographyStyle
  codeSmall: TypographyStyle
}
declare module '@mui/material/styles' {
  interface TypographyVariants extends OwnSteps {}
  interface TypographyVariantsOptions extends Partial<OwnSteps> {}
}
declare module '@mui/material/SvgIcon' {
  interface SvgIconPropsSizeOverrides {
    tiny: true
  }
}

export const THEME_MODE_KEY = 'subarc-theme'

/** Fonts of the system: nothing is fetched, and figures are of one width everywhere. */
const SANS = '"Inter", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Cantarell, sans-serif'
export const MONO = 'ui-monospace, "SF Mono", "JetBrains Mono", "Cascadia Mono", Menlo, Consolas, monospace'

const FOCUS_RING = { outline: '2px solid var(--mui-palette-primary-main)', outlineOffset: 2 }

export const theme = createTheme({
  cssVariables: { colorSchemeSelector: 'data-theme' },
  colorSchemes: { dark: darkPalette, light: lightPalette },
  defaultColorScheme: 'dark',
  spacing: 8,
  shape: { borderRadius: 6 },
  motion: { reducedMotion: 'system' },
  transitions: {
    duration: {
      shortest: 80,
      shorter: 100,
      short: 120,
      standard: 150,
      complex: 150,
      enteringScreen: 150,
      leavingScreen: 120,
    },
  },
  typography: {
    fontFamily: SANS,
    fontSize: 13,
    h1: { fontSize: '1.375rem', fontWeight: 600, lineHeight: '32px', letterSpacing: '-0.01em' },
    h2: { fontSize: '1rem', fontWeight: 600, lineHeight: '24px' },
    h3: { fontSize: '0.875rem', fontWeight: 600, lineHeight: '24px' },
    body1: { fontSize: '0.875rem', lineHeight: '24px' },
    body2: { fontSize: '0.8125rem', lineHeight: '20px' },
    caption: { fontSize: '0.75rem', lineHeight: '16px' },
    overline: { fontSize: '0.6875rem', lineHeight: '16px', letterSpacing: '0.06em', fontWeight: 600 },
    // Under icons, on images and beside them.
    label: { fontFamily: SANS, fontSize: '0.6875rem', lineHeight: '16px' },
    code: { fontFamily: MONO, fontSize: '0.75rem', lineHeight: '18px' },
    codeSmall: { fontFamily: MONO, fontSize: '0.6875rem', lineHeight: '16px' },
    button: { textTransform: 'none', fontWeight: 550, lineHeight: '20px' },
  },
  components: {
    MuiCssBaseline: {
      styleOverrides: {
        'html, body, #root': { height: '100%' },
        body: { fontVariantNumeric: 'tabular-nums', overflow: 'hidden' },
        'a:focus-visible, [tabindex]:focus-visible': FOCUS_RING,
        '@media (prefers-reduced-motion: reduce)': {
          // A short duration is not enough: with it every element would fade each inherited colour after its parent did.
          '*, *::before, *::after': {
            animationDuration: '0.01ms !important',
            animationIterationCount: '1 !important',
            transition: 'none !important',
          },
        },
      },
    },
    MuiButtonBase: {
      defaultProps: { disableRipple: true },
      styleOverrides: { root: { '&.Mui-focusVisible, &:focus-visible': FOCUS_RING } },
    },
    MuiButton: { defaultProps: { disableElevation: true }, styleOverrides: { root: { minHeight: 32 } } },
    MuiPaper: {
      defaultProps: { elevation: 0 },
      // Elevation by tone and line, never by an overlay: an image's surroundings keep one grey.
      styleOverrides: { root: { backgroundImage: 'none' } },
    },
    MuiTextField: { defaultProps: { size: 'small' } },
    MuiSelect: { defaultProps: { size: 'small' } },
    MuiFormControl: { defaultProps: { size: 'small' } },
    MuiTableCell: {
      styleOverrides: {
        root: { paddingTop: 6, paddingBottom: 6, borderColor: 'var(--mui-palette-divider)' },
        head: { color: 'var(--mui-palette-text-secondary)', fontWeight: 500 },
      },
    },
    MuiToggleButton: {
      styleOverrides: {
        root: {
          textTransform: 'none',
          whiteSpace: 'nowrap',
          fontWeight: 500,
          padding: '2px 12px',
          color: 'var(--mui-palette-text-secondary)',
          borderColor: 'var(--mui-palette-divider)',
          '&.Mui-selected, &.Mui-selected:hover': {
            color: 'var(--mui-palette-primary-main)',
            backgroundColor: 'var(--mui-palette-action-selected)',
          },
        },
      },
    },
    MuiTooltip: {
      defaultProps: { enterDelay: 400, arrow: false },
      styleOverrides: { tooltip: { fontSize: '0.75rem', lineHeight: '16px', padding: '6px 8px' } },
    },
    MuiSvgIcon: { variants: [{ props: { fontSize: 'tiny' }, style: { fontSize: '1rem' } }] },
    MuiChip: { defaultProps: { size: 'small' } },
    MuiLink: { defaultProps: { underline: 'hover' } },
    MuiTab: { styleOverrides: { root: { minHeight: 40 } } },
    MuiTabs: { styleOverrides: { root: { minHeight: 40 } } },
  },
})
