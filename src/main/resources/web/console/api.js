const BASE = '/api/v1';

/** A refusal, as the service's problem document says it. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.status = status;
    this.problem = problem;
  }
}

/** Nobody answered: no network, or the service is down. */
export class Unreachable extends Error {}

/** Tells the page that the session has ended, wherever that was noticed. */
export const sessionEnded = () => window.dispatchEvent(new Event('outdial-session-ended'));

const send = async (path, options) => {
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
  return answer.status === 204 ? null : answer.json().catch(() => null);
};

export const get = (path, signal) => send(BASE + path, {signal});

/**
 * @param key names this intent: sent again with the same key, it has no second effect
 */
export const post = (path, body, key) =>
  send(BASE + path, {
    method: 'POST',
    headers: {
      'X-Requested-With': 'console',
      'Idempotency-Key': key,
      ...(body ? {'Content-Type': 'application/json'} : {}),
    },
    body: body ? JSON.stringify(body) : undefined,
  });

/** Who is logged in; null for nobody. */
export const session = async () => {
  const answer = await fetch('/session').catch((failure) => {
    throw new Unreachable(failure.message);
  });
  return answer.status === 401 ? null : answer.json();
};

/** Whether this service logs browsers in at all: without a client of an identity provider it does not. */
export const hasLogin = async () => {
  const answer = await fetch('/login', {redirect: 'manual'}).catch(() => null);
  return answer?.type === 'opaqueredirect';
};

export const logOut = () => fetch('/session', {method: 'DELETE', headers: {'X-Requested-With': 'console'}});
