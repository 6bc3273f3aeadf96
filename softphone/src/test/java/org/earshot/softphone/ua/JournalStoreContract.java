package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.earshot.softphone.ua.JournalEntry.Outcome;
import org.earshot.softphone.ua.JournalEntry.PastCall;
import org.earshot.softphone.ua.JournalEntry.PastFile;
import org.junit.jupiter.api.Test;

/// What every [JournalStore] does.
public abstract class JournalStoreContract {
    protected static final String ALICE = "sip:alice@example.org";
    protected static final String BOB = "sip:bob@example.org";
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.000001Z");

    /// Whose stages complete before they are returned.
    protected abstract JournalStore store();

    protected static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    protected static PastCall call(String id, String peer, int minute, Outcome outcome) {
        Instant began = NOON.plusSeconds(minute * 60L);
        boolean talked = outcome == Outcome.ANSWERED;
        return new PastCall(
                id,
                peer,
                "Bob \"ü\" 🎧",
                true,
                began,
                talked ? Optional.of(began.plusSeconds(5)) : Optional.empty(),
                began.plusSeconds(30),
                outcome,
                "the caller hung up",
                talked ? "SDES:AEAD_AES_256_GCM" : "");
    }

    protected static PastFile file(String id, String peer, int minute) {
        return file(id, peer, minute, "plan ü.pdf");
    }

    protected static PastFile file(String id, String peer, int minute, String name) {
        return new PastFile(
                id,
                peer,
                true,
                name,
                5_000_000_000L,
                "ab".repeat(32),
                UserAgentEvent.FilePhase.COMPLETE,
                "",
                NOON.plusSeconds(minute * 60L),
                Optional.of(Path.of("downloads", "plan ü.pdf")));
    }

    @Test
    void theNewestComeFirstAndPagesGoOn() {
        JournalStore store = store();
        PastCall one = call("1", BOB, 1, Outcome.ANSWERED);
        PastCall two = call("2", BOB, 2, Outcome.MISSED);
        PastCall three = call("3", BOB, 3, Outcome.DECLINED);
        PastFile file = file("4", BOB, 4);
        for (JournalEntry entry : List.of(two, one, file, three)) {
            get(store.write(ALICE, entry));
        }
        assertThat(get(store.calls(ALICE, Optional.empty(), 2))).containsExactly(three, two);
        assertThat(get(store.calls(ALICE, Optional.of(two.at()), 2))).containsExactly(one);
        assertThat(get(store.files(ALICE, Optional.empty(), 2))).containsExactly(file);
        assertThat(get(store.files(ALICE, Optional.of(file.at()), 2))).isEmpty();
        assertThat(get(store.calls(BOB, Optional.empty(), 2))).isEmpty();
    }

    @Test
    void filesAreFoundByTheWordsOfTheirNames() {
        JournalStore store = store();
        PastFile old = file("1", BOB, 1, "Budget_2026 (draft).ods");
        PastFile late = file("2", BOB, 2, "budget 100%.pdf");
        get(store.write(ALICE, old));
        get(store.write(ALICE, late));
        get(store.write(ALICE, call("3", BOB, 3, Outcome.MISSED)));
        get(store.begin(ALICE, file("4", BOB, 4, "budget on its way.pdf")));
        assertThat(get(store.filesNamed(ALICE, List.of("budget"), 9))).containsExactly(late, old);
        assertThat(get(store.filesNamed(ALICE, List.of("budget"), 1))).containsExactly(late);
        assertThat(get(store.filesNamed(ALICE, List.of("draft", "2026"), 9))).containsExactly(old);
        assertThat(get(store.filesNamed(ALICE, List.of("0%"), 9))).containsExactly(late);
        assertThat(get(store.filesNamed(ALICE, List.of("t_2"), 9))).containsExactly(old);
        assertThat(get(store.filesNamed(BOB, List.of("budget"), 9))).isEmpty();
    }

    @Test
    void aConversationHasItsOwnInTheOrderOfTime() {
        JournalStore store = store();
        PastCall early = call("1", "sip:Bob@EXAMPLE.org;transport=tls", 1, Outcome.ANSWERED);
        PastFile late = file("2", "sip:Bob@example.org", 9);
        get(store.write(ALICE, late));
        get(store.write(ALICE, early));
        get(store.write(ALICE, call("3", "sip:carol@example.org", 5, Outcome.BUSY)));
        String conversation = new Contact("sip:Bob@example.org", "").uri();
        assertThat(get(store.of(ALICE, conversation, Instant.MIN, Instant.MAX)))
                .containsExactly(early, late);
        assertThat(get(store.of(ALICE, conversation, early.at(), late.at())))
                .containsExactly(early);
    }

    @Test
    void missedCallsAreCountedUntilTheyAreSeen() {
        JournalStore store = store();
        get(store.write(ALICE, call("1", BOB, 1, Outcome.MISSED)));
        get(store.write(ALICE, call("2", BOB, 2, Outcome.MISSED)));
        get(store.write(ALICE, call("3", BOB, 3, Outcome.ELSEWHERE)));
        get(store.write(BOB, call("4", ALICE, 3, Outcome.MISSED)));
        assertThat(get(store.missedUnseen(ALICE))).isEqualTo(2);
        get(store.seenMissed(ALICE));
        assertThat(get(store.missedUnseen(ALICE))).isZero();
        assertThat(get(store.missedUnseen(BOB))).isEqualTo(1);
        get(store.write(ALICE, call("5", BOB, 5, Outcome.MISSED)));
        assertThat(get(store.missedUnseen(ALICE))).isEqualTo(1);
    }

    @Test
    void whatIsUnderWayIsNotShown() {
        JournalStore store = store();
        get(store.begin(ALICE, call("1", BOB, 1, Outcome.MISSED)));
        assertThat(get(store.calls(ALICE, Optional.empty(), 9))).isEmpty();
        assertThat(get(store.missedUnseen(ALICE))).isZero();
        PastCall over = call("1", BOB, 1, Outcome.ANSWERED);
        get(store.write(ALICE, over));
        assertThat(get(store.calls(ALICE, Optional.empty(), 9))).containsExactly(over);
    }
}
