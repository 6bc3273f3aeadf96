package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [MessageStore] does.
public abstract class MessageStoreContract {
    protected static final String ALICE = "sip:alice@example.org";
    protected static final String BOB = "sip:bob@example.org";
    protected static final String CAROL = "sip:carol@example.org";
    protected static final Instant NOW = Instant.parse("2026-01-01T00:00:00.25Z");

    /// Whose stages complete before they are returned.
    protected abstract MessageStore store();

    protected static <T> T get(java.util.concurrent.CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    protected static ChatMessage from(String peer, String id, String text) {
        return new ChatMessage(
                new MessageKey(ALICE, peer, id), false, peer, text, NOW, Delivery.DELIVERED, "");
    }

    protected static Outgoing outgoing(String to, String text) {
        return Outgoing.text(ALICE, to, text, NOW);
    }

    protected static Outgoing displayed(ChatMessage message) {
        return Outgoing.notice(message, Delivery.DISPLAYED, NOW);
    }

    private static List<String> texts(MessageStore store, String peer) {
        return get(store.history(ALICE, peer, Optional.empty(), 100)).stream()
                .map(ChatMessage::text)
                .toList();
    }

    @Test
    void whatIsWrittenWaitsInOrderUntilItIsSent() {
        MessageStore store = store();
        Outgoing one = outgoing(BOB, "one\n\"ü\" 🎧");
        Outgoing two = outgoing(BOB, "two");
        get(store.write(one.shown(), one));
        get(store.write(two.shown(), two));
        assertThat(get(store.outbox())).containsExactly(one, two);
        get(store.sent(one.key(), Delivery.KEPT, ""));
        assertThat(get(store.outbox())).containsExactly(two);
        assertThat(get(store.find(one.key())).orElseThrow())
                .isEqualTo(one.shown().with(Delivery.KEPT, ""));
    }

    @Test
    void aMessageThatIsThereIsNotTakenAgain() {
        MessageStore store = store();
        ChatMessage message = from(BOB, "m1", "hello");
        Outgoing notice = Outgoing.notice(message, Delivery.DELIVERED, NOW);
        assertThat(get(store.receive(message, true, List.of(notice)))).isTrue();
        assertThat(get(store.receive(message, true, List.of(displayed(message))))).isFalse();
        assertThat(get(store.outbox())).containsExactly(notice);
        assertThat(texts(store, BOB)).containsExactly("hello");
    }

    @Test
    void somebodyElseMayHaveTheSameId() {
        MessageStore store = store();
        assertThat(get(store.receive(from(BOB, "m1", "hello"), false, List.of()))).isTrue();
        assertThat(get(store.receive(from(CAROL, "m1", "hi"), false, List.of()))).isTrue();
    }

    @Test
    void whatWasSeenIsToldOnceToThoseWhoWantToKnow() {
        MessageStore store = store();
        get(store.receive(from(BOB, "m1", "one"), true, List.of()));
        get(store.receive(from(BOB, "m2", "two"), false, List.of()));
        get(store.receive(from(CAROL, "m3", "three"), true, List.of()));
        assertThat(get(store.conversations(ALICE)))
                .extracting(Conversation::uri, Conversation::unread)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(BOB, 2),
                        org.assertj.core.groups.Tuple.tuple(CAROL, 1));
        List<Outgoing> told = get(store.seen(ALICE, BOB, MessageStoreContract::displayed));
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().content())
                .isEqualTo(new Outgoing.Notice("m1", Delivery.DISPLAYED, NOW));
        assertThat(get(store.outbox())).isEqualTo(told);
        assertThat(get(store.seen(ALICE, BOB, MessageStoreContract::displayed))).isEmpty();
        assertThat(get(store.conversations(ALICE)))
                .extracting(Conversation::unread)
                .containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void whatWasSeenOnAnotherDeviceIsSeenHereUpToThere() {
        MessageStore store = store();
        get(store.receive(from(BOB, "m1", "one"), true, List.of()));
        get(store.receive(from(BOB, "m2", "two"), true, List.of()));
        get(store.receive(from(BOB, "m3", "three"), true, List.of()));
        assertThat(get(store.seenElsewhere(ALICE, "m2"))).contains(BOB);
        assertThat(get(store.seenElsewhere(ALICE, "m2"))).isEmpty();
        assertThat(get(store.seenElsewhere(ALICE, "unknown"))).isEmpty();
        assertThat(get(store.conversations(ALICE)).getFirst().unread()).isEqualTo(1);
        assertThat(get(store.outbox())).isEmpty();
    }

    @Test
    void newsInAnyOrderNeverGoBack() {
        MessageStore store = store();
        Outgoing one = outgoing(BOB, "one");
        String id = one.key().messageId();
        get(store.write(one.shown(), one));
        assertThat(get(store.progress(ALICE, id, Delivery.DISPLAYED, ""))).isPresent();
        assertThat(get(store.progress(ALICE, id, Delivery.DELIVERED, ""))).isEmpty();
        get(store.sent(one.key(), Delivery.SENT, ""));
        assertThat(get(store.find(one.key())).orElseThrow().delivery())
                .isEqualTo(Delivery.DISPLAYED);
        assertThat(get(store.progress(BOB, id, Delivery.FAILED, ""))).isEmpty();
        assertThat(get(store.progress(ALICE, "unknown", Delivery.DELIVERED, ""))).isEmpty();
    }

    @Test
    void whatFailedIsSentAgainInItsPlace() {
        MessageStore store = store();
        Outgoing one = outgoing(BOB, "one");
        get(store.write(one.shown(), one));
        get(store.sent(one.key(), Delivery.FAILED, "busy"));
        get(store.receive(from(BOB, "m2", "two"), false, List.of()));
        assertThat(get(store.find(one.key())).orElseThrow().reason()).isEqualTo("busy");
        get(store.write(one.shown(), one));
        assertThat(texts(store, BOB)).containsExactly("one", "two");
        assertThat(get(store.outbox())).containsExactly(one);
        assertThat(get(store.find(one.key())).orElseThrow()).isEqualTo(one.shown());
    }

    @Test
    void theHistoryIsReadBackwardsInPieces() {
        MessageStore store = store();
        IntStream.range(0, 10)
                .forEach(i -> get(store.receive(from(BOB, "m" + i, "t" + i), false, List.of())));
        List<ChatMessage> last = get(store.history(ALICE, BOB, Optional.empty(), 4));
        assertThat(last).extracting(ChatMessage::text).containsExactly("t6", "t7", "t8", "t9");
        assertThat(get(store.history(ALICE, BOB, Optional.of("m6"), 4)))
                .extracting(ChatMessage::text)
                .containsExactly("t2", "t3", "t4", "t5");
        assertThat(get(store.history(ALICE, BOB, Optional.of("m0"), 4))).isEmpty();
        assertThat(get(store.history(BOB, BOB, Optional.empty(), 4))).isEmpty();
    }

    private static ChatMessage at(String id, Instant at, Delivery delivery) {
        ChatMessage like = from(BOB, id, id);
        return new ChatMessage(like.key(), false, BOB, id, at, delivery, "");
    }

    @Test
    void historyStandsWhereItWasWrittenAndIsTakenOnce() {
        MessageStore store = store();
        get(store.receive(at("new", NOW, Delivery.DELIVERED), true, List.of()));
        // a sender whose clock is late: what comes later stays below
        get(store.receive(at("late", NOW.minusSeconds(60), Delivery.DELIVERED), true, List.of()));
        ChatMessage two = at("two", NOW.minusSeconds(100), Delivery.DELIVERED);
        ChatMessage one = at("one", NOW.minusSeconds(200), Delivery.DISPLAYED);
        assertThat(get(store.receivePast(two))).isTrue();
        assertThat(get(store.receivePast(one))).isTrue();
        assertThat(get(store.receivePast(one))).isFalse();
        assertThat(get(store.receivePast(at("new", NOW, Delivery.DISPLAYED)))).isFalse();
        assertThat(texts(store, BOB)).containsExactly("one", "two", "new", "late");
        assertThat(get(store.history(ALICE, BOB, Optional.of("new"), 1)))
                .extracting(ChatMessage::text)
                .containsExactly("two");
        assertThat(get(store.conversations(ALICE))).containsExactly(new Conversation(BOB, 3, NOW));
        assertThat(get(store.outbox())).isEmpty();
        // its author is told nothing
        assertThat(get(store.seen(ALICE, BOB, MessageStoreContract::displayed))).hasSize(2);
    }

    @Test
    void messagesAfterAnotherComeInTheirOrder() {
        MessageStore store = store();
        IntStream.range(0, 6)
                .forEach(i -> get(store.receive(from(BOB, "m" + i, "t" + i), false, List.of())));
        get(store.receive(from(CAROL, "m9", "other"), false, List.of()));
        assertThat(get(store.historyAfter(ALICE, BOB, "m1", 2)))
                .extracting(ChatMessage::text)
                .containsExactly("t2", "t3");
        assertThat(get(store.historyAfter(ALICE, BOB, "m5", 2))).isEmpty();
        assertThat(get(store.historyAfter(ALICE, BOB, "nowhere", 2))).isEmpty();
    }

    @Test
    void allWordsAreFoundInAnyCaseTheNewestFirst() {
        MessageStore store = store();
        get(store.receive(at(BOB, "m1", "The quick brown FÖX 100% a_b", 1), false, List.of()));
        get(store.receive(at(CAROL, "m2", "a fÖx, quickly", 3), false, List.of()));
        get(store.receive(at(BOB, "m3", "quick", 2), false, List.of()));
        assertThat(found(store, "QUICK föx")).containsExactly("m2", "m1");
        assertThat(found(store, "quick")).containsExactly("m2", "m3", "m1");
        assertThat(found(store, "0%")).containsExactly("m1");
        assertThat(found(store, "a_b")).containsExactly("m1");
        assertThat(found(store, "a\\b")).isEmpty();
        assertThat(found(store, "x'y")).isEmpty();
        assertThat(get(store.search("sip:other@example.org", List.of("quick"), 9))).isEmpty();
        assertThat(get(store.search(ALICE, List.of("quick"), 1)))
                .extracting(m -> m.key().messageId())
                .containsExactly("m2");
    }

    @Test
    void wordsAreFoundWithinOneConversationTheNewestFirst() {
        MessageStore store = store();
        get(store.receive(at(BOB, "m1", "a quick one", 1), false, List.of()));
        get(store.receive(at(CAROL, "m2", "quick elsewhere", 2), false, List.of()));
        get(store.receive(at(BOB, "m3", "Quickly, again", 3), false, List.of()));
        get(store.receive(at(BOB, "m4", "slow", 4), false, List.of()));
        assertThat(get(store.searchIn(ALICE, BOB, List.of("quick"), 9)))
                .extracting(m -> m.key().messageId())
                .containsExactly("m3", "m1");
        assertThat(get(store.searchIn(ALICE, BOB, List.of("quick", "again"), 9)))
                .extracting(m -> m.key().messageId())
                .containsExactly("m3");
        assertThat(get(store.searchIn(ALICE, BOB, List.of("quick"), 1)))
                .extracting(m -> m.key().messageId())
                .containsExactly("m3");
        assertThat(get(store.searchIn("sip:other@example.org", BOB, List.of("quick"), 9)))
                .isEmpty();
    }

    private static ChatMessage at(String peer, String id, String text, int second) {
        ChatMessage one = from(peer, id, text);
        return new ChatMessage(
                one.key(),
                one.mine(),
                one.author(),
                text,
                NOW.plusSeconds(second),
                one.delivery(),
                one.reason());
    }

    private static List<String> found(MessageStore store, String words) {
        return get(store.search(ALICE, SearchWords.of(words), 9)).stream()
                .map(m -> m.key().messageId())
                .toList();
    }
}
