package org.earshot.common.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
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
/// there counts no more. Datagrams can carry anybody's address: what can't be proven to come from there bans nobody; from an address of
/// which there is much of that, nothing unproven is judged for a while. In the memory of this node; bounded; thread-safe.
public final class AddressBans implements Attempts {
    private static final int MOST_BANNED = 65_536;

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

    private final TriedAccounts tried = new TriedAccounts();
    private final TriedAccounts unproven = new TriedAccounts();

    /// Until when what comes from there has to be proven.
    private final Map<SourceNetwork, Instant> doubted = new ConcurrentHashMap<>();

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
    public void failed(String account, InetAddress source, boolean proven) {
        Rule now = rule.get();
        if (isFree(source)) {
            return;
        }
        SourceNetwork network = SourceNetwork.of(source);
        Instant at = clock.instant();
        if (!proven) {
            if (unproven.add(account, network, at, now.window()) >= now.accounts()) {
                unproven.remove(network);
                doubt(network, at.plus(now.length()));
            }
        } else if (tried.add(account, network, at, now.window()) >= now.accounts()
                && ban(network, now)) {
            onBan.accept(source);
        }
    }

    /// Whether the rule, as it is now, leaves alone who comes from there: then a ban from before it was changed counts no more.
    private boolean isFree(InetAddress source) {
        return rule.get().accounts() == 0 || exempt.test(source);
    }

    private void doubt(SourceNetwork network, Instant until) {
        Instant now = clock.instant();
        if (doubted.size() >= MOST_BANNED) {
            doubted.values().removeIf(end -> !now.isBefore(end));
        }
        if (doubted.size() < MOST_BANNED) {
            doubted.put(network, until);
        }
    }

    @Override
    public boolean mustProve(InetAddress source) {
        return !doubted.isEmpty()
                && Optional.ofNullable(doubted.get(SourceNetwork.of(source)))
                        .filter(clock.instant()::isBefore)
                        .isPresent()
                && !isFree(source);
    }

    /// How the network of an address is written, as in [Ban#network].
    public static String network(InetAddress source) {
        return SourceNetwork.of(source).toString();
    }

    private boolean ban(SourceNetwork network, Rule rule) {
        Instant now = clock.instant();
        int accounts = tried.remove(network);
        if (accounts == 0) {
            return false; // another thread was quicker
        }
        if (banned.size() >= MOST_BANNED) {
            banned.values().removeIf(one -> !now.isBefore(one.until));
        }
        if (banned.size() >= MOST_BANNED) {
            return false;
        }
        banned.put(network, new Banned(now, now.plus(rule.length()), accounts));
        bans.incrementAndGet();
        return true;
    }

    @Override
    public void succeeded(String account, InetAddress source) {
        SourceNetwork network = SourceNetwork.of(source);
        tried.forget(account, network);
        unproven.forget(account, network);
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
        return isFree(source) ? Optional.empty() : Optional.of(found);
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
            if (now.isBefore(one.until) && !isFree(network.address())) {
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
