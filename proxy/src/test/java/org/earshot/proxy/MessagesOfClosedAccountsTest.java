package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_TLS;

import java.time.Duration;
import java.util.List;
import org.earshot.common.event.Change;
import org.earshot.common.event.Topic;
import org.earshot.proxy.archive.ArchiveEvent;
import org.junit.jupiter.api.Test;

/// What waits for people who have left.
class MessagesOfClosedAccountsTest extends MessageScene {

    private List<String> toAlice() {
        return f.node.sent().stream()
                .filter(sent -> sent.request().getRequestURI().toString().contains("alice"))
                .map(MessageScene::body)
                .toList();
    }

    private void bindAlice() {
        f.bind(ALICE, "sip:alice@192.0.2.1:40001;transport=tls", ALICE_TLS, "urn:uuid:a", false);
    }

    private List<ArchiveEvent.MessageDropped> dropped() {
        return f.archive.events.stream()
                .filter(ArchiveEvent.MessageDropped.class::isInstance)
                .map(ArchiveEvent.MessageDropped.class::cast)
                .toList();
    }

    @Test
    void whoWroteIsToldInWordsAndTheRecordNamesWhatWasNotDelivered() {
        bindAlice();
        bindDesk();
        f.unbind(BOB);
        send("hello");
        send("are you there?");
        f.clock.advance(Duration.ofSeconds(1));
        f.accounts.close(BOB);
        f.changes.announce(Change.of(Topic.ACCOUNT, BOB)); // no wait for the next round
        assertThat(waiting()).isEmpty();
        assertThat(f.messages.devices(BOB)).isEmpty();
        assertThat(dropped()).hasSize(1);
        assertThat(dropped().getFirst().received()).hasSize(2);
        assertThat(dropped().getFirst().reason()).isEqualTo(ArchiveEvent.DropReason.ACCOUNT_CLOSED);
        assertThat(toAlice())
                .singleElement()
                .asString()
                .contains("bob@example.org is not here any more", "2 messages", "not delivered");
        f.proxy.messages().maintain();
        assertThat(toAlice()).hasSize(1);
    }

    @Test
    void whatOneOfTheirPhonesHasWasDelivered() {
        bindAlice();
        bindDesk();
        f.unbind(BOB);
        f.clock.advance(Duration.ofSeconds(1));
        f.bind(BOB, "sip:bob@192.0.2.6:40006;transport=tls", BOB_TLS, "urn:uuid:mobile", false);
        send("hello");
        f.node.take().respond(200, "OK");
        assertThat(waiting()).containsExactly("hello");
        f.unbind(BOB);
        f.clock.advance(Duration.ofSeconds(1));
        f.accounts.close(BOB);
        f.proxy.messages().maintain();
        assertThat(f.messages.devices(BOB)).isEmpty();
        assertThat(dropped()).hasSize(1);
        assertThat(toAlice()).isEmpty();
    }

    @Test
    void whatWaitsForTheFirstPhoneIsAnsweredTooAndOnce() {
        bindAlice();
        send("hello"); // to whom no phone ever came
        f.accounts.close(BOB);
        f.proxy.messages().maintain();
        f.proxy.messages().maintain();
        assertThat(toAlice())
                .singleElement()
                .asString()
                .contains("What you wrote at ", " was not delivered");
    }

    @Test
    void whatWaitsForADeletedAccountIsAnsweredToo() {
        bindAlice();
        bindDesk();
        f.unbind(BOB);
        send("hello");
        f.clock.advance(Duration.ofSeconds(1));
        f.accounts.delete(BOB);
        f.proxy.messages().maintain();
        assertThat(f.messages.devices(BOB)).isEmpty();
        assertThat(dropped()).hasSize(1);
        assertThat(toAlice()).singleElement().asString().contains("is not here any more");
    }

    @Test
    void whoWritesThenIsToldThatThereIsNobody() {
        bindDesk();
        f.accounts.close(BOB);
        assertThat(send("hello").statuses()).containsExactly(404);
    }
}
