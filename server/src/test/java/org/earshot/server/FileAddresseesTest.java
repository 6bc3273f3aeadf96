package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.earshot.common.account.InMemoryAccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.stack.FakeTimers;
import org.earshot.proxy.message.group.Group;
import org.earshot.proxy.message.group.InMemoryGroupStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FileAddresseesTest {
    private static final AddressOfRecord ALICE = new AddressOfRecord("alice", "example.org");
    private static final AddressOfRecord BOB = new AddressOfRecord("bob", "example.org");
    private static final AddressOfRecord CAROL = new AddressOfRecord("carol", "example.org");

    private final FakeTimers clock = new FakeTimers();
    private final InMemoryAccountStore accounts = new InMemoryAccountStore(clock);
    private final InMemoryGroupStore groups =
            new InMemoryGroupStore(new LocalChanges(Runnable::run), clock);
    private final FileAddressees addressees = new FileAddressees(accounts, groups);

    @BeforeEach
    void people() {
        accounts.create(ALICE, "Alice");
        accounts.create(BOB, "Bob");
        accounts.create(CAROL, "Carol");
        group("plans", false);
        group("notices", true);
    }

    private void group(String name, boolean moderated) {
        groups.create(
                new Group(
                        new AddressOfRecord(name, "example.org"),
                        name,
                        moderated,
                        false,
                        0,
                        clock.instant(),
                        List.of(new Group.Member(ALICE, true), new Group.Member(BOB, false))));
    }

    @Test
    void peopleAreMeantOnceAndNobodyIsLeftOut() {
        assertThat(
                        addressees.of(
                                "sip:alice@example.org",
                                List.of(
                                        "sip:bob@example.org",
                                        "sip:nobody@example.org",
                                        "no address",
                                        "sip:plans@example.org",
                                        "sip:carol@example.org")))
                .containsExactly(BOB, ALICE, CAROL);
        assertThat(addressees.of("sip:alice@example.org", List.of())).isEmpty();
    }

    @Test
    void aGroupIsMeantByWhoMayWriteToIt() {
        List<String> plans = List.of("sip:plans@example.org");
        List<String> notices = List.of("sip:notices@example.org");
        assertThat(addressees.of("sip:bob@example.org", plans)).containsExactly(ALICE, BOB);
        assertThat(addressees.of("sip:carol@example.org", plans)).isEmpty();
        assertThat(addressees.of("no address", plans)).isEmpty();
        assertThat(addressees.of("sip:alice@example.org", notices)).containsExactly(ALICE, BOB);
        assertThat(addressees.of("sip:bob@example.org", notices)).isEmpty();
    }
}
