package org.earshot.server;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.earshot.common.account.Account;
import org.earshot.common.account.InvalidAccountNameException;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.PeopleAdministration;
import org.earshot.server.config.PeopleConfig;
import org.earshot.server.config.ServerConfig;
import org.earshot.server.people.Link;
import org.earshot.server.people.Links;
import org.earshot.server.provision.PhoneKind;
import org.earshot.server.provision.PhoneOrder;

/// The administrator's commands about links, on the stores of this process. Thread-safe as these are.
final class StorePeopleAdministration implements PeopleAdministration {
    private static final int HTTPS_PORT = 443;

    private final ServerConfig config;
    private final KeyRing keys;
    private final Links links;
    private final Optional<LiveServer> live;
    private final Function<String, Account> accounts;
    private final InstantSource clock;

    /// @param accounts finds one, or throws [AdminException]
    StorePeopleAdministration(
            ServerConfig config,
            Stores stores,
            KeyRing keys,
            Optional<LiveServer> live,
            Function<String, Account> accounts,
            InstantSource clock) {
        this.config = config;
        this.keys = keys;
        this.links = new Links(stores.links(), clock);
        this.live = live;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    public GivenLink invite(Optional<String> name, Duration good, String by) {
        if (config.people().signUp() == PeopleConfig.SignUp.CLOSED) {
            throw new AdminException(
                    "people.signUp is closed: nobody could use an invitation; earshot admin user add");
        }
        try {
            return given(links.invite(place(), name, good, by));
        } catch (InvalidAccountNameException e) {
            throw new AdminException(e.getMessage());
        }
    }

    @Override
    public List<InvitationFact> invitations() {
        Instant now = clock.instant();
        return links.invitations().stream()
                .map(link ->
                        new InvitationFact(
                                link.id().toString(),
                                link.name(),
                                state(link, now),
                                link.createdAt(),
                                link.createdBy(),
                                link.expiresAt(),
                                link.usedBy()))
                .toList();
    }

    /// In a word.
    static String state(Link link, Instant now) {
        if (link.usedAt().isPresent()) {
            return "used";
        }
        return now.isBefore(link.expiresAt()) ? "open" : "over";
    }

    @Override
    public void revoke(String id) {
        Optional<UUID> which = id(id);
        if (which.isEmpty() || !links.revoke(which.get())) {
            throw new AdminException(
                    "there is no invitation "
                            + id
                            + " that could be taken back; earshot admin invitation list");
        }
    }

    /// What somebody typed.
    static Optional<UUID> id(String typed) {
        try {
            return Optional.of(UUID.fromString(typed));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public GivenLink resetLink(String name, String by) {
        return given(links.reset(place(), accounts.apply(name), by));
    }

    @Override
    public GivenLink phoneLink(
            String name, String label, String phone, String encryption, String by) {
        PhoneKind kind =
                PhoneKind.of(phone)
                        .orElseThrow(() ->
                                new AdminException(
                                        "\""
                                                + phone
                                                + "\" is no phone that there is a file for: "
                                                + String.join(", ", PhoneKind.texts())));
        if (!encryption.equals("demanded") && !encryption.equals("offered")) {
            throw new AdminException("--encryption is demanded or offered");
        }
        if (config.listen().tls().equals("off")) {
            throw new AdminException("files are for phones over TLS, and listen.tls is off");
        }
        Account account = accounts.apply(name);
        PhoneOrder order;
        try {
            order = new PhoneOrder(kind, encryption.equals("demanded"), label.strip());
        } catch (IllegalArgumentException e) {
            throw new AdminException(e.getMessage());
        }
        Links.GivenFile given = links.phone(place().service(), account, order, by);
        return new GivenLink(
                given.link().id().toString(), given.at().toString(), given.link().expiresAt());
    }

    private static GivenLink given(Links.Given given) {
        return new GivenLink(
                given.link().id().toString(), given.text().text(), given.link().expiresAt());
    }

    private Links.Place place() {
        URI service =
                live.flatMap(server -> server.service().get())
                        .or(this::configured)
                        .orElseThrow(() ->
                                new AdminException(
                                        "phones can't be served: https.listen is off, or takes any port and no server runs"));
        return new Links.Place(
                config.domain(),
                service,
                // with a certificate of somebody else's authority, phones have to trust that by
                // themselves
                config.tls().certificate().isPresent() || config.tls().acme().isOn()
                        ? Optional.empty()
                        : Optional.of(keys.current(KeyName.CA).fingerprint()));
    }

    /// While no server runs.
    private Optional<URI> configured() {
        if (!config.https().url().isEmpty()) {
            return Optional.of(URI.create(config.https().url()));
        }
        return config.https().addresses().stream()
                .map(InetSocketAddress::getPort)
                .filter(port -> port != 0)
                .findFirst()
                .map(port ->
                        URI.create(
                                "https://"
                                        + config.domain()
                                        + (port == HTTPS_PORT ? "" : ":" + port)));
    }
}
