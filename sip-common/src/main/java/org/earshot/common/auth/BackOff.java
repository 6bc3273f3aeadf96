package org.earshot.common.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Slows down whoever tries passwords: by account *and* source address, so that nobody can lock an account for its
/// owner, who comes from elsewhere. After some failures each more doubles the pause, up to five minutes.
///
/// A datagram can name any source: what did not prove where it comes from pauses nobody. After as many of these for an account from a
/// source the next must prove it, which a phone that is there does at once with a new challenge. Bounded; thread-safe.
public final class BackOff {
    private static final int FREE_FAILURES = 5;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(30);

    /// Longer than any account's name; what is cut off only makes two liars share a pause.
    private static final int LONGEST_NAME = 64;

    private final InstantSource clock;
    private final Attempts attempts;
    private final Map<Key, Failures> failures;

    /// @param most how many pairs to remember; the one that was quiet longest is forgotten first
    public BackOff(int most, InstantSource clock) {
        this(most, clock, Attempts.NONE);
    }

    /// @param attempts hears of each, and may stop all from some place
    public BackOff(int most, InstantSource clock, Attempts attempts) {
        this.clock = clock;
        this.attempts = attempts;
        failures =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Key, Failures> eldest) {
                        return size() > most;
                    }
                };
    }

    /// How long this source must wait before it may try this account again, in whole seconds; zero for not at all.
    ///
    /// @param proven whether it is that source for sure; else only what holds for all from there counts
    public Duration pause(String account, InetAddress source, boolean proven) {
        Duration all = attempts.pause(source);
        return all.isZero() && proven ? left(key(account, source, true)) : all;
    }

    private synchronized Duration left(Key key) {
        Failures found = failures.get(key);
        if (found == null) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), found.pausedUntil);
        return left.isPositive()
                ? Duration.ofSeconds(left.plusNanos(999_999_999).toSeconds())
                : Duration.ZERO;
    }

    /// A wrong password.
    ///
    /// @param proven as [Attempts#failed]
    public void failed(String account, InetAddress source, boolean proven) {
        Instant now = clock.instant();
        synchronized (this) {
            failures.compute(
                    key(account, source, proven),
                    (_, before) ->
                            before == null || now.isAfter(before.last.plus(FORGOTTEN_AFTER))
                                    ? new Failures(1, now, now)
                                    : before.oneMore(now));
        }
        attempts.failed(account, source, proven);
    }

    /// Whether nobody is judged by what comes from there unproven ([Attempts#mustProve]), or this account is not, for now.
    boolean mustProve(String account, InetAddress source) {
        return attempts.mustProve(source) || !left(key(account, source, false)).isZero();
    }

    /// A right one.
    public void succeeded(String account, InetAddress source) {
        synchronized (this) {
            failures.remove(key(account, source, true));
            failures.remove(key(account, source, false));
        }
        attempts.succeeded(account, source);
    }

    /// How many pairs of an account and a source may not try now.
    public synchronized int paused() {
        Instant now = clock.instant();
        return (int)
                failures.entrySet().stream()
                        .filter(one ->
                                one.getKey().proven && one.getValue().pausedUntil.isAfter(now))
                        .count();
    }

    /// A pair of an account and a source with wrong passwords in the last half hour.
    ///
    /// @param network the source: an IPv4 address, or the /64 of an IPv6 one
    /// @param failures wrong passwords since the last right one
    /// @param until when it may try again; empty: it may now, or the failures did not prove that they came from there
    public record Tried(
            String account, String network, int failures, Instant last, Optional<Instant> until) {}

    /// Them all, the latest first; for administrators.
    public synchronized List<Tried> tried() {
        Instant now = clock.instant();
        List<Tried> tried = new ArrayList<>();
        failures.forEach((key, one) -> {
            if (!now.isAfter(one.last.plus(FORGOTTEN_AFTER))) {
                tried.add(
                        new Tried(
                                key.account,
                                key.network.toString(),
                                one.count,
                                one.last,
                                Optional.of(one.pausedUntil)
                                        .filter(until -> key.proven && now.isBefore(until))));
            }
        });
        tried.sort(Comparator.comparing(Tried::last).reversed());
        return tried;
    }

    synchronized int size() {
        return failures.size();
    }

    private static Key key(String account, InetAddress source, boolean proven) {
        String name =
                account.length() <= LONGEST_NAME ? account : account.substring(0, LONGEST_NAME);
        return new Key(name, SourceNetwork.of(source), proven);
    }

    private record Key(String account, SourceNetwork network, boolean proven) {}

    private record Failures(int count, Instant last, Instant pausedUntil) {
        Failures oneMore(Instant now) {
            int more = count + 1;
            if (more <= FREE_FAILURES) {
                return new Failures(more, now, now);
            }
            int doublings = Math.min(more - FREE_FAILURES - 1, 16);
            Duration pause = FIRST_PAUSE.multipliedBy(1L << doublings);
            Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            return new Failures(more, now, now.plus(bounded));
        }
    }
}
