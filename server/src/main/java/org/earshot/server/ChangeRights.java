package org.earshot.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.earshot.common.config.ConfigKey;
import org.earshot.common.config.ConfigReader;
import org.earshot.server.config.ServerConfig;
import org.earshot.server.config.TrunkConfig;

/// Who may change which setting through the server. Pure.
final class ChangeRights {
    /// Who says who people are, and where the server's secrets go: whoever could change these would be whom they like, or would be sent
    /// the secrets.
    private static final Set<String> BELIEVED =
            Set.of(
                    "ldap.url",
                    "ldap.startTls",
                    "ldap.bindDn",
                    "ldap.base",
                    "ldap.filter",
                    // with one that people write themselves each would be whom they like
                    "ldap.attributes.name",
                    "ldap.existing",
                    "tls.acme.directory",
                    // who is sent when somebody calls, and what the server is made to connect to
                    "tracing.endpoint");

    /// All that can be changed on the machine only. What names files of the machine, or which code sees them, is among it: whoever is not
    /// there must not point there.
    static final Set<String> ON_THE_MACHINE =
            ConfigReader.keys(ServerConfig.class).stream()
                    .filter(ChangeRights::isOnTheMachine)
                    .map(ConfigKey::name)
                    .collect(Collectors.toUnmodifiableSet());

    private static final String MACHINE =
            " can be changed on the machine only, in the file: it says where the server's files, its database or its secrets are or go, or who says who people are";
    private static final String OFFICERS =
            " decides what the record gets and whom it believes: that is for officers";

    private ChangeRights() {}

    private static boolean isOnTheMachine(ConfigKey key) {
        return key.type().startsWith("path")
                || key.name().startsWith("database.")
                || key.name().startsWith("console.oidc.")
                || BELIEVED.contains(key.name());
    }

    /// Why somebody may not change one configuration into another; empty: they may.
    static Optional<String> objection(ServerConfig before, ServerConfig after, boolean isOfficer) {
        Set<String> changed = changed(before, after);
        return first(changed, ON_THE_MACHINE)
                .or(() -> trunk(before, after, ChangeRights::sendsSecretElsewhere))
                .map(key -> key + MACHINE)
                .or(() ->
                        isOfficer
                                ? Optional.empty()
                                : first(changed, RecordedPolicy.KEYS)
                                        .or(() -> trunk(before, after, ChangeRights::isBelieved))
                                        .map(key -> key + OFFICERS));
    }

    private static Set<String> changed(ServerConfig before, ServerConfig after) {
        Map<String, String> there = ShownConfig.plain(before);
        Set<String> changed = new TreeSet<>();
        ShownConfig.plain(after)
                .forEach((key, value) -> {
                    if (!value.equals(there.get(key))) {
                        changed.add(key);
                    }
                });
        return changed;
    }

    private static Optional<String> first(Set<String> changed, Set<String> refused) {
        return changed.stream().filter(refused::contains).findFirst();
    }

    /// One trunk that there will be.
    ///
    /// @param before the one of its name that there is
    private record Changed(Optional<TrunkConfig> before, TrunkConfig after) {
        boolean differs(Function<TrunkConfig, Object> part) {
            return !before.map(part).equals(Optional.of(part.apply(after)));
        }
    }

    private static Optional<String> trunk(
            ServerConfig before, ServerConfig after, Function<Changed, Optional<String>> refused) {
        return after.trunks().stream()
                .map(trunk ->
                        new Changed(
                                before.trunks().stream()
                                        .filter(one -> one.name().equals(trunk.name()))
                                        .findFirst(),
                                trunk)) //
                .flatMap(one -> refused.apply(one).stream())
                .map(part -> "trunks[]." + part)
                .findFirst();
    }

    /// A trunk that logs in does so where the machine's file says. One that is new has a host of the changer's choice too, and the
    /// password of one that was there before may still lie there under its name.
    private static Optional<String> sendsSecretElsewhere(Changed trunk) {
        if (trunk.after().user().isEmpty()
                && trunk.before().map(TrunkConfig::user).orElse("").isEmpty()) {
            return Optional.empty();
        }
        if (trunk.differs(TrunkConfig::host) || trunk.differs(TrunkConfig::port)) {
            return Optional.of("host");
        }
        if (trunk.differs(TrunkConfig::transport)) {
            return Optional.of("transport");
        }
        return trunk.differs(TrunkConfig::user) ? Optional.of("user") : Optional.empty();
    }

    /// From whom calls come as from the telephone network.
    private static Optional<String> isBelieved(Changed trunk) {
        if (!trunk.before().map(TrunkConfig::from).orElse(List.of()).equals(trunk.after().from())) {
            return Optional.of("from");
        }
        boolean before = trunk.before().map(TrunkConfig::certificate).orElse(false);
        // whose certificate that is stands in domain, or host
        return trunk.after().certificate()
                        && (!before
                                || trunk.differs(TrunkConfig::domain)
                                || trunk.differs(TrunkConfig::host))
                ? Optional.of("certificate")
                : Optional.empty();
    }
}
