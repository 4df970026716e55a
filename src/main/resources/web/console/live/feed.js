const KEPT_EVENTS = 50;
/** Nobody reads faster, and the browser has time left for whoever scrolls or types. */
const BETWEEN_DRAWINGS_MS = 100;

/**
 * What a campaign's stream says, gathered until it is drawn next: however fast events come, that is at most ten times a second, in
 * a frame of the screen, and not at all while nobody sees the page. Of things that are told as they stand only the last counts; of what
 * happened the newest are kept. So what waits is bounded.
 */
export class Feed {
  /** @param show called when there is news to draw */
  constructor(show) {
    this.show = show;
    this.drawn = 0;
    this.clear();
  }

  clear() {
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    this.timer = null;
    this.now = {};
    this.happened = [];
    this.waiting = [];
  }

  /** @param id only what happened has one; everything else is how something stands */
  take(type, data, id) {
    if (id === undefined) {
      this.now[type] = data;
    } else {
      this.waiting.push({id, ...data});
      if (this.waiting.length > 2 * KEPT_EVENTS) {
        this.waiting.splice(0, KEPT_EVENTS);
      }
    }
    this.timer ??= setTimeout(
      () => (this.frame = requestAnimationFrame(() => this.draw())),
      Math.max(0, this.drawn + BETWEEN_DRAWINGS_MS - performance.now()),
    );
  }

  draw() {
    this.timer = null;
    this.drawn = performance.now();
    this.happened = [...this.waiting.reverse(), ...this.happened].slice(0, KEPT_EVENTS);
    this.waiting = [];
    this.show();
  }
}
