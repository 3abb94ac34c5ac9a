/** The theme: the foundation, and how each of Mantine's components is dressed by default. */
import {
  ActionIcon,
  Button,
  Checkbox,
  InputBase,
  Kbd,
  Loader,
  Menu,
  mergeThemeOverrides,
  NumberInput,
  PasswordInput,
  Popover,
  Radio,
  Select,
  Switch,
  Table,
  Tabs,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { DatePicker, DatePickerInput, type DatePickerProps } from '@mantine/dates';
import { foundation } from './foundation';

/**
 * A button says what happens. `filled` is the one primary button of a view; `default` has an edge;
 * `subtle` is quiet and accent; `quiet` is the quiet second choice (Cancel, Back); `tint` is the
 * small offer in a line (*Use 1,250.00*).
 */
const BUTTON_COLORS: Readonly<Record<string, readonly [string, string, string, string]>> = {
  filled: ['var(--hr-accent-fill)', 'var(--hr-accent-fill-hover)', '#ffffff', 'transparent'],
  default: ['var(--hr-raised)', 'var(--hr-hover)', 'var(--hr-ink)', 'var(--hr-line-input)'],
  subtle: ['transparent', 'var(--hr-accent-tint)', 'var(--hr-accent)', 'transparent'],
  quiet: ['transparent', 'var(--hr-hover)', 'var(--hr-ink2)', 'transparent'],
  tint: ['var(--hr-accent-tint2)', 'var(--hr-accent-tint2)', 'var(--hr-accent)', 'transparent'],
};

/** Height, padding and type of a button: small 28, usual 34, large 40 (narrow and sign-in). */
const BUTTON_SIZES: Readonly<Record<string, readonly [string, string, string]>> = {
  xs: ['24px', '8px', '12px'],
  sm: ['28px', '10px', '13px'],
  md: ['34px', '14px', '13px'],
  lg: ['40px', '16px', '14px'],
};

const button = Button.extend({
  defaultProps: { size: 'md', variant: 'default' },
  vars: (_theme, props) => {
    const [background, hover, color, edge] = BUTTON_COLORS[props.variant ?? 'default'] ?? [];
    const [height, padding, fontSize] = BUTTON_SIZES[props.size ?? 'md'] ?? [];
    return {
      root: {
        ...(background && {
          '--button-bg': background,
          '--button-hover': hover,
          '--button-color': color,
          '--button-hover-color': color,
          '--button-bd': `1px solid ${edge}`,
        }),
        ...(height && {
          '--button-height': height,
          '--button-padding-x': padding,
          '--button-fz': fontSize,
        }),
      },
    };
  },
});

const actionIcon = ActionIcon.extend({
  defaultProps: { variant: 'subtle', size: 30 },
  vars: () => ({
    root: {
      '--ai-bg': 'transparent',
      '--ai-hover': 'var(--hr-hover)',
      '--ai-color': 'var(--hr-ink2)',
      '--ai-hover-color': 'var(--hr-ink)',
      '--ai-bd': '1px solid transparent',
    },
  }),
});

const FIELD = { size: 'sm' } as const;

const MONTH = {
  hideOutsideDates: true,
  previousLabel: 'Previous month',
  nextLabel: 'Next month',
  // Days on which banks are closed are dim, which weekends are too: red is for trouble.
  weekendDays: [],
} satisfies DatePickerProps;

export const theme = mergeThemeOverrides(foundation, {
  components: {
    Button: button,
    ActionIcon: actionIcon,
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs', radius: 'xs' } }),
    Radio: Radio.extend({ defaultProps: { size: 'xs' } }),
    Switch: Switch.extend({ defaultProps: { size: 'xs' } }),
    TextInput: TextInput.extend({ defaultProps: FIELD }),
    PasswordInput: PasswordInput.extend({ defaultProps: FIELD }),
    NumberInput: NumberInput.extend({ defaultProps: FIELD }),
    Textarea: Textarea.extend({ defaultProps: FIELD }),
    Select: Select.extend({ defaultProps: { ...FIELD, allowDeselect: false } }),
    InputBase: InputBase.extend({ defaultProps: FIELD }),
    DatePicker: DatePicker.extend({ defaultProps: MONTH }),
    DatePickerInput: DatePickerInput.extend({ defaultProps: { ...FIELD, ...MONTH } }),
    Tabs: Tabs.extend({ defaultProps: { keepMounted: false } }),
    Table: Table.extend({ defaultProps: { layout: 'fixed', withRowBorders: false } }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 300,
        withArrow: false,
        events: { hover: true, focus: true, touch: false },
      },
    }),
    Menu: Menu.extend({
      defaultProps: {
        shadow: 'md',
        radius: 'lg',
        transitionProps: { duration: 100, exitDuration: 67 },
      },
    }),
    Popover: Popover.extend({
      defaultProps: {
        shadow: 'md',
        radius: 'lg',
        transitionProps: { duration: 100, exitDuration: 67 },
      },
    }),
    Kbd: Kbd.extend({ defaultProps: { size: 'xs' } }),
    Loader: Loader.extend({ defaultProps: { type: 'oval', size: 14, color: 'var(--hr-accent)' } }),
  },
});
