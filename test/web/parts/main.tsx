import '../../../web/theme/styles';
import { createRoot } from 'react-dom/client';
import { Dressed } from '../../../web/dressed';
import { BusinessProvider } from '../../../web/words/business';
import { Parts } from './parts';

const BUSINESS = {
  locale: 'en-US',
  zone: 'America/Chicago',
  today: '2026-11-25',
  now: () => '2026-11-25T16:42:00Z',
};

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root"');
createRoot(root).render(
  <Dressed>
    <BusinessProvider business={BUSINESS}>
      <Parts />
    </BusinessProvider>
  </Dressed>,
);
