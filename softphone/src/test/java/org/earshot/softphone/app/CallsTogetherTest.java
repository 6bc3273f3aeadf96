package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.NotingPhone;
import org.earshot.softphone.ua.UserAgentEvent.CallChanged;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.junit.jupiter.api.Test;

class CallsTogetherTest {
    private final CallsTogether calls = new CallsTogether();
    private final NotingPhone home = new NotingPhone();
    private final NotingPhone work = new NotingPhone();

    private void is(NotingPhone at, int call, CallPhase phase) {
        calls.of(at)
                .accept(
                        new CallChanged(
                                new Id(call),
                                phase,
                                "sip:bob@example.org",
                                true,
                                "",
                                false,
                                false,
                                Optional.empty(),
                                Optional.empty()));
    }

    @Test
    void whoAnswersAtWorkIsNotHeardAtHome() {
        is(home, 1, CallPhase.ESTABLISHED);
        is(work, 1, CallPhase.RINGING);
        assertThat(home.commands()).isEmpty();
        is(work, 1, CallPhase.ESTABLISHED);
        assertThat(home.commands()).containsExactly("hold 1");
        is(home, 1, CallPhase.HELD);
        is(work, 1, CallPhase.ESTABLISHED); // a fact of it changed
        assertThat(home.commands()).hasSize(1);
        is(home, 1, CallPhase.ESTABLISHED); // the user takes it back
        assertThat(work.commands()).containsExactly("hold 1");
    }

    @Test
    void whoCallsIsHeardByNobodyElse() {
        is(home, 1, CallPhase.ESTABLISHED);
        is(work, 4, CallPhase.CALLING);
        assertThat(home.commands()).containsExactly("hold 1");
        assertThat(work.commands()).isEmpty();
    }

    @Test
    void talkingElsewhereIsKnownUntilTheCallHasEnded() {
        assertThat(calls.isElsewhere(work)).isFalse();
        is(home, 1, CallPhase.RINGING);
        assertThat(calls.isElsewhere(work)).isFalse();
        is(home, 1, CallPhase.HELD);
        assertThat(calls.isElsewhere(work)).isTrue();
        assertThat(calls.isElsewhere(home)).isFalse();
        is(home, 1, CallPhase.ENDED);
        assertThat(calls.isElsewhere(work)).isFalse();
        is(home, 2, CallPhase.ESTABLISHED);
        calls.forget(home);
        assertThat(calls.isElsewhere(work)).isFalse();
    }
}
