package org.earshot.softphone.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.CallChanged;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.junit.jupiter.api.Test;

class CallsModelTest {
    private static final Id BOB = new Id(1);
    private static final Id CAROL = new Id(2);

    private final CallsModel calls = new CallsModel();

    @Test
    void whoIsCalledIsShownAndAfterThatWhoeverWasThere() {
        change(BOB, CallPhase.ESTABLISHED);
        change(CAROL, CallPhase.CALLING);
        assertThat(shown()).contains(CAROL);
        change(BOB, CallPhase.HELD);
        assertThat(shown()).contains(CAROL);
        assertThat(calls.others()).extracting(CallLine::id).containsExactly(BOB);
        change(CAROL, CallPhase.ENDED);
        assertThat(shown()).contains(BOB);
        assertThat(calls.others()).isEmpty();
    }

    @Test
    void whatRingsGoesBeforeWhatWasChosenAndIsShownOnceItIsAnswered() {
        change(BOB, CallPhase.ESTABLISHED);
        calls.incoming(new UserAgentEvent.IncomingCall(CAROL, "sip:2@example.org", "Carol"));
        calls.choose(BOB);
        assertThat(shown()).contains(CAROL);
        change(CAROL, CallPhase.ESTABLISHED);
        assertThat(shown()).contains(CAROL);
        calls.choose(BOB);
        assertThat(shown()).contains(BOB);
    }

    @Test
    void whoCallsWithoutAServerIsNobodyWhoseNameWasChecked() {
        calls.incoming(
                new UserAgentEvent.IncomingCall(
                        CAROL, "sip:boss@192.168.1.7:5060", "", Optional.of("The Boss")));
        assertThat(words()).isEqualTo("Caller not verified (boss@192.168.1.7:5060) is calling");
        change(BOB, CallPhase.ESTABLISHED);
        assertThat(words()).startsWith("Caller not verified");
    }

    @Test
    void aConferenceIsSaidByItsPeopleUntilItEnds() {
        change(BOB, CallPhase.ESTABLISHED);
        change(CAROL, CallPhase.ESTABLISHED);
        calls.conference(new UserAgentEvent.ConferenceChanged(List.of(BOB, CAROL)));
        assertThat(words()).isEqualTo("In a conference with 1@example.org, 2@example.org");
        calls.conference(new UserAgentEvent.ConferenceChanged(List.of()));
        assertThat(words()).isEqualTo("In a call with 2@example.org");
    }

    @Test
    void aRecordingIsThatOfTheCallWhichIsShown() {
        change(BOB, CallPhase.ESTABLISHED);
        change(CAROL, CallPhase.ESTABLISHED);
        Path file = Path.of("call.wav");
        calls.recording(new UserAgentEvent.RecordingChanged(BOB, file, true, ""));
        assertThat(calls.recording()).isEmpty();
        calls.choose(BOB);
        assertThat(calls.recording()).contains(file);
        calls.recording(new UserAgentEvent.RecordingChanged(BOB, file, false, ""));
        assertThat(calls.recording()).isEmpty();
    }

    private Optional<Id> shown() {
        return calls.shown().map(CallLine::id);
    }

    private void change(Id call, CallPhase phase) {
        calls.changed(
                new CallChanged(
                        call,
                        phase,
                        "sip:" + call + "@example.org",
                        false,
                        "",
                        false,
                        false,
                        Optional.empty(),
                        Optional.empty()),
                Instant.EPOCH);
    }

    private String words() {
        return calls.shown().map(line -> calls.words(line, CallLine::who)).orElse("");
    }
}
