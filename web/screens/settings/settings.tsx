import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Settings } from '../../../contracts/settings';
import { useApi } from '../../api/api';
import { useIsAdmin } from '../../api/session';
import { readingTrouble } from '../../api/trouble';
import { PageTitle } from '../../frame/page-title';
import { SkeletonBar } from '../../pieces/skeleton';
import { ErrorState } from '../../pieces/state-panel';
import type { SettingsView } from '../../view-state';
import { AutopayForm } from './autopay-form';
import { BusinessForm } from './business-form';
import { MailForm } from './mail-form';
import { Profiles } from './profiles';
import { settingsQuery } from './settings-query';
import styles from './settings.module.css';

const route = getRouteApi('/frame/settings');

/** What holds for the whole business. Whoever is no admin reads it. */
export function SettingsScreen() {
  const api = useApi();
  const isAdmin = useIsAdmin();
  const { part = 'business' } = route.useSearch();
  const navigate = route.useNavigate();
  const settings = useQuery(settingsQuery(api));
  const show = (next: string | null) =>
    void navigate({
      search: next === 'business' ? {} : { part: next as NonNullable<SettingsView['part']> },
      replace: true,
    });
  return (
    <>
      <PageTitle
        title="Settings"
        {...(!isAdmin && { sentence: 'An admin changes these. You can read them.' })}
      />
      <Tabs className={styles['tabs'] ?? ''} value={part} onChange={show}>
        <Tabs.List>
          <Tabs.Tab value="business">Business</Tabs.Tab>
          <Tabs.Tab value="autopay">Autopay</Tabs.Tab>
          <Tabs.Tab value="mail">Mail</Tabs.Tab>
          <Tabs.Tab value="profiles">Contact profiles</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="profiles">
          <Profiles currency={settings.data?.defaultCurrency} />
        </Tabs.Panel>
        {(['business', 'autopay', 'mail'] as const).map((value) => (
          <Tabs.Panel key={value} value={value}>
            {settings.data ? (
              <Form value={value} settings={settings.data} />
            ) : settings.error ? (
              <ErrorState
                title="The settings could not be read"
                onRetry={() => void settings.refetch()}
                {...readingTrouble(settings.error)}
              />
            ) : (
              <Loading />
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}

const FORMS = { business: BusinessForm, autopay: AutopayForm, mail: MailForm } as const;

type FormProps = Readonly<{ value: keyof typeof FORMS; settings: Settings }>;

function Form({ value, settings }: FormProps) {
  const Part = FORMS[value];
  return <Part settings={settings} />;
}

function Loading() {
  return (
    <div className={styles['form']} role="status" aria-label="Settings are being read">
      {[120, 90, 140].map((width) => (
        <div className={styles['loading']} key={width}>
          <SkeletonBar width={width} />
          <SkeletonBar width={480} shape="chip" />
        </div>
      ))}
    </div>
  );
}
