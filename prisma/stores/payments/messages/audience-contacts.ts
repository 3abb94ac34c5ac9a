/** SQL of a client's contacts as the audience rule takes them. `organizationId` is SQL. */
export const audienceContactsJson = (organizationId: string): string => `(
  SELECT coalesce(json_agg(json_build_object(
    'contactId', contact.id, 'name', contact.name, 'address', email, 'profile', profile.name,
    'receives', 'receiveReceipts' = ANY(profile.rights),
    'minimum', CASE WHEN receipt_minimum_minor IS NOT NULL THEN json_build_object(
        'amountMinor', receipt_minimum_minor, 'currency', receipt_minimum_currency) END,
    'isBounced', bounced_at IS NOT NULL) ORDER BY contact.name, contact.id), '[]')
    FROM contact JOIN contact_profile AS profile ON profile.id = contact.profile_id
   WHERE contact.organization_id = ${organizationId} AND removed_at IS NULL)`;
