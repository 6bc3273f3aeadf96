package org.earshot.server.attempt;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.earshot.common.auth.AddressBans;
import org.earshot.common.auth.Attempts;
import org.earshot.common.db.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts failed logins in memory, on the way of each request, and writes the sums now and then. However many are tried, it holds no more
/// than [#MOST] sums, and a day has no more rows than [#MOST_OF_A_DAY] and one for each account. What is not written when the process dies is lost.
/// Thread-safe.
public final class FailedLogins {
    static final int MOST = 2000;
    static final int MOST_OF_A_DAY = 10_000;

    /// Days for which they are kept.
    static final int KEPT = 30;

    private static final Logger log = LoggerFactory.getLogger(FailedLogins.class);
    private static final int LONGEST_NAME = 64;

    private final FailedLoginTable table;
    private final Predicate<String> phones;
    private final Predicate<String> people;
    private final InstantSource clock;
    private Map<Key, FailedLogin> waiting = new HashMap<>();

    private record Key(LocalDate day, FailedLogin.Kind kind, String account, String network) {}

    /// @param phones whether there is an account of that name; may read the database
    /// @param people whether there is somebody with a role of that name; as above
    public FailedLogins(
            FailedLoginTable table,
            Predicate<String> phones,
            Predicate<String> people,
            InstantSource clock) {
        this.table = table;
        this.phones = phones;
        this.people = people;
        this.clock = clock;
    }

    /// The same for phones, before somebody else who hears of them.
    public Attempts before(Attempts next) {
        return new Attempts() {
            @Override
            public void failed(String account, InetAddress source, boolean proven) {
                // an address that may be forged gets no row of its own
                count(FailedLogin.Kind.PHONE, account, proven ? AddressBans.network(source) : "");
                next.failed(account, source, proven);
            }

            @Override
            public boolean mustProve(InetAddress source) {
                return next.mustProve(source);
            }

            @Override
            public void succeeded(String account, InetAddress source) {
                next.succeeded(account, source);
            }

            @Override
            public Duration pause(InetAddress source) {
                return next.pause(source);
            }
        };
    }

    /// Counts one. Returns at once.
    ///
    /// @param account as it was typed
    public void failed(FailedLogin.Kind kind, String account, InetAddress source) {
        count(kind, account, AddressBans.network(source));
    }

    private void count(FailedLogin.Kind kind, String account, String network) {
        String name = account.length() > LONGEST_NAME ? "" : account;
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Key key = new Key(day, kind, name, network);
        synchronized (this) {
            if (waiting.size() >= MOST && !waiting.containsKey(key)) {
                key = new Key(day, kind, "", "");
            }
            FailedLogin one =
                    new FailedLogin(key.day, key.kind, key.account, key.network, 1, now, now);
            waiting.merge(key, one, InMemoryFailedLoginTable::sum);
        }
    }

    /// Writes what was counted, and forgets what is old. Tries again another time where that can't be now. May block.
    public void write() {
        Map<Key, FailedLogin> some;
        synchronized (this) {
            some = waiting;
            waiting = new HashMap<>();
        }
        try {
            LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            if (!some.isEmpty()) {
                boolean full = table.count(today) + some.size() > MOST_OF_A_DAY;
                add(List.copyOf(known(some.values().stream().toList(), full).values()));
            }
            table.forget(today.minusDays(KEPT));
        } catch (StoreUnavailableException e) {
            log.debug("failed logins are written later: {}", e.getMessage());
            synchronized (this) {
                some.forEach((key, one) -> {
                    if (waiting.size() < MOST || waiting.containsKey(key)) {
                        waiting.merge(key, one, InMemoryFailedLoginTable::sum);
                    }
                });
            }
        }
    }

    /// All at once; where that can't be for what is in one of them, each by itself.
    private void add(List<FailedLogin> rows) {
        try {
            table.add(rows);
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            log.warn("failed logins are written one by one: {}", e.getClass().getName());
            rows.forEach(this::addAlone);
        }
    }

    private void addAlone(FailedLogin row) {
        try {
            table.add(List.of(row));
        } catch (RuntimeException e) {
            log.warn("a sum of failed logins of {} is lost", row.day(), e);
        }
    }

    private static boolean exists(Predicate<String> names, String name) {
        try {
            return names.test(name);
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            // the message may have the name, and people type passwords there
            log.debug("a name that can't be looked for is nobody's: {}", e.getClass().getName());
            return false;
        }
    }

    /// With names that exist alone.
    ///
    /// @param full whether addresses have no row of their own any more
    private Map<Key, FailedLogin> known(List<FailedLogin> some, boolean full) {
        Map<Key, FailedLogin> rows = new HashMap<>();
        for (FailedLogin one : some) {
            Predicate<String> names =
                    switch (one.kind()) {
                        case PHONE -> phones;
                        case CONSOLE -> people;
                    };
            String account =
                    one.account().isEmpty() || !exists(names, one.account()) ? "" : one.account();
            String network = full ? "" : one.network();
            rows.merge(
                    new Key(one.day(), one.kind(), account, network),
                    new FailedLogin(
                            one.day(),
                            one.kind(),
                            account,
                            network,
                            one.times(),
                            one.firstAt(),
                            one.lastAt()),
                    InMemoryFailedLoginTable::sum);
        }
        return rows;
    }

    /// Some of all nodes, the latest first; of this node up to now, of others up to a minute ago.
    ///
    /// @param days today and so many before, less one
    public List<FailedLogin> latest(int days, int most) {
        write();
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return new ArrayList<>(table.latest(today.minusDays(days - 1L), most));
    }
}
