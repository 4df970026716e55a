package io.outdial.bench;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Sends requests of one kind: as many as are answered, or at a rate that waits for nobody. */
final class Load {

    private static final int MOST_AT_ONCE = 500;

    private final HttpClient http;
    private final Supplier<HttpRequest> requests;
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicReference<String> first = new AtomicReference<>();

    /** @param requests makes the next request */
    Load(HttpClient http, Supplier<HttpRequest> requests) {
        this.http = http;
        this.requests = requests;
    }

    /** Answers a second when {@code atOnce} requests are always under way. */
    double saturation(int atOnce, int seconds) throws InterruptedException {
        Semaphore room = new Semaphore(atOnce);
        AtomicInteger answers = new AtomicInteger();
        long began = System.nanoTime();
        long until = began + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < until) {
            room.acquire();
            http.sendAsync(requests.get(), BodyHandlers.discarding()).whenComplete((answer, failure) -> {
                count(answer, failure, answers);
                room.release();
            });
        }
        room.acquire(atOnce);
        return answers.get() / ((System.nanoTime() - began) / 1e9);
    }

    /**
     * Milliseconds from when each request was due to its answer: what a request waits because the one before it took long is
     * counted too.
     */
    double[] at(double perSecond, int seconds) throws InterruptedException {
        int n = (int) Math.max(20, perSecond * seconds);
        double[] waits = new double[n];
        Semaphore room = new Semaphore(MOST_AT_ONCE);
        AtomicInteger answers = new AtomicInteger();
        long began = System.nanoTime();
        for (int i = 0; i < n; i++) {
            long due = began + (long) (i / perSecond * 1e9);
            long early;
            while ((early = due - System.nanoTime()) > 0) {
                LockSupport.parkNanos(early);
            }
            room.acquire();
            int place = i;
            http.sendAsync(requests.get(), BodyHandlers.discarding()).whenComplete((answer, failure) -> {
                waits[place] = (System.nanoTime() - due) / 1e6;
                count(answer, failure, answers);
                room.release();
            });
        }
        room.acquire(MOST_AT_ONCE);
        return waits;
    }

    /** How many were not answered with success, and what became of the first of them; empty for none. */
    String failures() {
        return failed.get() == 0 ? "" : failed + " failed, first: " + first.get();
    }

    private void count(HttpResponse<Void> answer, Throwable failure, AtomicInteger answers) {
        if (failure == null && answer.statusCode() < 300) {
            answers.incrementAndGet();
        } else {
            failed.incrementAndGet();
            first.compareAndSet(null, failure == null ? "status " + answer.statusCode() : failure.toString());
        }
    }
}
