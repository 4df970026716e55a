/**
 * What each adapter is set by, as docs/telephony.md describes it. Types: `text`, `flag`, `json` (an object or a list), or a list of
 * choices. `needed` has to be given; the service checks everything anyway.
 */
const text = (name, more = {}) => ({name, type: 'text', ...more});
const flag = (name, usual = false) => ({name, type: 'flag', usual});
const json = (name) => ({name, type: 'json'});
const choice = (name, choices) => ({name, type: 'choice', choices});
const needed = {needed: true};

export const KINDS = {
  twilio: {
    settings: [
      text('accountSid', needed), text('agentStream'), text('agentSip'), flag('agentReports'), text('costPerMinute'),
      text('exchangeRate'), text('trustAbsenceAfter'), text('baseUrl'),
    ],
    credentials: ['authToken', 'apiKeySid', 'apiKeySecret', 'agentSecret'],
  },
  vapi: {
    settings: [
      text('assistantId'), text('phoneNumberId'), json('assistants'), json('phoneNumbers'),
      choice('voicemailDetection', ['vapi', 'google', 'openai', 'twilio', 'assistant']), flag('extractResult', true),
      text('exchangeRate'), choice('signature', ['secret', 'hmac']), flag('serverPerCall', true), text('credentialId'),
      text('signatureHeader'), text('timestampHeader'), text('signaturePrefix'), text('trustAbsenceAfter'), text('baseUrl'),
    ],
    credentials: ['apiKey', 'serverSecret'],
  },
  retell: {
    settings: [
      text('agentId'), json('agents'), choice('voicemailDetection', ['retell', 'agent']), flag('extractResult', true),
      text('exchangeRate'), text('trustAbsenceAfter'), text('baseUrl'),
    ],
    credentials: ['apiKey', 'webhookKey'],
  },
  sip: {
    settings: [
      text('host', needed), text('port', {number: true}), choice('transport', ['udp', 'tcp', 'tls']), text('username'), text('fromDomain'),
      flag('assertIdentity'), text('prefix'), flag('plus', true), text('agent', needed), text('agentUsername'), flag('agentReports'),
      text('agentAnswerWithin'), choice('offer', ['early', 'delayed']), json('codecs'), text('sessionExpires'), flag('pings', true),
      text('longestCall'), text('costPerMinute'),
    ],
    credentials: ['password', 'agentPassword', 'agentSecret'],
  },
  http: {
    settings: [
      text('url', needed), text('idempotencyWindow'), flag('lookUp'), flag('authoritative'), flag('machineDetection'), flag('hangUp'),
      flag('costReporting'),
    ],
    credentials: ['secret'],
  },
};

/** The settings of a form of this kind; throws a SyntaxError where JSON was meant and is none. */
export const settingsOf = (kind, form) => {
  const settings = {};
  for (const {name, type, usual, number} of KINDS[kind].settings) {
    const given = form.get(`settings.${name}`);
    if (type === 'flag') {
      if ((given !== null) !== usual) {
        settings[name] = given !== null;
      }
    } else if (given) {
      settings[name] = type === 'json' ? JSON.parse(given) : number ? Number(given) : given;
    }
  }
  return settings;
};

/** A merge patch that makes one object of settings of another: what is gone is taken out. */
export const settingsPatch = (before, after) => ({
  ...Object.fromEntries(Object.keys(before).filter((name) => !(name in after)).map((name) => [name, null])),
  ...after,
});

/** The credentials of a form that were typed; what was left empty stays as it is stored. */
export const credentialsOf = (kind, form) =>
  Object.fromEntries(KINDS[kind].credentials.map((name) => [name, form.get(`credentials.${name}`)]).filter(([, value]) => value));
