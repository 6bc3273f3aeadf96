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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Drops whoever tries passwords of many accounts. What counts are *accounts*, each once: a phone with a wrong password, which tries for
/// ever, is one, and so the office behind the same address goes on ([BackOff] slows such a phone down). An account that logs in from
/// there counts no more. In the memory of this node; bounded; thread-safe.
public final class AddressBans implements Attempts {
    /// What is remembered of networks that are not banned: the one that was quiet longest is forgotten first.
    private static final int MOST_WATCHED = 4096;

    private static final int MOST_BANNED = 65_536;
    private static final int LONGEST_NAME = 64;

    /// When somebody is banned.
    ///
    /// @param accounts so many with a wrong password; 0: nobody ever is
    /// @param window within it
    /// @param length of the ban
    public record Rule(int accounts, Duration window, Duration length) {}

    /// A ban.
    ///
    /// @param network an IPv4 address, or the /64 of an IPv6 one
    /// @param accounts how many were tried
    /// @param dropped datagrams and connections since it began
    public record Ban(String network, Instant since, Instant until, int accounts, long dropped) {}

    private static final class Banned {
        private final Instant since;
        private final Instant until;
        private final int accounts;
        private final LongAdder dropped = new LongAdder();

        private Banned(Instant since, Instant until, int accounts) {
            this.since = since;
            this.until = until;
            this.accounts = accounts;
        }
    }

    private final Supplier<Rule> rule;
    private final Predicate<InetAddress> exempt;
    private final Consumer<InetAddress> onBan;
    private final InstantSource clock;
    private final Map<SourceNetwork, Banned> banned = new ConcurrentHashMap<>();
    private final AtomicLong bans = new AtomicLong();
    private final LongAdder dropped = new LongAdder();

    /// When each account was tried last, by network.
    private final Map<SourceNetwork, Map<String, Instant>> watched =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<SourceNetwork, Map<String, Instant>> eldest) {
                    return size() > MOST_WATCHED;
                }
            };

    /// @param exempt who is never banned
    /// @param onBan gets an address of a network that has just been; returns at once
    public AddressBans(
            Supplier<Rule> rule,
            Predicate<InetAddress> exempt,
            Consumer<InetAddress> onBan,
            InstantSource clock) {
        this.rule = rule;
        this.exempt = exempt;
        this.onBan = onBan;
        this.clock = clock;
    }

    @Override
    public void failed(String account, InetAddress source) {
        Rule now = rule.get();
        if (now.accounts() == 0 || exempt.test(source)) {
            return;
        }
        SourceNetwork network = SourceNetwork.of(source);
        if (count(account, network, now) >= now.accounts() && ban(network, now)) {
            onBan.accept(source);
        }
    }

    /// How many accounts that makes.
    private int count(String account, SourceNetwork network, Rule rule) {
        Instant now = clock.instant();
        synchronized (watched) {
            Map<String, Instant> tried =
                    watched.computeIfAbsent(network, _ -> new LinkedHashMap<>());
            String name = name(account);
            tried.remove(name);
            tried.put(name, now);
            Instant begin = now.minus(rule.window());
            tried.values().removeIf(at -> at.isBefore(begin));
            return tried.size();
        }
    }

    private static String name(String account) {
        return account.length() <= LONGEST_NAME ? account : account.substring(0, LONGEST_NAME);
    }

    private boolean ban(SourceNetwork network, Rule rule) {
        Instant now = clock.instant();
        synchronized (watched) {
            Map<String, Instant> tried = watched.remove(network);
            if (tried == null) {
                return false; // another one was quicker
            }
            if (banned.size() >= MOST_BANNED) {
                banned.values().removeIf(one -> !now.isBefore(one.until));
            }
            if (banned.size() >= MOST_BANNED) {
                return false;
            }
            banned.put(network, new Banned(now, now.plus(rule.length()), tried.size()));
            bans.incrementAndGet();
            return true;
        }
    }

    @Override
    public void succeeded(String account, InetAddress source) {
        synchronized (watched) {
            if (watched.isEmpty()) {
                return;
            }
            SourceNetwork network = SourceNetwork.of(source);
            Map<String, Instant> tried = watched.get(network);
            if (tried != null) {
                tried.remove(name(account));
                if (tried.isEmpty()) {
                    watched.remove(network);
                }
            }
        }
    }

    private Optional<Banned> find(InetAddress source) {
        if (banned.isEmpty()) {
            return Optional.empty();
        }
        SourceNetwork network = SourceNetwork.of(source);
        Banned found = banned.get(network);
        if (found == null) {
            return Optional.empty();
        }
        if (!clock.instant().isBefore(found.until)) {
            banned.remove(network, found);
            return Optional.empty();
        }
        return Optional.of(found);
    }

    @Override
    public Duration pause(InetAddress source) {
        return find(source)
                .map(one -> Duration.between(clock.instant(), one.until))
                .filter(Duration::isPositive)
                .map(left -> Duration.ofSeconds(left.plusNanos(999_999_999).toSeconds()))
                .orElse(Duration.ZERO);
    }

    /// Whether what came from there is taken; counts it if it is not.
    public boolean admits(InetAddress source) {
        Optional<Banned> found = find(source);
        if (found.isPresent()) {
            found.get().dropped.increment();
            dropped.increment();
            return false;
        }
        return true;
    }

    /// Who is banned now, the latest first.
    public List<Ban> list() {
        Instant now = clock.instant();
        List<Ban> list = new ArrayList<>();
        banned.forEach((network, one) -> {
            if (now.isBefore(one.until)) {
                list.add(
                        new Ban(
                                network.toString(),
                                one.since,
                                one.until,
                                one.accounts,
                                one.dropped.sum()));
            }
        });
        list.sort(Comparator.comparing(Ban::since).reversed().thenComparing(Ban::network));
        return list;
    }

    /// Ends a ban; what was tried before is forgotten.
    ///
    /// @param network as [Ban#network] has it, or an address in it
    /// @return false if it is not banned
    public boolean lift(String network) {
        return SourceNetwork.parse(network).filter(one -> banned.remove(one) != null).isPresent();
    }

    /// How many are banned now.
    public int size() {
        return list().size();
    }

    /// How many bans there were since the start.
    public long bans() {
        return bans.get();
    }

    /// How many datagrams and connections were dropped since the start.
    public long dropped() {
        return dropped.sum();
    }
}
