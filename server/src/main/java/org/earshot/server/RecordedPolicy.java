package org.earshot.server;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.ArchiveReader;
import org.earshot.proxy.archive.ArchivedEvent;
import org.earshot.proxy.archive.EventBacklog;
import org.earshot.proxy.archive.Facts;
import org.earshot.server.admin.OsUser;
import org.earshot.server.config.ServerConfig;

/// What the configuration says of the record is in the record, whenever a node starts with another one than before, or takes
/// one over while it runs: whoever changes the file leaves no other trace, and an hour in which chat in calls was allowed would leave no trace. A node that begins with what is strict
/// anyway writes nothing. Confined to one thread at a time.
final class RecordedPolicy {
    static final String KIND = "configured";
    private static final int PAGE = 100;

    /// What is recorded when it is another than before, and decided by officers. What else is recorded can be changed on the machine
    /// only, but for whom trunks believe ([ChangeRights]).
    static final Set<String> KEYS =
            Set.of(
                    "unrecorded.chatInCalls",
                    "unrecorded.encryptedMessages",
                    "unrecorded.textElsewhere",
                    "unrecorded.directCalls",
                    "unrecorded.headerFields",
                    "archive.whileAway",
                    "files.way",
                    "files.store",
                    "files.record",
                    "people.signUp",
                    "security.trusted",
                    "archive.newOfficersWait",
                    "archive.syslog",
                    "archive.notice");

    private final Supplier<ServerConfig> config;
    private final String signer;
    private final ArchiveReader reader;
    private final EventBacklog events;
    private final InstantSource clock;
    private Optional<ServerConfig> known = Optional.empty();

    RecordedPolicy(
            Supplier<ServerConfig> config,
            ArchiveParts parts,
            EventBacklog events,
            InstantSource clock) {
        this.config = config;
        this.signer = parts.keys().signer();
        this.reader = parts.reader(clock);
        this.events = events;
        this.clock = clock;
    }

    /// Writes it down if it is another one; tries again another time where the record can't be read.
    void record() {
        ServerConfig running = config.get();
        if (known.filter(running::equals).isPresent()) {
            return;
        }
        Last last;
        try {
            last = last();
        } catch (StoreUnavailableException _) {
            return;
        }
        known = Optional.of(running);
        String now = words(running);
        String before = last.words().orElseGet(() -> words(ServerConfig.defaults(running.data())));
        if (!before.equals(now)) {
            List<Facts.Fact> facts = new ArrayList<>();
            facts.add(new Facts.Fact("actor", "the configuration, by " + OsUser.ofThisProcess()));
            facts.add(new Facts.Fact("signer", signer));
            facts.add(new Facts.Fact("sequence", Long.toString(last.sequence() + 1)));
            last.words().ifPresent(text -> facts.add(new Facts.Fact("before", text)));
            facts.add(new Facts.Fact("after", now));
            var _ =
                    events.add(
                            new ArchiveEvent.Statement(
                                    UUID.randomUUID(), clock.instant(), KIND, new Facts(facts)));
        }
    }

    /// What a node wrote the last time.
    ///
    /// @param sequence they count, since times are those of a clock; 0: nothing
    /// @param words empty: nothing
    private record Last(long sequence, Optional<String> words) {}

    private Last last() {
        Last last = new Last(0, Optional.empty());
        Optional<ArchiveQuery.Place> place = Optional.empty();
        while (true) {
            List<ArchivedEvent> page = reader.search(ArchiveQuery.ofKind(KIND, place, PAGE));
            for (ArchivedEvent event : page) {
                last = later(last, event.facts());
            }
            if (page.size() < PAGE) {
                return last;
            }
            place = Optional.of(ArchiveQuery.Place.of(page.getLast()));
        }
    }

    private Last later(Last last, Facts facts) {
        if (facts.entries().isEmpty() && last.words().isEmpty()) {
            return new Last(0, Optional.of("gone")); // kept for long enough: nobody knows any more
        }
        long sequence =
                facts.first("signer").equals(Optional.of(signer))
                        ? facts.first("sequence").map(Long::parseLong).orElse(0L)
                        : 0;
        return sequence > last.sequence() ? new Last(sequence, facts.first("after")) : last;
    }

    /// All that decides what the record gets, whom it believes, who has a copy of its anchors, and what people are told.
    static String words(ServerConfig config) {
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("unrecorded.chatInCalls", config.unrecorded().chatInCalls());
        policy.put("unrecorded.encryptedMessages", config.unrecorded().encryptedMessages());
        policy.put("unrecorded.textElsewhere", config.unrecorded().textElsewhere());
        policy.put("unrecorded.directCalls", config.unrecorded().directCalls());
        policy.put("unrecorded.headerFields", String.join(" ", config.unrecorded().headerFields()));
        policy.put("archive.whileAway", config.archive().whileAway());
        policy.put("files.way", config.files().way());
        if (!config.files().store()) { // then files for people who are away are none
            policy.put("files.store", false);
        }
        policy.put("files.record", config.files().record());
        policy.put("files.quarantine.keep", config.files().quarantine().keep());
        policy.put("people.signUp", config.people().signUp());
        policy.put("security.trusted", String.join(" ", config.security().trusted()));
        policy.put("archive.newOfficersWait", config.archive().newOfficersWait());
        policy.put("archive.syslog", config.archive().syslog());
        policy.put("archive.notice", config.archive().notice());
        if (config.console().oidc().isOn()) { // who says who a person with a role is
            policy.put("console.oidc.issuer", config.console().oidc().issuer());
            policy.put("console.oidc.claim", config.console().oidc().claim());
            policy.put("console.oidc.roles", String.join(" ", config.console().oidc().roles()));
        }
        if (config.ldap().isOn()) { // who says whose an account is
            policy.put("ldap.url", config.ldap().url());
            policy.put("ldap.base", config.ldap().base());
            policy.put("ldap.filter", config.ldap().filter());
            policy.put("ldap.attributes.name", config.ldap().attributes().name());
            policy.put("ldap.existing", config.ldap().existing());
        }
        if (!config.trunks().isEmpty()) { // whom the server believes who calls from outside
            policy.put(
                    "trunks",
                    config.trunks().stream()
                            .map(trunk ->
                                    trunk.name()
                                            + " from "
                                            + String.join(" ", trunk.from())
                                            + (trunk.certificate()
                                                    ? " by the certificate of "
                                                            + (trunk.domain().isEmpty()
                                                                    ? trunk.host()
                                                                    : trunk.domain())
                                                    : ""))
                            .collect(Collectors.joining(", ")));
        }
        return policy.entrySet().stream()
                .map(each -> each.getKey() + ": " + text(each.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String text(Object value) {
        return value instanceof Enum<?>
                ? value.toString().toLowerCase(Locale.ROOT)
                : value.toString();
    }
}
