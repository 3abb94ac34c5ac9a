/**
 * The colours of a mail and its one stylesheet.
 *
 * Inline styles carry the light scheme, because many clients drop stylesheets. The classes only
 * repeat each colour for the dark scheme, where a client honours the media query. Each text has a
 * contrast of at least 4.5 on every ground it is used on.
 */
const palette = {
  text: {
    ink: { light: '#16211f', dark: '#e7edec' },
    ink2: { light: '#3f4b49', dark: '#c3cdcb' },
    dim: { light: '#56625f', dark: '#9daaa7' },
    accent: { light: '#0f6a61', dark: '#6fcdbf' },
    bad: { light: '#b12620', dark: '#ff9f97' },
  },
  ground: {
    canvas: { light: '#f7f9f8', dark: '#0c1211' },
    paper: { light: '#ffffff', dark: '#111817' },
    accentTint: { light: '#ecf6f4', dark: '#132b28' },
    badTint: { light: '#fdf1f0', dark: '#301a19' },
    chip: { light: '#f1f4f3', dark: '#1d2726' },
  },
  edge: {
    hair: { light: '#e6ebea', dark: '#232e2c' },
  },
} as const;

type Palette = typeof palette;
export type TextColour = keyof Palette['text'];

/** Inter where it is installed; a mail loads nothing from outside. */
export const fontFamily =
  "'Inter Variable', Inter, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** What a coloured element gets: the light colour inline, the dark one by its class. */
export type Painted = Readonly<{ className: string; style: Readonly<Record<string, string>> }>;

type Parts = { readonly [Part in keyof Palette]?: keyof Palette[Part] };

const CSS_NAMES = { text: 'color', ground: 'background-color', edge: 'border-color' } as const;
const STYLE_NAMES = { text: 'color', ground: 'backgroundColor', edge: 'borderColor' } as const;

/** Paints text, ground and edge from the palette. */
export function paint(parts: Parts): Painted {
  const classNames: string[] = [];
  const style: Record<string, string> = {};
  for (const [part, shades] of entries(palette)) {
    for (const [colour, { light }] of entries<Shades>(shades)) {
      if (parts[part] !== colour) continue;
      classNames.push(`${part}-${colour}`);
      style[STYLE_NAMES[part]] = light;
    }
  }
  return { className: classNames.join(' '), style };
}

type Shades = Readonly<Record<string, Readonly<{ light: string; dark: string }>>>;

function entries<Table extends object>(table: Table) {
  return Object.entries(table) as [keyof Table, Table[keyof Table]][];
}

const darkRules = entries(palette).flatMap(([part, shades]) =>
  entries<Shades>(shades).map(
    ([colour, { dark }]) => `.${part}-${colour} { ${CSS_NAMES[part]}: ${dark} !important; }`,
  ),
);

export const stylesheet = [
  ':root { color-scheme: light dark; supported-color-schemes: light dark; }',
  '@media (max-width: 480px) { .side { padding-left: 16px !important; padding-right: 16px !important; } }',
  `@media (prefers-color-scheme: dark) { ${darkRules.join(' ')} }`,
].join('\n');
