package io.outdial.browser;

import io.outdial.support.QuietMachine;

/** How smooth a page is: the times between the frames that the browser draws, and the tasks that keep it from drawing. */
final class Frames {

    /** Milliseconds between frames below which scrolling and typing still feel smooth; half of the frames at least. On a busy machine, above which a page hangs. */
    static final double SMOOTH = QuietMachine.bound(50.0, 250.0);

    /** A function of the page: watches for so many milliseconds, then answers the figures by name. */
    static final String MEASURE = """
            (milliseconds) => new Promise((resolve) => {
              const frames = [];
              const tasks = [];
              const watcher = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({duration}) => duration)));
              watcher.observe({entryTypes: ['longtask']});
              const begun = performance.now();
              let last = begun;
              const tick = (now) => {
                frames.push(now - last);
                last = now;
                if (now - begun < milliseconds) {
                  requestAnimationFrame(tick);
                } else {
                  frames.sort((one, other) => one - other);
                  const at = (share) => frames[Math.min(frames.length - 1, Math.floor(frames.length * share))];
                  resolve({
                    framesPerSecond: frames.length / milliseconds * 1000,
                    medianMillis: at(0.5), p95Millis: at(0.95), worstMillis: at(1),
                    longTasks: tasks.length, longestTaskMillis: Math.max(0, ...tasks),
                  });
                }
              };
              requestAnimationFrame(tick);
            })""";

    private Frames() {}
}
