import {Refused, Unreachable, get, newKey, patch, post} from '../api.js';
import {at, collisions, merged, patchOf, put, same, written} from './document.js';

const TYPING_MS = 700;
const AGAIN_MS = 5_000;
/** What may change while calls are made, as docs/lifecycle.md says. */
const WHILE_RUNNING = [
  '/calls/maxDailyCalls',
  '/calls/maxConcurrentCalls',
  '/calls/callsPerMinute',
  '/calls/callsPerHour',
  '/calls/windows',
  '/calls/doNotDisturb',
  '/calls/holidays',
  '/calls/priority',
  '/endAt',
  '/duration',
  '/performance/budget',
  '/quality',
  '/pacing',
];

/**
 * A campaign while it is written. It saves itself a moment after the last change, holding to the version that was read; what is not
 * saved yet is kept with the browser's tab, so that a reload or a new login finds it again. Tells of everything by `changed`.
 *
 * - `state`: `saved`, `unsaved`, `saving`, `refused` (the service says why in `problems`), `conflict` (somebody else changed the
 *   same parts: `collisions`), `offline`
 * - `verdict`: what the checks before a start found in what is saved
 */
export class Draft extends EventTarget {
  state = 'saved';
  problems = [];
  collisions = [];
  verdict = null;
  failure = null;
  campaign = null;
  revision = 0;

  constructor(id) {
    super();
    this.id = id;
    this.kept = `outdial.draft.${id}`;
    this.online = () => this.state === 'offline' && this.save();
    addEventListener('online', this.online);
  }

  async open() {
    this.take(await get(`/campaigns/${this.id}`));
    this.working = this.saved;
    this.restore();
    this.tell();
    if (this.state === 'unsaved') {
      await this.save();
    } else {
      await this.validate();
    }
  }

  close() {
    clearTimeout(this.timer);
    removeEventListener('online', this.online);
    if (this.state === 'unsaved') {
      this.save();
    }
    this.closed = true;
  }

  /** What the service holds now. */
  take(campaign) {
    this.campaign = campaign;
    this.saved = written(campaign);
    this.version = `"${campaign.version}"`;
  }

  restore() {
    const kept = JSON.parse(sessionStorage.getItem(this.kept) ?? 'null');
    if (!kept) {
      return;
    }
    if (kept.version !== this.version && collisions(kept.saved, kept.working, this.saved).length > 0) {
      this.collide(kept.saved, kept.working);
      return;
    }
    this.working = merged(kept.saved, kept.working, this.saved);
    this.state = same(this.working, this.saved) ? 'saved' : 'unsaved';
  }

  value(pointer) {
    return at(this.working, pointer);
  }

  /** Whether this part may be changed in the state in which the campaign is. */
  editable(pointer) {
    const {state} = this.campaign;
    if (state === 'draft' || state === 'scheduled') {
      return true;
    }
    return (state === 'active' || state === 'paused') && WHILE_RUNNING.some((open) => pointer === open || pointer.startsWith(`${open}/`));
  }

  change(pointer, value) {
    this.replace(put(this.working, pointer, value));
  }

  replace(working) {
    this.working = working;
    if (this.state === 'conflict') {
      this.collisions = collisions(this.base, working, this.saved);
    } else {
      this.state = same(working, this.saved) ? 'saved' : 'unsaved';
    }
    this.keep();
    clearTimeout(this.timer);
    if (this.state === 'unsaved') {
      this.timer = setTimeout(() => this.save(), TYPING_MS);
    } else if (this.state === 'saved') {
      this.problems = [];
    }
    this.tell();
  }

  keep() {
    if (same(this.working, this.saved)) {
      sessionStorage.removeItem(this.kept);
    } else {
      // In a conflict what both began with counts: kept as if it were of now, what is here would overwrite what the other wrote.
      const inConflict = this.state === 'conflict';
      const version = inConflict ? null : this.version;
      const saved = inConflict ? this.base : this.saved;
      const {working} = this;
      sessionStorage.setItem(this.kept, JSON.stringify({version, saved, working}));
    }
  }

  /** One at a time: what is typed meanwhile goes with the next. */
  async save() {
    clearTimeout(this.timer);
    if (this.saving) {
      return this.saving;
    }
    this.saving = this.send().finally(() => (this.saving = null));
    await this.saving;
    if (this.state === 'unsaved' && !this.closed) {
      this.timer = setTimeout(() => this.save(), TYPING_MS);
    }
  }

  async send() {
    const sent = this.working;
    this.state = 'saving';
    this.tell();
    try {
      const change = patchOf(this.saved, sent);
      const answer = await patch(`/campaigns/${this.id}`, change, this.version);
      this.campaign = answer;
      this.version = `"${answer.version}"`;
      this.saved = sent;
      this.problems = [];
      this.failure = null;
      this.state = same(this.working, sent) ? 'saved' : 'unsaved';
      this.keep();
      this.tell();
      await this.validate();
    } catch (failure) {
      await this.failed(failure, sent);
    }
  }

  async failed(failure, sent) {
    this.failure = failure;
    if (failure instanceof Unreachable) {
      this.state = 'offline';
      this.timer = setTimeout(() => this.save(), AGAIN_MS);
    } else if (failure instanceof Refused && failure.status === 412) {
      await this.meet();
    } else {
      this.state = same(this.working, sent) ? 'refused' : 'unsaved';
      this.problems = failure.errors ?? [];
    }
    this.tell();
  }

  /** Somebody else saved meanwhile: where the two changed different parts, both stay. */
  async meet() {
    const base = this.saved;
    try {
      this.take(await get(`/campaigns/${this.id}`));
    } catch (failure) {
      this.failure = failure;
      this.state = 'offline';
      this.timer = setTimeout(() => this.save(), AGAIN_MS);
      return;
    }
    if (collisions(base, this.working, this.saved).length > 0) {
      this.collide(base, this.working);
      return;
    }
    this.working = merged(base, this.working, this.saved);
    this.failure = null;
    this.state = same(this.working, this.saved) ? 'saved' : 'unsaved';
    this.keep();
  }

  collide(base, working) {
    this.base = base;
    this.working = working;
    this.collisions = collisions(base, working, this.saved);
    this.failure = null;
    this.state = 'conflict';
  }

  /** Ends a conflict: by what was written here, or by what the other wrote where both did. */
  async settle(mine) {
    const both = merged(this.base, this.working, this.saved);
    this.working = mine ? both : this.collisions.reduce((all, pointer) => put(all, pointer, this.theirs(pointer)), both);
    this.collisions = [];
    this.state = same(this.working, this.saved) ? 'saved' : 'unsaved';
    this.keep();
    this.tell();
    await (this.state === 'unsaved' ? this.save() : this.validate());
  }

  /** Asks for the checks before a start; an older answer never replaces a newer one. */
  async validate() {
    this.checking?.abort();
    this.checking = new AbortController();
    const {signal} = this.checking;
    try {
      const verdict = await post(`/campaigns/${this.id}/validate`, null, newKey(), signal);
      if (!signal.aborted) {
        this.verdict = verdict;
        this.tell();
      }
    } catch (failure) {
      if (!signal.aborted) {
        this.failure = failure;
        this.tell();
      }
    }
  }

  /** Saves what is not saved, then lets it be moved to another state. */
  async settled() {
    clearTimeout(this.timer);
    while (this.saving || this.state === 'unsaved') {
      await this.save();
    }
    return this.state === 'saved';
  }

  /** It is in another state now. */
  moved(campaign) {
    this.take(campaign);
    this.working = this.saved;
    this.keep();
    this.tell();
  }

  /** What the service holds at a place. */
  theirs(pointer) {
    return at(this.saved, pointer);
  }

  tell() {
    this.revision += 1;
    if (!this.closed) {
      this.dispatchEvent(new Event('changed'));
    }
  }
}
