const BASE = '/api/v1';

/** A refusal, as the service's problem document says it. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.status = status;
    this.problem = problem;
  }

  /** What is wrong with the body sent, each with the `pointer` to where. */
  get errors() {
    return this.problem.errors ?? [];
  }
}

/** Nobody answered: no network, or the service is down. */
export class Unreachable extends Error {}

/** Tells the page that the session has ended, wherever that was noticed. */
export const sessionEnded = () => window.dispatchEvent(new Event('outdial-session-ended'));

const ask = async (path, options) => {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new Unreachable(failure.message);
  }
  if (answer.status === 401) {
    sessionEnded();
  }
  if (!answer.ok) {
    throw new Refused(answer.status, await answer.json().catch(() => ({})));
  }
  return answer;
};

const content = (answer) => (answer.status === 204 ? null : answer.json().catch(() => null));

const send = async (method, path, body, {key, version, type = 'application/json', signal} = {}) =>
  content(
    await ask(BASE + path, {
      method,
      signal,
      headers: {
        'X-Requested-With': 'console',
        ...(key ? {'Idempotency-Key': key} : {}),
        ...(version ? {'If-Match': version} : {}),
        ...(body == null ? {} : {'Content-Type': type}),
      },
      body: body == null ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );

export const get = async (path, signal) => content(await ask(BASE + path, {signal}));

/** Something that can be changed, as `{value, version}`: the version goes with `patch`, `put` and `remove`. */
export const read = async (path, signal) => {
  const answer = await ask(BASE + path, {signal, cache: 'no-store'});
  return {value: await content(answer), version: answer.headers.get('ETag')};
};

/** Names one intent: what is sent again with the same key has no second effect. */
export const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Keys of intents whose content may still change: the same content goes with the same key, other content is another intent. */
export class Intents {
  #kept = new Map();

  key(name, content) {
    const said = JSON.stringify(content);
    if (this.#kept.get(name)?.said !== said) {
      this.#kept.set(name, {said, key: newKey()});
    }
    return this.#kept.get(name).key;
  }
}

/**
 * @param key of `newKey`, made when the intent begins and not when it is sent
 */
export const post = (path, body, key, signal, version) => send('POST', path, body, {key, signal, version});

/** Asks something whose question is too long for an address; changes nothing. */
export const search = (path, body, signal) => send('POST', path, body, {signal});

/** Changes what is said (RFC 7396) and refuses if somebody has changed it since it was read. */
export const patch = (path, change, version) =>
  send('PATCH', path, change, {version, type: 'application/merge-patch+json'});

export const put = (path, body, version) => send('PUT', path, body, {version});

export const remove = (path, version) => send('DELETE', path, null, {version});

/** Who is logged in; null for nobody. */
export const session = async () => {
  const answer = await fetch('/session').catch((failure) => {
    throw new Unreachable(failure.message);
  });
  if (answer.status === 401) {
    return null;
  }
  if (!answer.ok) {
    throw new Refused(answer.status, await answer.json().catch(() => ({})));
  }
  return answer.json();
};

/** Whether this service logs browsers in at all: without a client of an identity provider it does not. */
export const hasLogin = async () => {
  const answer = await fetch('/login', {redirect: 'manual'}).catch(() => null);
  return answer?.type === 'opaqueredirect';
};

export const logOut = () => ask('/session', {method: 'DELETE', headers: {'X-Requested-With': 'console'}});
