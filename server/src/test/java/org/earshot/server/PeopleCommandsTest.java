package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.service.AccountLink;
import org.earshot.server.admin.AdminAnswer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Links that administrators give out.
class PeopleCommandsTest {
    @TempDir private Path directory;
    private AdministeredStores on;

    @BeforeEach
    void open() {
        on = new AdministeredStores(directory);
        assertThat(on.runWith("pw", "user", "add", "alice", "--password-stdin").status()).isZero();
    }

    private void serve() {
        on.run(
                new LiveServer(
                        List::of,
                        Map::of,
                        _ -> {},
                        () -> Optional.of(URI.create("https://localhost:8443")),
                        (_, _) -> {},
                        List::of,
                        on.bans(),
                        on.failed(),
                        Optional::empty,
                        new org.earshot.proxy.route.TrunkBook(java.time.InstantSource.system()),
                        on.running(),
                        on.configs()));
    }

    private void refused(String why, String... command) {
        AdminAnswer answer = on.run(command);
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.errors()).contains(why);
    }

    @Test
    void whereNoPhoneIsServedALinkLeadsNowhere() {
        refused("https.listen", "invitation", "add");
        refused("https.listen", "user", "reset-link", "alice");
    }

    @Test
    void anInvitationSaysWhereAndForWhomAndIsListedWithoutItsSecret() {
        serve();
        AccountLink link =
                AccountLink.parse(on.ok("invitation", "add", "--name", "Bob", "--days", "2"));
        assertThat(link.kind()).isEqualTo(AccountLink.Kind.INVITE);
        assertThat(link.domain()).isEqualTo("localhost");
        assertThat(link.service()).isEqualTo(URI.create("https://localhost:8443"));
        assertThat(link.name()).contains("bob");
        assertThat(link.authority().orElseThrow()).matches("[0-9a-f]{64}");
        String list = on.ok("invitation", "list");
        assertThat(list).contains("open  for bob").doesNotContain(link.secret());
        String id = list.substring(0, list.indexOf(' '));
        on.pass(Duration.ofDays(3));
        assertThat(on.ok("invitation", "list")).contains("over  for bob");
        on.ok("invitation", "revoke", id);
        assertThat(on.ok("invitation", "list")).contains("no invitations");
        refused("could be taken back", "invitation", "revoke", id);
        refused("could be taken back", "invitation", "revoke", "something");
        assertThat(on.administered().toString())
                .contains(
                        "invitation add", "--name=Bob", "invitation revoke", "for bob, good until")
                .doesNotContain(link.secret());
    }

    @Test
    void whatCantBeIsRefused() {
        serve();
        refused("reserved", "invitation", "add", "--name", "adm1n");
        refused("1 to 90", "invitation", "add", "--days", "0");
        refused("1 to 90", "invitation", "add", "--days", "91");
        refused("no account", "user", "reset-link", "bob");
    }

    @Test
    void aLinkForAPasswordNamesItsAccountAndReplacesTheOneBefore() {
        serve();
        AccountLink first = AccountLink.parse(on.ok("user", "reset-link", "alice"));
        AccountLink second = AccountLink.parse(on.ok("user", "reset-link", "alice"));
        assertThat(second.kind()).isEqualTo(AccountLink.Kind.RESET);
        assertThat(second.name()).contains("alice");
        assertThat(second.secret()).isNotEqualTo(first.secret());
        assertThat(on.ok("invitation", "list")).contains("no invitations");
        assertThat(on.administered().toString())
                .contains("user reset-link")
                .doesNotContain(first.secret(), second.secret());
    }
}
