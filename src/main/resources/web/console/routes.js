/**
 * Every page of the console. A page is an element of an area (a directory beside this file, loaded when it is first needed) that
 * extends `Page`.
 *
 * - `path`: its address; `:name` stands for one part of it, which the page gets in `params`
 * - `scope`: what the person must be allowed for it to be offered
 * - `section`: which entry of the navigation it belongs to; `entry: true` makes it that entry, named by the text `nav.<section>`
 *
 * The first that fits an address is shown, so fixed paths stand before those with names in them. Whoever opens the console comes
 * to the first entry that they may see.
 */
export const ROUTES = [
  {path: '/console/campaigns', area: 'campaigns', element: 'od-campaigns', scope: 'campaigns:read', section: 'campaigns', entry: true},
  {path: '/console/campaigns/new', area: 'plan', element: 'od-new-campaign', scope: 'campaigns:write', section: 'campaigns'},
  {path: '/console/campaigns/:id/edit', area: 'plan', element: 'od-campaign-editor', scope: 'campaigns:write', section: 'campaigns'},
  {path: '/console/campaigns/:id/report', area: 'report', element: 'od-report', scope: 'campaigns:read', section: 'campaigns'},
  {path: '/console/campaigns/:id', area: 'live', element: 'od-campaign', scope: 'campaigns:read', section: 'campaigns'},
  {path: '/console/audiences', area: 'audience', element: 'od-audiences', scope: 'campaigns:read', section: 'audiences', entry: true},
  {path: '/console/audiences/:id', area: 'audience', element: 'od-saved-audience', scope: 'campaigns:read', section: 'audiences'},
  {path: '/console/customers', area: 'customers', element: 'od-customers', scope: 'customers:read', section: 'customers', entry: true},
  {path: '/console/customers/new', area: 'customers', element: 'od-customer-form', scope: 'customers:write', section: 'customers'},
  {path: '/console/customers/import', area: 'customers', element: 'od-customer-import', scope: 'customers:write', section: 'customers'},
  {path: '/console/customers/imports/:id', area: 'customers', element: 'od-customer-import-result', scope: 'customers:read', section: 'customers'},
  {path: '/console/customers/:id', area: 'customers', element: 'od-customer', scope: 'customers:read', section: 'customers'},
  {path: '/console/customers/:id/change', area: 'customers', element: 'od-customer-form', scope: 'customers:write', section: 'customers'},
  {path: '/console/attributes', area: 'attributes', element: 'od-attributes', scope: 'customers:read', section: 'attributes', entry: true},
  {path: '/console/do-not-call', area: 'do-not-call', element: 'od-do-not-call', scope: 'customers:read', section: 'do-not-call', entry: true},
  {path: '/console/content', area: 'content', element: 'od-content', scope: 'campaigns:read', section: 'content', entry: true},
  {path: '/console/content/scripts/new', area: 'content', element: 'od-script', scope: 'campaigns:write', section: 'content'},
  {path: '/console/content/scripts/:id', area: 'content', element: 'od-script', scope: 'campaigns:read', section: 'content'},
  {path: '/console/connections', area: 'connections', element: 'od-connections', scope: 'telephony:admin', section: 'connections', entry: true},
  {path: '/console/connections/new', area: 'connections', element: 'od-connection', scope: 'telephony:admin', section: 'connections'},
  {path: '/console/connections/:id', area: 'connections', element: 'od-connection', scope: 'telephony:admin', section: 'connections'},
  {path: '/console/settings', area: 'settings', element: 'od-settings', scope: 'campaigns:read', section: 'settings', entry: true},
  {path: '/console/settings/webhooks/:id', area: 'settings', element: 'od-webhook', scope: 'webhooks:admin', section: 'settings'},
  {path: '/console/audit', area: 'audit', element: 'od-audit', scope: 'audit:read', section: 'audit', entry: true},
];

/** How the code and the texts of an area are loaded. Written out, because the bundler has to see each import. */
export const AREAS = {
  campaigns: () => import('./campaigns/index.js'),
  customers: () => import('./customers/index.js'),
  attributes: () => import('./attributes/index.js'),
  'do-not-call': () => import('./do-not-call/index.js'),
  content: () => import('./content/index.js'),
  connections: () => import('./connections/index.js'),
  settings: () => import('./settings/index.js'),
  audit: () => import('./audit/index.js'),
  live: () => import('./live/index.js'),
  plan: () => import('./plan/index.js'),
  audience: () => import('./audience/index.js'),
  report: () => import('./report/index.js'),
};

const NAME = /:(\w+)/g;
const patterns = new Map(
  ROUTES.map((route) => [route, new RegExp(`^${route.path.replace(NAME, '(?<$1>[^/]+)')}/?$`)]),
);

/** Where the navigation leads whoever has these scopes. */
export const entries = (scopes) => ROUTES.filter(({entry, scope}) => entry && scopes.includes(scope));

/** The page at an address, as `{route, params}`; null where there is none. */
export const routeAt = (address) => {
  for (const [route, pattern] of patterns) {
    const found = address.match(pattern);
    if (found) {
      const params = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
      return {route, params: Object.fromEntries(params)};
    }
  }
  return null;
};
