import { setTimeout } from 'node:timers/promises';

const TRIES = 5;
const ANSWER_WITHIN_MS = 30_000;

/**
 * Sends again what was refused for now, and what was not answered: that may have had its effect, but what reads or has an
 * Idempotency-Key does no harm twice.
 */
export async function patiently(request: Request): Promise<Response> {
  const harmless = request.method === 'GET' || request.headers.has('Idempotency-Key');
  for (let attempt = 1; ; attempt++) {
    let wait = attempt;
    try {
      const response = await fetch(request.clone(), { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      if ((response.status !== 429 && response.status !== 503) || attempt === TRIES) {
        return response;
      }
      wait = Number(response.headers.get('Retry-After') ?? wait);
    } catch (noAnswer) {
      if (!harmless || attempt === TRIES) {
        throw noAnswer;
      }
    }
    await setTimeout(1000 * wait);
  }
}
