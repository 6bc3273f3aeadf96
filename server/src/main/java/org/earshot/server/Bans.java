package org.earshot.server;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.earshot.common.auth.AddressBans;
import org.earshot.common.auth.AuthenticatedFlows;
import org.earshot.common.stack.SipNode;
import org.earshot.proxy.TrustedNetworks;
import org.earshot.server.config.ServerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bans of this node, and what a new one ends: the connections from there, but for those by TLS over which somebody has logged in:
/// phones behind the same address keep theirs. Thread-safe.
final class Bans {
    private static final Logger log = LoggerFactory.getLogger(Bans.class);

    private final Supplier<ServerConfig> config;
    private final AuthenticatedFlows flows;
    private final OwnAddresses own;
    private final Predicate<InetAddress> nodes;
    private final AddressBans addresses;
    private volatile Exempt exempt = new Exempt(List.of(), List.of());
    private volatile Optional<SipNode> node = Optional.empty();

    /// @param nodes whether another node is at an address; answers from memory
    Bans(
            Supplier<ServerConfig> config,
            AuthenticatedFlows flows,
            Predicate<InetAddress> nodes,
            InstantSource clock) {
        this.config = config;
        this.nodes = nodes;
        this.flows = flows;
        own = new OwnAddresses(clock);
        addresses =
                new AddressBans(
                        () -> config.get().security().bans().rule(),
                        this::isExempt,
                        this::begun,
                        clock);
    }

    AddressBans addresses() {
        return addresses;
    }

    /// Whose connections end.
    void of(SipNode opened) {
        node = Optional.of(opened);
    }

    /// This machine always is, whatever the list says: its console and its other processes would be shut out with whoever guesses there. So are
    /// the other nodes: with one of them all phones that are connected there would be.
    private boolean isExempt(InetAddress source) {
        ServerConfig.Security security = config.get().security();
        Exempt now = exempt;
        if (!now.isOf(security)) {
            now = new Exempt(security.bans().exempt(), security.trusted());
            exempt = now;
        }
        return own.contains(source) || now.contains(source) || nodes.test(source);
    }

    /// What the configuration says, read once: it is asked for each datagram that is dropped.
    private record Exempt(
            List<String> listed,
            List<String> trusted,
            TrustedNetworks ofListed,
            TrustedNetworks ofTrusted) {
        Exempt(List<String> listed, List<String> trusted) {
            this(listed, trusted, TrustedNetworks.of(listed), TrustedNetworks.of(trusted));
        }

        boolean isOf(ServerConfig.Security security) {
            return listed.equals(security.bans().exempt()) && trusted.equals(security.trusted());
        }

        boolean contains(InetAddress source) {
            return ofListed.contains(source) || ofTrusted.contains(source);
        }
    }

    private void begun(InetAddress source) {
        log.warn(
                "{} is banned for {}: wrong passwords of {} accounts",
                source.getHostAddress(),
                config.get().security().bans().length(),
                config.get().security().bans().accounts());
        node.ifPresent(one -> Thread.ofVirtual().name("ban").start(() -> end(one)));
    }

    private void end(SipNode one) {
        one.flows().stream()
                .filter(flow -> !addresses.pause(flow.remote().getAddress()).isZero())
                .filter(flow -> flows.of(flow).isEmpty())
                .forEach(one::close);
    }
}
