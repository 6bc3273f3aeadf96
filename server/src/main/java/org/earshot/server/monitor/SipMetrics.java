package org.earshot.server.monitor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sip.message.Request;
import org.earshot.common.stack.StackObserver;

/// Requests by method and answer, and how long they took. Methods and answers that RFCs don't know have no label of their own, since
/// anybody can make them up. Thread-safe; neither waits nor, after the first of a kind, allocates.
final class SipMetrics implements StackObserver {
    private static final String OTHER = "other";
    private static final String[] METHODS = {
        OTHER,
        Request.REGISTER,
        Request.INVITE,
        Request.BYE,
        Request.CANCEL,
        Request.MESSAGE,
        Request.SUBSCRIBE,
        Request.NOTIFY,
        Request.PUBLISH,
        Request.OPTIONS,
        Request.INFO,
        Request.UPDATE,
        Request.PRACK,
        Request.REFER
    };
    private static final Map<String, Integer> NUMBERS =
            IntStream.range(1, METHODS.length)
                    .boxed()
                    .collect(Collectors.toMap(number -> METHODS[number], number -> number));

    /// Of IANA's registry. Of others there is a count for each class, `4xx`.
    private static final Set<Integer> CODES =
            Stream.of(
                            IntStream.of(200, 202, 204, 300, 301, 302, 305, 380),
                            IntStream.rangeClosed(400, 410),
                            IntStream.of(
                                    412, 413, 414, 415, 416, 417, 420, 421, 422, 423, 424, 425),
                            IntStream.of(428, 429, 430, 433, 436, 437, 438, 439, 440, 469, 470),
                            IntStream.rangeClosed(480, 489),
                            IntStream.of(
                                    491, 493, 494, 500, 501, 502, 503, 504, 505, 513, 555, 580),
                            IntStream.of(600, 603, 604, 606, 607, 608))
                    .flatMapToInt(codes -> codes)
                    .boxed()
                    .collect(Collectors.toUnmodifiableSet());

    private static final int CODES_END = 800;

    /// A stored answer takes a millisecond or two, a repeated request half a second, a phone that rings half a minute.
    private static final Duration[] BUCKETS =
            Stream.of(
                            1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 32_000,
                            60_000)
                    .map(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final AtomicReferenceArray<Counter> answers =
            new AtomicReferenceArray<>(METHODS.length * CODES_END);
    private final AtomicReferenceArray<Counter> repeats =
            new AtomicReferenceArray<>(METHODS.length);
    private final AtomicReferenceArray<Timer> durations =
            new AtomicReferenceArray<>(METHODS.length);
    private final Counter malformed;

    SipMetrics(MeterRegistry registry) {
        this.registry = registry;
        malformed =
                Counter.builder("earshot.sip.malformed.messages")
                        .description("What came over SIP's sockets and could not be read")
                        .register(registry);
    }

    @Override
    public void answered(String method, int status, long nanos) {
        int number = NUMBERS.getOrDefault(method, 0);
        int at = number * CODES_END + Math.clamp(status, 0, CODES_END - 1);
        Counter answer = answers.getAcquire(at);
        (answer == null ? answer(at, number, status) : answer).increment();
        Timer duration = durations.getAcquire(number);
        (duration == null ? duration(number) : duration).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void repeated(String method) {
        int number = NUMBERS.getOrDefault(method, 0);
        Counter repeat = repeats.getAcquire(number);
        (repeat == null ? repeat(number) : repeat).increment();
    }

    @Override
    public void malformed() {
        malformed.increment();
    }

    // the registry gives the same meter to two that come at once

    private Counter answer(int at, int number, int status) {
        Counter made =
                Counter.builder("earshot.sip.requests")
                        .description("SIP requests that got their final answer, by method and code")
                        .tags("method", METHODS[number], "code", code(status))
                        .register(registry);
        answers.set(at, made);
        return made;
    }

    private Counter repeat(int number) {
        Counter made =
                Counter.builder("earshot.sip.repeated.requests")
                        .description(
                                "SIP requests that came again, since something was lost or late")
                        .tags("method", METHODS[number])
                        .register(registry);
        repeats.set(number, made);
        return made;
    }

    private Timer duration(int number) {
        Timer made =
                Timer.builder("earshot.sip.request.duration")
                        .description("Time from a SIP request to its final answer; an INVITE rings")
                        .tags("method", METHODS[number])
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry);
        durations.set(number, made);
        return made;
    }

    private static String code(int status) {
        return CODES.contains(status) ? Integer.toString(status) : status / 100 + "xx";
    }
}
