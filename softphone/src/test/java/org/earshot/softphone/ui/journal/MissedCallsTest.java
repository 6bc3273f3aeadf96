package org.earshot.softphone.ui.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.softphone.ua.JournalEntry.Outcome;
import org.earshot.softphone.ua.JournalEntry.PastCall;
import org.junit.jupiter.api.Test;

class MissedCallsTest {
    private static PastCall call(String peer, Outcome outcome) {
        Instant at = Instant.parse("2026-11-30T09:00:00Z");
        return new PastCall(
                peer + outcome, peer, "", true, at, Optional.empty(), at, outcome, "", "");
    }

    private static String words(List<PastCall> calls, int missed) {
        return MissedCalls.words(calls, missed, PastCall::peer);
    }

    @Test
    void eachCallerIsNamedOnceWithHowOften() {
        List<PastCall> calls =
                List.of(
                        call("carol", Outcome.MISSED),
                        call("bob", Outcome.ANSWERED),
                        call("bob", Outcome.MISSED),
                        call("carol", Outcome.MISSED),
                        call("dave", Outcome.MISSED));
        assertThat(words(calls, 3)).isEqualTo("carol (2), bob");
        assertThat(words(calls, 4)).isEqualTo("carol (2), bob, dave");
        assertThat(words(calls, 0)).isEmpty();
        assertThat(words(List.of(), 3)).isEmpty();
    }

    @Test
    void ofManyTheFirstAreNamed() {
        List<PastCall> calls = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            calls.add(call("p" + i, Outcome.MISSED));
        }
        assertThat(words(calls, 9)).isEqualTo("p0, p1, p2, p3 …");
    }
}
