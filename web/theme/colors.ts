/**
 * The ramps of the design: one hue for what can be done, red for trouble, amber for "look here".
 * Index 0 is the lightest, 9 the darkest. Components do not use ramps: they use the `--hr-` names
 * of `tokens.css`, whose contrast was measured against the ground each stands on.
 */
import type { MantineColorsTuple } from '@mantine/core';

export const colors = {
  pine: [
    '#ecf6f4',
    '#d5ebe7',
    '#aed8d1',
    '#7fc1b7',
    '#4ea79b',
    '#2b8f84',
    '#167a70',
    '#0f6a61',
    '#0b5a52',
    '#084740',
  ],
  gray: [
    '#f7f9f8',
    '#f1f4f3',
    '#e6ebea',
    '#d7dedd',
    '#c3cccb',
    '#9aa6a4',
    '#74817f',
    '#56625f',
    '#33403e',
    '#16211f',
  ],
  dark: [
    '#e7edec',
    '#c3cdcb',
    '#9daaa7',
    '#6f7d7a',
    '#2b3735',
    '#212b2a',
    '#192221',
    '#111817',
    '#0c1211',
    '#080d0c',
  ],
  bad: [
    '#fdf1f0',
    '#fbe0de',
    '#f5bdb9',
    '#ee958f',
    '#e56c65',
    '#d64a43',
    '#c5342d',
    '#b12620',
    '#96201b',
    '#741915',
  ],
  warn: [
    '#fff7e8',
    '#fdecc9',
    '#f9d990',
    '#f2c258',
    '#dfa22e',
    '#bb7f12',
    '#9a6508',
    '#835403',
    '#6c4502',
    '#523401',
  ],
} as const satisfies Record<string, MantineColorsTuple>;
