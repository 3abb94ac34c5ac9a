/** The measures of the theme that become CSS variables. No component and no stylesheet in here. */
import { createTheme } from '@mantine/core';
import { colors } from './colors';

const FONT =
  "'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

export const foundation = createTheme({
  colors,
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: false,
  white: '#ffffff',
  black: '#16211f',
  fontFamily: FONT,
  fontSmoothing: true,
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  lineHeights: { xs: '16px', sm: '18px', md: '20px', lg: '24px', xl: '26px' },
  fontWeights: { regular: '400', medium: '500', bold: '600' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '5px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  shadows: {
    sm: 'var(--hr-shadow-menu)',
    md: 'var(--hr-shadow-menu)',
    lg: 'var(--hr-shadow-dialog)',
    xl: 'var(--hr-shadow-dialog)',
  },
  // Under 700 the layout is narrow, from 1200 the rail shows words.
  breakpoints: { xs: '25em', sm: '43.75em', md: '62em', lg: '75em', xl: '90em' },
  headings: {
    fontFamily: FONT,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '14px', lineHeight: '20px' },
      h3: { fontSize: '13px', lineHeight: '18px' },
    },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
});
