import { MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { Notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { theme } from './theme/theme';

/** The theme around something. Its variables come as a stylesheet (`theme/css-variables.ts`). */
export function Dressed({ children }: Readonly<{ children: ReactNode }>) {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <DatesProvider settings={{ firstDayOfWeek: 0 }}>
        <Notifications limit={4} containerWidth={560} zIndex={400} />
        {children}
      </DatesProvider>
    </MantineProvider>
  );
}
