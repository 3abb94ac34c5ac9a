/** The page's composition root: makes the real client, stream and router, and draws. */
import './theme/styles';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { browserClient } from './api/api';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root"');
createRoot(root).render(<App api={browserClient} />);
