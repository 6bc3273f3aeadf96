package org.earshot.server.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.common.config.ConfigException;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.key.ServerNames;
import org.earshot.common.websocket.AllowedOrigins;
import org.earshot.proxy.TrustedNetworks;
import org.earshot.proxy.channel.Rule;
import org.earshot.proxy.route.NumberingPlan;
import org.earshot.proxy.route.RoutingPlan;
import org.earshot.registrar.presence.state.Consent;
import org.earshot.registrar.presence.watch.NotifyLimits;

/// Everything that `config/earshot.yaml` can set, with the dotted path of the components as keys
/// (`listen.udp`). Each key is explained there; a test holds the two together.
///
/// @param domain the SIP domain that this server is responsible for: a name or a numeric address
/// @param data the folder of everything that the server keeps (mode 0700)
public record ServerConfig(
        String domain,
        Path data,
        Listen listen,
        Https https,
        ConsoleConfig console,
        Database database,
        Keys keys,
        Bus bus,
        Tls tls,
        Security security,
        Registrar registrar,
        Proxy proxy,
        Message message,
        Unrecorded unrecorded,
        Archive archive,
        Presence presence,
        Quality quality,
        Calls calls,
        RelayConfig relay,
        Limits limits,
        FilesConfig files,
        PeopleConfig people,
        List<TrunkConfig> trunks,
        DialPlanConfig dialplan,
        LdapConfig ldap,
        TracingConfig tracing) {

    public ServerConfig {
        try {
            domain = domain.toLowerCase(Locale.ROOT);
            if (domain.indexOf(':') >= 0 && !domain.startsWith("[")) {
                throw new IllegalArgumentException("an IPv6 address stands in brackets");
            }
            ServerNames.of(domain, List.of());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "domain",
                    "\""
                            + domain
                            + "\" is neither a domain name nor a numeric address (IPv6 in brackets)");
        }
        bus.address()
                .ifPresent(address -> {
                    if (!database.isShared()) {
                        throw new ConfigException(
                                "bus.listen",
                                "is for nodes that share a MySQL or MariaDB database; with this database.url there is one only: set it to off");
                    }
                    listen.refuseTaken("bus.listen", address);
                });
        trunks = List.copyOf(trunks);
        dialplan.check(trunks, domain);
        https.addresses().forEach(address -> listen.refuseTaken("https.listen", address));
        if (tls.acme().isOn()) {
            AcmeConfig.checkName("domain", domain);
            if (bus.address().isPresent()) {
                throw new ConfigException(
                        "tls.acme.directory",
                        "is for a server that is alone: with several the authority could ask the other one. Give all of them one under tls.certificate");
            }
            for (InetSocketAddress address : tls.acme().addresses()) {
                listen.refuseTaken("tls.acme.listen", address);
                if (address.getPort() != 0 && https.addresses().contains(address)) {
                    throw new ConfigException(
                            "tls.acme.listen",
                            "has an address and port that https.listen has already");
                }
            }
        }
        if (!console.isUnset()) {
            for (InetSocketAddress address : console.addresses()) {
                listen.refuseTaken("console.listen", address);
                if (address.getPort() != 0 && https.addresses().contains(address)) {
                    throw new ConfigException(
                            "console.listen",
                            "has an address and port that https.listen has already");
                }
            }
        }
        if (files.way() == FilesConfig.Way.RELAY
                && listen.relay().isEmpty()
                && files.relay().isEmpty()) {
            throw new ConfigException(
                    "files.way", "is relay, and there is none: set listen.msrp, or files.relay");
        }
        if (files.way() == FilesConfig.Way.STORE && !https.isServed()) {
            throw new ConfigException(
                    "files.way", "is store, and that is not served: set https.listen");
        }
        if (files.way() != FilesConfig.Way.STORE) {
            // who asks for that wants no file to go past it
            files.looksAtContent()
                    .ifPresent(key -> {
                        throw new ConfigException(
                                key,
                                "is for files in the store, and what goes from phone to phone passes it by: set files.way to store");
                    });
        }
        if (files.record() == FilesConfig.Recorded.CONTENT
                && files.way() != FilesConfig.Way.STORE) {
            throw new ConfigException(
                    "files.record",
                    "is content, and files that go from phone to phone leave none here: set files.way to store");
        }
    }

    /// Where SIP is served: `HOST:PORT`, several separated by commas, or `off`.
    public record Listen(String udp, String tcp, String tls, String ws, String wss, String msrp) {
        public Listen {
            List<Point> points = points(udp, tcp, tls, ws, wss);
            if (points.isEmpty()) {
                throw new ConfigException(
                        "listen",
                        "udp, tcp, tls, ws and wss are all off: there is nothing to serve");
            }
            add(points, "listen.msrp", msrp);
            for (int i = 0; i < points.size(); i++) {
                for (Point earlier : points.subList(0, i)) {
                    if (points.get(i).collidesWith(earlier)) {
                        throw new ConfigException(
                                points.get(i).key(),
                                "has an address and port that " + earlier.key() + " has already");
                    }
                }
            }
        }

        /// Where the relay for files listens.
        public List<InetSocketAddress> relay() {
            return ListenAddress.parse("listen.msrp", msrp);
        }

        /// All addresses of SIP, in the order of the keys.
        public List<Point> all() {
            return points(udp, tcp, tls, ws, wss);
        }

        /// Whether anything needs a certificate.
        public boolean isSecureServed() {
            return !tls.equals("off") || !wss.equals("off");
        }

        private void refuseTaken(String key, InetSocketAddress address) {
            List<Point> taken = new ArrayList<>(all());
            add(taken, "listen.msrp", msrp);
            for (Point point : taken) {
                if (new Point(key, address).collidesWith(point)) {
                    throw new ConfigException(
                            key, "has an address and port that " + point.key() + " has already");
                }
            }
        }

        private static List<Point> points(
                String udp, String tcp, String tls, String ws, String wss) {
            List<Point> points = new ArrayList<>();
            add(points, "listen.udp", udp);
            add(points, "listen.tcp", tcp);
            add(points, "listen.tls", tls);
            add(points, "listen.ws", ws);
            add(points, "listen.wss", wss);
            return points;
        }

        private static void add(List<Point> points, String key, String value) {
            ListenAddress.parse(key, value).forEach(address -> points.add(new Point(key, address)));
        }

        /// One of the addresses, and the key that it stands in.
        public record Point(String key, InetSocketAddress address) {
            private boolean collidesWith(Point other) {
                return address.getPort() != 0
                        && address.equals(other.address)
                        && key.equals("listen.udp") == other.key.equals("listen.udp");
            }
        }
    }

    /// The HTTPS listener for phones.
    ///
    /// @param listen `HOST:PORT`, several separated by commas, or `off`
    /// @param url by which phones reach it, such as `https://files.example.org`; empty: the domain and the port
    public record Https(String listen, String url) {
        private static final Pattern URL =
                Pattern.compile("https://([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

        public Https {
            ListenAddress.parse("https.listen", listen);
            if (!url.isEmpty() && !URL.matcher(url).matches()) {
                throw new ConfigException(
                        "https.url", "must be https://HOST or https://HOST:PORT, and no more");
            }
        }

        /// Where it is served; none: it is not.
        public List<InetSocketAddress> addresses() {
            return ListenAddress.parse("https.listen", listen);
        }

        /// Whether it is.
        public boolean isServed() {
            return !addresses().isEmpty();
        }
    }

    /// Where accounts, bindings and the archive are kept.
    ///
    /// @param url `memory`, `jdbc:h2:…` or `jdbc:mysql:…`; empty: H2 in the data folder
    public record Database(String url, String user, Optional<Path> passwordFile) {
        public Database {
            if (!url.isEmpty() && !url.equals("memory")) {
                DatabaseConfig.problem(url)
                        .ifPresent(problem -> {
                            throw new ConfigException("database.url", problem);
                        });
            }
        }

        /// What opens it; not for one in memory.
        ///
        /// @param data where the embedded one has its file unless the URL names another place
        public DatabaseConfig in(Path data) {
            return url.isEmpty()
                    ? DatabaseConfig.embedded(data)
                    : new DatabaseConfig(
                            url, url.startsWith("jdbc:h2:") ? "" : user, passwordFile, data);
        }

        /// Whether several nodes can have it open.
        public boolean isShared() {
            return url.startsWith("jdbc:mysql:");
        }
    }

    /// Where other nodes of the domain push changes to this one.
    ///
    /// @param listen `HOST:PORT` by which they reach it, or `off`; empty: off too, but nobody has decided that
    public record Bus(String listen) {
        public Bus {
            listen = listen.strip();
            for (InetSocketAddress address : parse(listen)) {
                if (address.getAddress().isAnyLocalAddress()) {
                    throw new ConfigException(
                            "bus.listen",
                            "is also the address by which the other nodes reach this one: name that, not all addresses");
                }
            }
            if (parse(listen).size() > 1) {
                throw new ConfigException("bus.listen", "takes one address only");
            }
        }

        private static List<InetSocketAddress> parse(String listen) {
            return listen.isEmpty() ? List.of() : ListenAddress.parse("bus.listen", listen);
        }

        /// Empty: nothing listens, and changes of other nodes are read from the database once a second.
        public Optional<InetSocketAddress> address() {
            return parse(listen).stream().findFirst();
        }

        /// Whether it was left open how this node hears of changes.
        public boolean isUnset() {
            return listen.isEmpty();
        }
    }

    /// The key ring.
    ///
    /// @param dir empty: `keys` in the data folder
    public record Keys(Optional<Path> dir) {}

    /// The server's certificate; both empty: made and signed by a CA of our own.
    ///
    /// @param certificate PEM, the leaf first, then what lies between it and the root
    /// @param privateKey PEM, PKCS#8
    /// @param acme whether one comes from a public authority
    public record Tls(Optional<Path> certificate, Optional<Path> privateKey, AcmeConfig acme) {
        public Tls {
            if (acme.isOn() && certificate.isPresent()) {
                throw new ConfigException(
                        "tls.acme.directory",
                        "is set, and so is tls.certificate: one of them must be off");
            }
            if (certificate.isPresent() != privateKey.isPresent()) {
                throw new ConfigException(
                        certificate.isPresent() ? "tls.privateKey" : "tls.certificate",
                        "is missing: a certificate and its private key go together");
            }
        }
    }

    /// Who is believed.
    ///
    /// @param trusted networks (CIDR) that are neither challenged nor checked for identity
    /// @param md5Only how the User-Agent begins of phones that give up where SHA-256 is asked for too
    /// @param origins whose web pages may open a WebSocket, besides those of the domain itself
    /// @param bans when nothing is taken from an address any more
    public record Security(
            List<String> trusted, List<String> md5Only, List<String> origins, BansConfig bans) {
        public Security {
            try {
                AllowedOrigins.of("", origins);
            } catch (IllegalArgumentException e) {
                throw new ConfigException("security.origins", e.getMessage());
            }
            try {
                TrustedNetworks.of(trusted);
            } catch (IllegalArgumentException e) {
                throw new ConfigException(
                        "security.trusted",
                        e.getMessage() + "; networks are written 192.0.2.0/24 or 2001:db8::/32");
            }
        }

        /// Networks that are not this machine: whoever sends from there is believed.
        public List<String> trustedElsewhere() {
            return trusted.stream()
                    .filter(network -> !network.startsWith("127.") && !network.startsWith("::1"))
                    .toList();
        }
    }

    /// How long a registration lives (RFC 3261 §10.3).
    public record Registrar(
            Duration minExpires, Duration defaultExpires, Duration maxExpires, int maxContacts) {
        private static final Duration SHORTEST = Duration.ofSeconds(1);
        private static final Duration HOUR = Duration.ofHours(1);
        private static final Duration LONGEST = Duration.ofHours(24);
        private static final int MOST_CONTACTS = 60;

        public Registrar {
            if (minExpires.compareTo(SHORTEST) < 0) {
                throw new ConfigException("registrar.minExpires", "must be 1s or more");
            }
            // RFC 3261 §10.3 step 7: nobody may be refused who asks for an hour or more
            if (minExpires.compareTo(HOUR) > 0) {
                throw new ConfigException(
                        "registrar.minExpires", "must be 1h or less (RFC 3261 section 10.3)");
            }
            if (maxExpires.compareTo(LONGEST) > 0) {
                throw new ConfigException("registrar.maxExpires", "must be 24h or less");
            }
            if (minExpires.compareTo(defaultExpires) > 0) {
                throw new ConfigException(
                        "registrar.minExpires", "is above registrar.defaultExpires");
            }
            if (defaultExpires.compareTo(maxExpires) > 0) {
                throw new ConfigException(
                        "registrar.defaultExpires", "is above registrar.maxExpires");
            }
            if (maxContacts < 1 || maxContacts > MOST_CONTACTS) {
                throw new ConfigException(
                        "registrar.maxContacts", "must be 1 to 60: a call rings them all at once");
            }
        }
    }

    /// How long a call may ring (RFC 3261 §16.6, timer C).
    public record Proxy(Duration timerC) {
        public Proxy {
            if (timerC.compareTo(Duration.ofMinutes(3)) <= 0) {
                throw new ConfigException(
                        "proxy.timerC", "must be more than 3m (RFC 3261 section 16.6)");
            }
        }
    }

    /// Chat. An account may send `ratePerSecond` messages for ever, `burst` at once.
    ///
    /// @param expires how long a message waits for a phone that does not come
    /// @param maxWaiting how many may wait for an account
    /// @param blockedAnswer the SIP status that a blocked sender gets
    /// @param history how long messages are kept for new devices of who wrote or got them; zero: while they wait
    /// @param copiesToAll whether phones that don't take CPIM get copies of what their owner writes elsewhere
    public record Message(
            int ratePerSecond,
            int burst,
            Duration expires,
            int maxWaiting,
            int blockedAnswer,
            boolean copiesToAll,
            Duration history) {
        private static final Duration SHORTEST = Duration.ofMinutes(1);
        private static final Duration LONGEST = Duration.ofDays(365);
        private static final Duration LONGEST_HISTORY = Duration.ofDays(3650);

        public Message {
            if (ratePerSecond < 1 || burst < 1) {
                throw new ConfigException(
                        ratePerSecond < 1 ? "message.ratePerSecond" : "message.burst",
                        "must be at least 1");
            }
            if (expires.compareTo(SHORTEST) < 0 || expires.compareTo(LONGEST) > 0) {
                throw new ConfigException("message.expires", "must be 1m to 365d");
            }
            if (maxWaiting < 1 || maxWaiting > 100_000) {
                throw new ConfigException("message.maxWaiting", "must be 1 to 100000");
            }
            if (!List.of(202, 403, 480, 603).contains(blockedAnswer)) {
                throw new ConfigException("message.blockedAnswer", "must be 202, 403, 480 or 603");
            }
            if (history.isNegative() || history.compareTo(LONGEST_HISTORY) > 0) {
                throw new ConfigException("message.history", "must be 0s to 3650d");
            }
        }
    }

    /// What passes though the archive does not get it, or nobody can review it.
    ///
    /// @param directCalls from phone to phone: what our phones are told, since no server sees them
    /// @param headerFields names of header fields that pass in calls as they are, which nobody needs or knows else
    public record Unrecorded(
            Rule chatInCalls,
            Rule encryptedMessages,
            Rule textElsewhere,
            Rule directCalls,
            List<String> headerFields) {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.!%*_+`'~-]{1,64}");

        public Unrecorded {
            headerFields = List.copyOf(headerFields);
            for (String name : headerFields) {
                if (!NAME.matcher(name).matches()) {
                    throw new ConfigException(
                            "unrecorded.headerFields",
                            "\"" + name + "\" is no name of a header field");
                }
            }
        }

        /// Keys by which something is allowed.
        public List<String> allowed() {
            List<String> keys = new ArrayList<>();
            if (chatInCalls == Rule.ALLOW) {
                keys.add("unrecorded.chatInCalls");
            }
            if (encryptedMessages == Rule.ALLOW) {
                keys.add("unrecorded.encryptedMessages");
            }
            if (textElsewhere == Rule.ALLOW) {
                keys.add("unrecorded.textElsewhere");
            }
            if (directCalls == Rule.ALLOW) {
                keys.add("unrecorded.directCalls");
            }
            if (!headerFields.isEmpty()) {
                keys.add("unrecorded.headerFields");
            }
            return keys;
        }
    }

    /// The record.
    ///
    /// @param notice what our phone shows its user where messages are written; "" for nothing
    /// @param whileAway what is done with texts while the record can't be written
    /// @param syslog HOST:PORT of the custodian's syslog server, which gets the anchors over TLS, or `off`
    /// @param syslogCa PEM, whose certificates it may have; empty: whom the system trusts
    /// @param syslogCertificate PEM, what this server shows to it; and its key; both, or neither
    /// @param newOfficersWait how long an officer who got a login from somebody else takes no part in what two have to agree on
    public record Archive(
            String notice,
            WhileAway whileAway,
            String syslog,
            Optional<Path> syslogCa,
            Optional<Path> syslogCertificate,
            Optional<Path> syslogKey,
            Duration newOfficersWait) {
        private static final int LONGEST_NOTICE = 300;
        private static final Duration LONGEST_WAIT = Duration.ofDays(30);
        private static final Pattern PEER =
                Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]+]):([0-9]{1,5})");
        private static final int LAST_PORT = 65_535;

        /// What is done with texts while the record can't be written.
        public enum WhileAway {
            /// They get 503.
            REFUSE,
            /// They go to phones that are there, and are recorded later.
            RELAY
        }

        /// Where a custodian listens.
        public record Peer(String host, int port) {}

        /// The custodian, if there is one.
        public Optional<Peer> custodian() {
            Matcher peer = PEER.matcher(syslog);
            return peer.matches()
                    ? Optional.of(
                            new Peer(
                                    peer.group(1).replaceAll("[\\[\\]]", ""),
                                    Integer.parseInt(peer.group(2))))
                    : Optional.empty();
        }

        public Archive {
            Matcher peer = PEER.matcher(syslog);
            boolean right =
                    syslog.equals("off")
                            || (peer.matches()
                                    && Integer.parseInt(peer.group(2)) >= 1
                                    && Integer.parseInt(peer.group(2)) <= LAST_PORT);
            if (!right) {
                throw new ConfigException("archive.syslog", "must be HOST:PORT or off");
            }
            if (syslogCertificate.isPresent() != syslogKey.isPresent()) {
                throw new ConfigException(
                        "archive.syslogCertificate",
                        "and archive.syslogKey belong together: set both, or neither");
            }
            if (notice.length() > LONGEST_NOTICE
                    || notice.chars().anyMatch(Character::isISOControl)) {
                throw new ConfigException(
                        "archive.notice",
                        "is one line of at most " + LONGEST_NOTICE + " characters");
            }
            notice = notice.strip();
            if (newOfficersWait.isNegative() || newOfficersWait.compareTo(LONGEST_WAIT) > 0) {
                throw new ConfigException("archive.newOfficersWait", "is 0s to 30d");
            }
        }
    }

    /// Who sees whom, and how much of it.
    ///
    /// @param others what others may see of one who has said nothing; the key is `presence.others`
    public record Presence(
            Consent.Others others,
            Consent.Lamps lamps,
            boolean lampsShowPeers,
            String listName,
            Duration minExpires,
            Duration defaultExpires,
            Duration maxExpires,
            Duration minNotifyInterval,
            int maxSubscriptions,
            int maxSubscriptionsPerAccount,
            int maxListEntries,
            int maxPublications) {
        public Presence {
            if (minExpires.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new ConfigException("presence.minExpires", "must be 1s or more");
            }
            if (minExpires.compareTo(defaultExpires) > 0) {
                throw new ConfigException(
                        "presence.minExpires", "is above presence.defaultExpires");
            }
            if (defaultExpires.compareTo(maxExpires) > 0) {
                throw new ConfigException(
                        "presence.defaultExpires", "is above presence.maxExpires");
            }
            if (maxExpires.compareTo(Duration.ofHours(24)) > 0) {
                throw new ConfigException("presence.maxExpires", "must be 24h or less");
            }
            if (minNotifyInterval.toMillis() < 10 || minNotifyInterval.toMillis() > 5_000) {
                throw new ConfigException("presence.minNotifyInterval", "must be 10ms to 5s");
            }
            positive("presence.maxSubscriptions", maxSubscriptions);
            positive("presence.maxSubscriptionsPerAccount", maxSubscriptionsPerAccount);
            positive("presence.maxPublications", maxPublications);
            if (maxListEntries < 1 || maxListEntries > 2000) {
                throw new ConfigException("presence.maxListEntries", "must be 1 to 2000");
            }
            if (!listName.matches("[a-z0-9._+-]{1,64}")) {
                throw new ConfigException(
                        "presence.listName", "is the user part of an address, in lower case");
            }
        }

        private static void positive(String key, int value) {
            if (value < 1) {
                throw new ConfigException(key, "must be at least 1");
            }
        }
    }

    /// What phones report of calls (RFC 6035).
    ///
    /// @param keep how long; zero: none is taken
    public record Quality(Duration keep) {
        private static final Duration LONGEST = Duration.ofDays(3650);

        public Quality {
            if (keep.isNegative() || keep.compareTo(LONGEST) > 0) {
                throw new ConfigException("quality.keep", "must be 0s to 3650d");
            }
        }
    }

    /// SIP messages of calls, for whoever looks why one failed; and what phones may do with calls.
    ///
    /// @param recording whether our phones may record them: they are told, since no server hears a call
    /// @param keepFailed how long, of calls that were not answered
    /// @param keepOthers how long, of those that were; both zero: none is noted
    public record Calls(Duration keepFailed, Duration keepOthers, Rule recording) {
        private static final Duration LONGEST = Duration.ofDays(365);

        public Calls {
            check("calls.keepFailed", keepFailed);
            check("calls.keepOthers", keepOthers);
        }

        private static void check(String key, Duration keep) {
            if (keep.isNegative() || keep.compareTo(LONGEST) > 0) {
                throw new ConfigException(key, "must be 0s to 365d");
            }
        }

        /// Whether calls are noted at all.
        public boolean areKept() {
            return keepFailed.isPositive() || keepOthers.isPositive();
        }
    }

    /// What one peer may use up.
    public record Limits(int connections, int connectionsPerAddress, int maxBodyBytes) {
        public Limits {
            if (connections < 1) {
                throw new ConfigException("limits.connections", "must be at least 1");
            }
            if (connectionsPerAddress < 1) {
                throw new ConfigException("limits.connectionsPerAddress", "must be at least 1");
            }
            if (maxBodyBytes < 1300 || maxBodyBytes > 1 << 20) {
                throw new ConfigException(
                        "limits.maxBodyBytes",
                        "must be 1300 to 1048576: what is relayed must fit into the archive");
            }
        }
    }

    /// What holds when nothing is set: loopback only, the embedded store.
    public static ServerConfig defaults(Path data) {
        return new ServerConfig(
                "localhost",
                data,
                new Listen(
                        "127.0.0.1:5060", "127.0.0.1:5060", "127.0.0.1:5061", "off", "off", "off"),
                new Https("off", ""),
                new ConsoleConfig("", Optional.empty()),
                new Database("", "earshot", Optional.empty()),
                new Keys(Optional.empty()),
                new Bus(""),
                new Tls(Optional.empty(), Optional.empty(), AcmeConfig.off()),
                new Security(
                        List.of(),
                        List.of("baresip v0.", "baresip v1.", "SIPp", "JsSIP", "SIP.js"),
                        List.of(),
                        BansConfig.standard()),
                new Registrar(Duration.ofSeconds(60), Duration.ofHours(1), Duration.ofHours(2), 10),
                new Proxy(Duration.ofSeconds(200)),
                new Message(200, 1000, Duration.ofDays(30), 1000, 202, false, Duration.ofDays(90)),
                new Unrecorded(Rule.REFUSE, Rule.REFUSE, Rule.REFUSE, Rule.REFUSE, List.of()),
                new Archive(
                        "Messages are recorded, and compliance officers of your organisation may review them.",
                        Archive.WhileAway.REFUSE,
                        "off",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofDays(3)),
                new Presence(
                        Consent.Others.COLLEAGUES,
                        Consent.Lamps.COLLEAGUES,
                        false,
                        "rls",
                        Duration.ofSeconds(60),
                        Duration.ofHours(1),
                        Duration.ofHours(2),
                        NotifyLimits.DEFAULT.least(),
                        200_000,
                        500,
                        500,
                        20),
                new Quality(Duration.ofDays(30)),
                new Calls(Duration.ofDays(7), Duration.ofDays(1), Rule.ALLOW),
                new RelayConfig(List.of(), Optional.empty(), Duration.ofHours(12)),
                new Limits(20_000, 1_000, 1 << 20),
                FilesConfig.standard(),
                PeopleConfig.standard(),
                List.of(),
                DialPlanConfig.standard(),
                LdapConfig.off(),
                TracingConfig.off());
    }

    /// Whether a name is a telephone number, which nobody may take for themselves: an account goes before the dial plan, so its owner would get
    /// the calls of everybody who dials that number.
    public boolean reservesNumber(String name) {
        return NumberingPlan.dialled(name)
                .filter(number -> !trunks.isEmpty() || dialplan.emergency().contains(number))
                .isPresent();
    }

    /// Trunks and dial plan. Reads the passwords of trunks.
    ///
    /// @throws ConfigException if one can't be used
    public RoutingPlan routing() {
        return dialplan.plan(trunks, data);
    }

    /// The folder of the key ring; several nodes may share it.
    public Path keysDir() {
        return keys.dir().orElse(data.resolve("keys"));
    }

    /// The folder of the keys that are this node's alone, and say which node it is.
    public Path ownKeysDir() {
        return data.resolve("keys");
    }

    /// The folder of the archive's anchor journal, outside the database.
    public Path anchorsDir() {
        return data.resolve("anchors");
    }

    /// The folder of the content of stored files.
    public Path filesDir() {
        return files.dir().orElse(data.resolve("files"));
    }

    /// Whether nothing is to survive the process.
    public boolean isInMemory() {
        return database.url().equals("memory");
    }
}
