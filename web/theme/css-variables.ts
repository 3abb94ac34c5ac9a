/**
 * Mantine's variables, written into a stylesheet when the page is built.
 *
 * Left alone, Mantine writes them into a `<style>` element at run time, which a content policy
 * without 'unsafe-inline' refuses. As a file they need no exception: the page runs under
 * `style-src 'self'` (React sets style attributes through the CSSOM, which no policy touches).
 */
import {
  type CSSVariablesResolver,
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core';
import { foundation } from './foundation';

/** What the design says about the names that Mantine's own components read. */
export const resolveCssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#16211f',
    '--mantine-color-dimmed': '#56625f',
    '--mantine-color-placeholder': '#66726f',
    '--mantine-color-error': '#b12620',
    '--mantine-color-body': '#ffffff',
    '--mantine-color-default': '#ffffff',
    '--mantine-color-default-color': '#16211f',
    '--mantine-color-default-border': '#d2dad8',
    '--mantine-color-default-hover': '#f1f4f3',
    '--mantine-color-anchor': '#0f6a61',
    '--mantine-color-disabled': '#e9eeed',
    '--mantine-color-disabled-color': '#6b7775',
    '--mantine-color-disabled-border': '#e9eeed',
  },
  dark: {
    '--mantine-color-text': '#e7edec',
    '--mantine-color-dimmed': '#9daaa7',
    '--mantine-color-placeholder': '#8b9895',
    '--mantine-color-error': '#ff9f97',
    '--mantine-color-body': '#111817',
    '--mantine-color-default': '#192221',
    '--mantine-color-default-color': '#e7edec',
    '--mantine-color-default-border': '#43524f',
    '--mantine-color-default-hover': '#212b2a',
    '--mantine-color-anchor': '#6fcdbf',
    '--mantine-color-disabled': '#26312f',
    '--mantine-color-disabled-color': '#8b9895',
    '--mantine-color-disabled-border': '#26312f',
  },
});

/** The text of the stylesheet: all variables of the theme, for both colour schemes. */
export function cssVariablesText(): string {
  const theme = mergeMantineTheme(DEFAULT_THEME, foundation);
  const standard = defaultCssVariablesResolver(theme);
  const ours = resolveCssVariables(theme);
  return convertCssVariables({
    variables: { ...standard.variables, ...ours.variables },
    light: { ...standard.light, ...ours.light, '--mantine-color-scheme': 'light' },
    dark: { ...standard.dark, ...ours.dark, '--mantine-color-scheme': 'dark' },
  });
}
