import type { Client } from '../../../contracts/client';
import { operationQuery } from '../../api/operation-query';

export function settingsQuery(api: Client) {
  return operationQuery(api, 'readSettings', {}, ['settings']);
}

export function profilesQuery(api: Client) {
  return operationQuery(api, 'listContactProfiles', {}, ['settings', 'contact']);
}
