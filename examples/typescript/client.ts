// Creates a customer safely and shows a page of campaigns. Needs API (https://…/api/v1) and TOKEN in the environment.
import { randomUUID } from 'node:crypto';
import createClient from 'openapi-fetch';
import type { paths } from './outdial.d.ts';
import { patiently } from './patiently.js';

const { API, TOKEN } = process.env;
if (!API || !TOKEN) {
  throw new Error('API and TOKEN are missing');
}

const outdial = createClient<paths>({
  // The description has whole paths.
  baseUrl: API.replace(/\/api\/v1\/?$/, ''),
  headers: { Authorization: `Bearer ${TOKEN}` },
  fetch: patiently,
});

// The same key on every try: however often this is sent, there is one customer.
const key = randomUUID();
const made = await outdial.POST('/api/v1/customers', {
  params: { header: { 'Idempotency-Key': key } },
  body: { externalId: key, phone: '+966512345673', name: 'Huda' },
});
if (made.error) {
  // A problem document: its type says what it is, its errors point into what was sent.
  throw new Error(JSON.stringify(made.error));
}
console.log(made.data);

const campaigns = await outdial.GET('/api/v1/campaigns', { params: { query: { limit: 5 } } });
console.log(campaigns.data);
