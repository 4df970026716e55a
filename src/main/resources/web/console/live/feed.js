const KEPT_EVENTS = 50;

/**
 * What a campaign's stream says, gathered until the browser draws next: however fast events come, the page is drawn at most once
 * per frame, and not at all while nobody sees it. Of things that are told as they stand only the last counts; of what happened
 * the newest are kept. So what waits is bounded.
 */
export class Feed {
  /** @param show called once per frame in which there is news */
  constructor(show) {
    this.show = show;
    this.clear();
  }

  clear() {
    cancelAnimationFrame(this.frame);
    this.frame = null;
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
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.happened = [...this.waiting.reverse(), ...this.happened].slice(0, KEPT_EVENTS);
      this.waiting = [];
      this.show();
    });
  }
}
