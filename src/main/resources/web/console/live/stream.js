import {sessionEnded} from '../api.js';
import {OVER} from '../parts/words.js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;
/** Until the stream has said how often it shows that it is alive. */
const FIRST_SILENCE_MS = 40_000;
/** A heartbeat may be late; two are not missed by chance. */
const HEARTBEATS_MISSED = 2;

/**
 * Follows server-sent events (WHATWG HTML, section 9.2) until stopped or the campaign is over. Own code beside the browser's
 * EventSource because that one neither says why it was refused, nor waits as long as it is told, nor notices a connection that
 * died without a word; like it, this one begins again after the last event it has seen.
 *
 * @param listener gets `event(type, data, id)` and `state('live' | 'lost' | 'over' | 'refused')`, the last when it may not follow any more
 * @return how to stop
 */
export const follow = (path, listener) => {
  const stopping = new AbortController();
  run(path, listener, stopping.signal);
  return () => stopping.abort();
};

const run = async (path, listener, signal) => {
  const stream = {lastId: null, over: false, silence: FIRST_SILENCE_MS};
  let wait = FIRST_WAIT_MS;
  while (!signal.aborted) {
    const attempt = new Attempt(signal, stream);
    let told = null;
    let ended = false;
    try {
      const answer = await fetch(path, {
        signal: attempt.signal,
        cache: 'no-store',
        headers: {Accept: 'text/event-stream', ...(stream.lastId ? {'Last-Event-ID': stream.lastId} : {})},
      });
      if (answer.status === 401) {
        sessionEnded();
        return;
      }
      if (answer.status === 403 || answer.status === 404) {
        listener.state('refused');
        return;
      }
      if (answer.ok) {
        listener.state('live');
        wait = FIRST_WAIT_MS;
        await read(answer.body, attempt, stream, listener);
        ended = true;
      } else {
        told = Number(answer.headers.get('Retry-After')) * 1000 || null;
      }
    } catch {
      if (signal.aborted) {
        return;
      }
    } finally {
      attempt.over();
    }
    if (stream.over) {
      listener.state('over');
      return;
    }
    // The service ends streams now and then, in an orderly way: that is no loss to speak of.
    if (!ended) {
      listener.state('lost');
    }
    await pause(told ?? wait * (0.5 + Math.random()), signal);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
};

/** One connection, given up when it is silent for too long or the browser knows that there is no network. */
class Attempt {
  constructor(stopped, stream) {
    this.stream = stream;
    this.own = new AbortController();
    this.signal = AbortSignal.any([stopped, this.own.signal]);
    this.giveUp = () => this.own.abort();
    addEventListener('offline', this.giveUp);
    this.heard();
  }

  heard() {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.giveUp, this.stream.silence);
  }

  over() {
    clearTimeout(this.timer);
    removeEventListener('offline', this.giveUp);
    this.own.abort();
  }
}

const read = async (body, attempt, stream, listener) => {
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
    // After what was said, which may be how long to wait for more.
    attempt.heard();
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
  if (event.type === 'stream') {
    stream.silence = data.heartbeatSeconds * 1000 * HEARTBEATS_MISSED + FIRST_WAIT_MS;
    return;
  }
  stream.over ||= event.type === 'progress' && OVER.includes(data.state) && data.inFlight === 0;
  listener.event(event.type, data, event.id);
};

/** Waits, but not when the network is back or the person looks at the page again. */
const pause = (milliseconds, signal) =>
  new Promise((resolve) => {
    const done = new AbortController();
    const end = () => {
      clearTimeout(timer);
      done.abort();
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    const options = {signal: done.signal};
    signal.addEventListener('abort', end, options);
    addEventListener('online', end, options);
    document.addEventListener('visibilitychange', () => document.hidden || end(), options);
  });
