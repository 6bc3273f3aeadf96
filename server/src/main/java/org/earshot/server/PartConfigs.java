package org.earshot.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.key.ServerNames;
import org.earshot.common.msrp.MsrpUri;
import org.earshot.common.relay.FileRelay;
import org.earshot.common.relay.RelayOffer;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.WireLimits;
import org.earshot.proxy.ProxyConfig;
import org.earshot.proxy.TrustedNetworks;
import org.earshot.proxy.channel.ChannelPolicy;
import org.earshot.proxy.channel.FileRules;
import org.earshot.proxy.channel.Rule;
import org.earshot.proxy.message.MessageConfig;
import org.earshot.registrar.PhoneRules;
import org.earshot.registrar.RegistrarConfig;
import org.earshot.registrar.presence.PresenceConfig;
import org.earshot.registrar.presence.state.Consent;
import org.earshot.registrar.presence.watch.NotifyLimits;
import org.earshot.server.config.FilesConfig;
import org.earshot.server.config.ServerConfig;
import org.earshot.server.msrprelay.MsrpRelay;

/// What each part is told of the configuration, and what nobody sets. Pure.
final class PartConfigs {
    static final Duration NONCE_LIFE = Duration.ofMinutes(5);

    /// How many nonces, flows, sources and calls are remembered at most, of each.
    static final int REMEMBERED = 100_000;

    private static final Duration FLOW_TIMER = Duration.ofMinutes(2);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final Duration DIALOG_LIFE = Duration.ofHours(24);

    private static final int LARGEST_PRESENCE_DOCUMENT = 64 * 1024;

    /// A call rings all phones of an account at once, and never fewer than this may be tried.
    private static final int LEAST_FORKS = 10;

    private PartConfigs() {}

    /// @param listening where we listen, with real ports
    static LocalDomain domain(ServerConfig config, List<ListenPoint> listening) {
        List<InetAddress> addresses =
                listening.stream().map(point -> point.address().getAddress()).toList();
        Set<String> hosts = new LinkedHashSet<>();
        // a wildcard stands for every address of this machine
        for (InetAddress address : ServerNames.of(config.domain(), addresses).addresses()) {
            hosts.add(address.getHostAddress());
        }
        return new LocalDomain(
                config.domain(), hosts, ports(listening, false), ports(listening, true));
    }

    private static Set<Integer> ports(List<ListenPoint> listening, boolean streams) {
        return listening.stream()
                .filter(point -> point.transport().isReliable() == streams)
                .map(point -> point.address().getPort())
                .collect(Collectors.toSet());
    }

    static RegistrarConfig registrar(
            ServerConfig config,
            LocalDomain domain,
            RelayOffer relays,
            Supplier<Optional<URI>> service) {
        return new RegistrarConfig(
                domain,
                config.registrar().minExpires(),
                config.registrar().defaultExpires(),
                config.registrar().maxExpires(),
                config.registrar().maxContacts(),
                FLOW_TIMER,
                RETRY_AFTER,
                config.archive().notice(),
                relays,
                new PhoneRules(
                        config.unrecorded().directCalls() == Rule.ALLOW,
                        config.calls().recording() == Rule.ALLOW,
                        Optional.of(config.files().content()),
                        config.files().store()),
                service);
    }

    /// What phones are told of relays.
    ///
    /// @param relay ours for files, if it is open here
    static RelayOffer relays(ServerConfig config, Optional<MsrpRelay> relay) {
        List<InetSocketAddress> addresses =
                relay.map(MsrpRelay::addresses).orElse(config.listen().relay());
        Optional<MsrpUri> uri =
                config.files()
                        .relayUri()
                        .or(() ->
                                addresses.stream()
                                        .findFirst()
                                        .filter(address -> address.getPort() != 0)
                                        .map(address -> uri(config, address)));
        return config.relay()
                .offer()
                .withFiles(
                        uri.filter(_ -> config.files().way().isRelayed())
                                .map(at ->
                                        new FileRelay(
                                                at,
                                                config.files().way() == FilesConfig.Way.RELAY)));
    }

    /// A wildcard stands for whatever the domain is called by.
    private static MsrpUri uri(ServerConfig config, InetSocketAddress address) {
        return address.getAddress().isAnyLocalAddress()
                ? MsrpUri.parse("msrps://" + config.domain() + ":" + address.getPort() + ";tcp")
                : MsrpUri.of(true, address.getAddress(), address.getPort(), "");
    }

    /// @param listening where we listen, with real ports
    static ProxyConfig proxy(
            ServerConfig config,
            LocalDomain domain,
            List<ListenPoint> listening,
            TrustedNetworks trusted) {
        return new ProxyConfig(
                domain,
                listening,
                trusted,
                config.proxy().timerC(),
                Math.max(LEAST_FORKS, config.registrar().maxContacts()),
                DIALOG_LIFE,
                REMEMBERED,
                RETRY_AFTER,
                new ChannelPolicy(
                        config.unrecorded().chatInCalls(),
                        config.unrecorded().encryptedMessages(),
                        config.unrecorded().textElsewhere(),
                        Set.copyOf(config.unrecorded().headerFields())),
                new FileRules(
                        config.files().way() == FilesConfig.Way.STORE,
                        config.files().largestDirect(),
                        config.files().endings()),
                config.archive().whileAway() == ServerConfig.Archive.WhileAway.RELAY);
    }

    static MessageConfig messages(ServerConfig config) {
        return new MessageConfig(
                config.limits().maxBodyBytes(),
                config.message().ratePerSecond(),
                config.message().burst(),
                config.message().expires(),
                config.message().maxWaiting(),
                config.message().blockedAnswer(),
                config.message().copiesToAll(),
                config.message().history(),
                RETRY_AFTER);
    }

    static PresenceConfig presence(ServerConfig config, LocalDomain domain) {
        ServerConfig.Presence keys = config.presence();
        NotifyLimits standard = NotifyLimits.DEFAULT;
        return new PresenceConfig(
                domain,
                new Consent(keys.others(), keys.lamps(), keys.lampsShowPeers()),
                keys.minExpires(),
                keys.defaultExpires(),
                keys.maxExpires(),
                keys.maxSubscriptions(),
                keys.maxSubscriptionsPerAccount(),
                keys.maxPublications(),
                Math.min(config.limits().maxBodyBytes(), LARGEST_PRESENCE_DOCUMENT),
                keys.listName(),
                new NotifyLimits(
                        keys.minNotifyInterval(),
                        standard.burst(),
                        standard.most(),
                        standard.patience(),
                        standard.retry(),
                        keys.maxListEntries()),
                config.quality().keep(),
                RETRY_AFTER);
    }

    static MsrpRelay.Settings relay(ServerConfig config, LocalDomain domain) {
        Set<String> hosts = new LinkedHashSet<>(domain.hosts());
        hosts.add(LocalDomain.canonical(domain.name()));
        config.listen()
                .relay()
                .forEach(address -> hosts.add(address.getAddress().getHostAddress()));
        config.files().relayUri().ifPresent(uri -> hosts.add(LocalDomain.canonical(uri.host())));
        return new MsrpRelay.Settings(
                host -> hosts.contains(LocalDomain.canonical(host)),
                config.files().relayedSessions(),
                config.files().relayedBytesPerSecond(),
                config.limits().connections(),
                config.limits().connectionsPerAddress(),
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofMinutes(15));
    }

    static WireLimits wireLimits(ServerConfig config) {
        WireLimits standard = WireLimits.DEFAULT;
        return new WireLimits(
                standard.maxHeaderBytes(),
                config.limits().maxBodyBytes(),
                config.limits().connections(),
                config.limits().connectionsPerAddress(),
                standard.maxQueuedBytes() + config.limits().maxBodyBytes(),
                standard.connectTimeout(),
                standard.handshakeTimeout(),
                standard.firstMessageTimeout(),
                standard.messageTimeout(),
                standard.idleTimeout(),
                standard.writeTimeout(),
                standard.pongTimeout());
    }
}
