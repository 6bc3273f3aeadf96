package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.stack.FakeTimers;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.EventBacklog;
import org.earshot.proxy.archive.EventSpool;
import org.earshot.proxy.archive.Facts;
import org.earshot.server.config.ConfigFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An hour in which a hole in the record was allowed leaves a trace, though no command allowed it.
class RecordedPolicyTest {
    @TempDir private Path data;

    private Instant now = Instant.parse("2026-11-28T10:00:00Z");
    private final InstantSource clock = () -> now;
    private final ArchiveParts parts = ArchiveParts.inMemory(clock);

    @Test
    void whatIsStrictFromTheBeginningIsNotWritten() throws Exception {
        start();
        start();
        assertThat(recorded()).isEmpty();
    }

    @Test
    void whatIsAllowedIsWrittenOnceWithWhatWasBefore() throws Exception {
        start("unrecorded.chatInCalls=allow");
        start("unrecorded.chatInCalls=allow");
        assertThat(recorded()).hasSize(1);
        assertThat(recorded().getFirst().first("after").orElseThrow())
                .contains(
                        "unrecorded.chatInCalls: allow",
                        "unrecorded.textElsewhere: refuse",
                        "unrecorded.directCalls: refuse");
        assertThat(recorded().getFirst().first("before")).isEmpty();
        start();
        assertThat(recorded()).hasSize(2);
        assertThat(recorded().getFirst().first("before"))
                .isEqualTo(recorded().getLast().first("after"));
        assertThat(recorded().getFirst().first("after").orElseThrow())
                .contains("unrecorded.chatInCalls: refuse");
    }

    @Test
    void whomTheServerBelievesAndWhatItTellsPeopleBelongsToIt() throws Exception {
        start("security.trusted=192.0.2.0/24");
        start("security.trusted=192.0.2.0/24", "archive.notice=");
        start("security.trusted=192.0.2.0/24", "archive.notice=", "archive.whileAway=relay");
        assertThat(recorded()).hasSize(3);
        assertThat(recorded().getFirst().first("after").orElseThrow())
                .contains("security.trusted: 192.0.2.0/24", "archive.whileAway: relay");
        assertThat(recorded().getFirst().first("actor").orElseThrow()).contains("(uid ");
    }

    @Test
    void whoMayMakeAnAccountBelongsToIt() throws Exception {
        start("people.signUp=open");
        assertThat(recorded().getFirst().first("after").orElseThrow())
                .contains("people.signUp: open");
    }

    @Test
    void whoSaysWhoPeopleAreBelongsToIt() throws Exception {
        String[] settings = {
            "console.oidc.issuer=https://id.example.org",
            "console.oidc.clientId=earshot",
            "console.oidc.url=https://sip.example.org",
            "console.oidc.claim=upn",
            "console.oidc.roles=administrator,officer",
            "ldap.url=ldaps://dc.example.org",
            "ldap.base=dc=example,dc=org"
        };
        start(settings);
        assertThat(recorded().getFirst().first("after").orElseThrow())
                .contains(
                        "console.oidc.issuer: https://id.example.org",
                        "console.oidc.claim: upn",
                        "console.oidc.roles: administrator officer",
                        "ldap.url: ldaps://dc.example.org",
                        "ldap.base: dc=example,dc=org",
                        "ldap.existing: leave");
        start();
        assertThat(recorded()).hasSize(2);
    }

    @Test
    void thatNoFilesAreKeptBelongsToIt() throws Exception {
        start("files.store=false");
        assertThat(recorded().getFirst().first("after").orElseThrow())
                .contains("files.store: false");
        start();
        assertThat(recorded()).hasSize(2);
        assertThat(recorded().getFirst().first("after").orElseThrow())
                .doesNotContain("files.store");
    }

    @Test
    void aClockThatIsSetBackHidesNothing() throws Exception {
        start("unrecorded.chatInCalls=allow");
        now = now.minusSeconds(3600);
        start();
        start("unrecorded.chatInCalls=allow");
        assertThat(recorded())
                .extracting(facts -> facts.first("sequence").orElseThrow())
                .containsExactlyInAnyOrder("1", "2", "3");
    }

    private void start(String... settings) throws Exception {
        now = now.plusSeconds(1);
        try (Archive archive = parts.open("n1", clock);
                EventBacklog events =
                        new EventBacklog(
                                archive,
                                EventSpool.none(),
                                new FakeTimers(),
                                Runnable::run,
                                clock)) {
            RecordedPolicy policy =
                    new RecordedPolicy(
                            () ->
                                    ConfigFiles.read(
                                            Optional.empty(),
                                            Optional.of(data),
                                            List.of(settings),
                                            Map.of()),
                            parts,
                            events,
                            clock);
            policy.record();
            policy.record();
        }
    }

    /// The latest first.
    private List<Facts> recorded() {
        return parts
                .reader(clock)
                .search(
                        new ArchiveQuery(
                                Optional.empty(),
                                ArchiveQuery.BEGINNING,
                                ArchiveQuery.END,
                                Optional.of(RecordedPolicy.KIND),
                                Optional.empty(),
                                10))
                .stream()
                .map(event -> event.facts())
                .toList();
    }
}
