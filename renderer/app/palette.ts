import type { ColorSystemOptions } from '@mui/material/styles'

/**
 * Two sets of equal care: neutral greys with a slight blue, one accent for the primary action and the selection, status colours for
 * status alone. Text on its background reaches 4.5:1 or more, lines of controls 3:1 (WCAG 2.2 AA).
 */
export const darkPalette: ColorSystemOptions = {
  palette: {
    primary: { main: '#7fb4ff', light: '#a6cbff', dark: '#5b97ea', contrastText: '#08131f' },
    secondary: { main: '#aab4c3', light: '#c6cdd8', dark: '#8591a3', contrastText: '#0d1117' },
    success: { main: '#5cc08a', contrastText: '#08131f' },
    warning: { main: '#e3b04b', contrastText: '#08131f' },
    error: { main: '#ff8d85', contrastText: '#08131f' },
    info: { main: '#aab4c3', contrastText: '#08131f' },
    background: { default: '#0e1116', paper: '#151a21' },
    text: { primary: '#e6eaf0', secondary: '#a3adbb', disabled: '#6e7988' },
    divider: '#262d38',
    action: {
      hover: 'rgba(166, 203, 255, 0.07)',
      selected: 'rgba(127, 180, 255, 0.14)',
      focus: 'rgba(127, 180, 255, 0.2)',
    },
  },
}

export const lightPalette: ColorSystemOptions = {
  palette: {
    primary: { main: '#1a5fb4', light: '#3d7fd0', dark: '#124887', contrastText: '#ffffff' },
    secondary: { main: '#505b6b', light: '#6b7788', dark: '#39424f', contrastText: '#ffffff' },
    success: { main: '#1c7346', contrastText: '#ffffff' },
    warning: { main: '#8a5a00', contrastText: '#ffffff' },
    error: { main: '#b3261e', contrastText: '#ffffff' },
    info: { main: '#505b6b', contrastText: '#ffffff' },
    background: { default: '#f3f5f8', paper: '#ffffff' },
    text: { primary: '#171c24', secondary: '#505b6b', disabled: '#7c8796' },
    divider: '#d8dee6',
    action: { hover: 'rgba(26, 95, 180, 0.06)', selected: 'rgba(26, 95, 180, 0.11)', focus: 'rgba(26, 95, 180, 0.16)' },
  },
}
