/** Every stylesheet, in the order that decides: Mantine's in their layer, then ours. */
import '@fontsource-variable/inter/opsz.css';
import '@mantine/core/styles.layer.css';
import '@mantine/dates/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import 'virtual:theme-variables.css';
import './tokens.css';
import './typography.css';
import './components.css';
