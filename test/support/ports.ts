export { freePort } from '../../bin/ports.mjs';
