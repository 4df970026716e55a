import {sessionEnded} from '../api.js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;
const FINAL = new Set(['completed', 'stopped', 'failed']);

/**
 * Follows server-sent events (WHATWG HTML, section 9.2) until stopped or the campaign is over. Own code beside the browser's
 * EventSource because that one neither says why it was refused nor waits as long as it is told; like it, this one begins again
 * after the last event it has seen.
 *
 * @param listener gets `event(type, data)` and `state('live' | 'lost' | 'over')`
 * @return how to stop
 */
export const follow = (path, listener) => {
  const stopping = new AbortController();
  run(path, listener, stopping.signal);
  return () => stopping.abort();
};

const run = async (path, listener, signal) => {
  const stream = {lastId: null, over: false};
  let wait = FIRST_WAIT_MS;
  while (!signal.aborted) {
    let told = null;
    try {
      const answer = await fetch(path, {
        signal,
        cache: 'no-store',
        headers: {Accept: 'text/event-stream', ...(stream.lastId ? {'Last-Event-ID': stream.lastId} : {})},
      });
      if (answer.status === 401) {
        sessionEnded();
        return;
      }
      if (answer.status === 403 || answer.status === 404) {
        return;
      }
      if (answer.ok) {
        listener.state('live');
        wait = FIRST_WAIT_MS;
        await read(answer.body, stream, listener);
      } else {
        told = Number(answer.headers.get('Retry-After')) * 1000 || null;
      }
    } catch (failure) {
      if (signal.aborted) {
        return;
      }
    }
    if (stream.over) {
      listener.state('over');
      return;
    }
    listener.state('lost');
    await pause(told ?? wait * (0.5 + Math.random()), signal);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
};

const read = async (body, stream, listener) => {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let event = {type: '', data: [], id: undefined};
  for (;;) {
    const {value, done} = await reader.read();
    if (done) {
      return;
    }
    const lines = (rest + value).split(/\r\n|\n|\r/);
    rest = lines.pop();
    for (const line of lines) {
      if (line === '') {
        dispatch(event, stream, listener);
        event = {type: '', data: [], id: undefined};
      } else {
        take(line, event);
      }
    }
  }
};

const take = (line, event) => {
  const colon = line.indexOf(':');
  const field = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
  if (field === 'data') {
    event.data.push(value);
  } else if (field === 'event') {
    event.type = value;
  } else if (field === 'id') {
    event.id = value;
  }
};

const dispatch = (event, stream, listener) => {
  if (event.data.length === 0) {
    return;
  }
  const data = JSON.parse(event.data.join('\n'));
  stream.lastId = event.id ?? stream.lastId;
  stream.over = event.type === 'progress' && FINAL.has(data.state) && data.inFlight === 0;
  listener.event(event.type, data);
};

const pause = (milliseconds, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
