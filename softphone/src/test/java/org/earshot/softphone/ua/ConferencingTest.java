package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.ESTABLISHED;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;

/// Conferences at this phone: which calls are in one, and what becomes of it.
class ConferencingTest {
    private static final String OFFER =
            """
            v=0
            o=- 1 1 IN IP4 192.0.2.9
            s=-
            c=IN IP4 192.0.2.9
            t=0 0
            m=audio 4000 RTP/AVP 0
            """;

    private final FakeTimers timers = new FakeTimers();
    private final TestPhone phone =
            new TestPhone("alice", "192.0.2.1", Transport.UDP, timers)
                    .registeredWith("Expires", "20");

    /// Somebody calls, and we answer.
    private Id talk(String name) {
        request("INVITE", name, "", 1, "Content-Type: application/sdp\n", OFFER);
        Id id = phone.last(UserAgentEvent.IncomingCall.class).call();
        phone.agent.answer(id);
        request("ACK", name, ";tag=" + RecordedRequest.TO_TAG, 1, "", "");
        assertThat(phone.call().state()).isEqualTo(ESTABLISHED);
        return id;
    }

    private void request(
            String method, String name, String toTag, int cSeq, String type, String body) {
        RecordedRequest.of(
                        """
                        %1$s sip:alice@192.0.2.1 SIP/2.0
                        Via: SIP/2.0/UDP 192.0.2.100:5061;branch=z9hG4bK%1$s%2$s%4$d
                        From: <sip:%2$s@example.org>;tag=%2$s
                        To: <sip:alice@example.org>%3$s
                        Call-ID: of-%2$s
                        CSeq: %4$d %1$s
                        Max-Forwards: 70
                        Contact: <sip:%2$s@192.0.2.9>
                        %5$s
                        %6$s\
                        """
                                .formatted(method, name, toTag, cSeq, type, body),
                        phone.flow)
                .handledBy(phone.agent);
    }

    private List<Id> conference() {
        return phone.last(UserAgentEvent.ConferenceChanged.class).calls();
    }

    private boolean sits(int call) {
        return phone.media.opened.get(call).seat.isPresent();
    }

    @Test
    void threePeopleTalkAndOneWhoHangsUpLeavesTheOthersTogether() {
        Id bob = talk("bob");
        Id carol = talk("carol");
        Id dave = talk("dave");

        phone.agent.conference(List.of(bob, carol, dave));
        assertThat(conference()).containsExactly(bob, carol, dave);
        assertThat(sits(0) && sits(1) && sits(2)).isTrue();

        phone.agent.hangUp(bob);
        assertThat(conference()).containsExactly(carol, dave);

        request("BYE", "carol", ";tag=" + RecordedRequest.TO_TAG, 2, "", "");
        assertThat(conference()).isEmpty();
        assertThat(sits(2)).isFalse();
    }

    @Test
    void anotherCallIsAddedToTheConferenceThatThereIs() {
        Id bob = talk("bob");
        Id carol = talk("carol");
        phone.agent.conference(List.of(bob, carol));
        Id dave = talk("dave");

        phone.agent.conference(List.of(dave));

        assertThat(conference()).containsExactly(bob, carol, dave);
    }

    @Test
    void whoeverTalksAlreadyIsOnHoldWhenAnotherIsAnsweredOrCalled() {
        talk("bob");
        assertThat(phone.media.opened.getFirst().hushed).isFalse();

        talk("carol");
        assertThat(phone.media.opened.get(0).hushed).isTrue();
        assertThat(phone.media.opened.get(1).hushed).isFalse();

        phone.agent.call("dave");
        assertThat(phone.media.opened.get(1).hushed).isTrue();
    }

    @Test
    void whoIsOnHoldIsTakenBack() {
        Id bob = talk("bob");
        Id carol = talk("carol");
        assertThat(phone.media.opened.getFirst().hushed).isTrue();

        phone.agent.conference(List.of(bob, carol));
        phone.agent.endConference();

        assertThat(conference()).isEmpty();
        assertThat(sits(0) || sits(1)).isFalse();
    }

    @Test
    void aConferenceOfOneOrOfACallThatIsNoneIsRefusedAndChangesNothing() {
        Id bob = talk("bob");

        phone.agent.conference(List.of(bob));
        assertThat(phone.last(UserAgentEvent.CommandFailed.class).text())
                .isEqualTo("a conference is of two calls at least");
        phone.agent.conference(List.of(bob, new Id(99)));
        assertThat(phone.last(UserAgentEvent.CommandFailed.class).text()).isEqualTo("no call 99");
        assertThat(sits(0)).isFalse();
    }

    @Test
    void whoIsMutedStillLetsTheOthersHearEachOther() {
        Id bob = talk("bob");
        Id carol = talk("carol");
        phone.agent.conference(List.of(bob, carol));

        phone.agent.mute(true);

        assertThat(phone.media.opened).allMatch(media -> media.muted);
        assertThat(phone.media.last().hushed).isFalse();
    }

    /// The server says something of recording at the next registration.
    private void policy(String word) {
        timers.advance(Duration.ofSeconds(18)); // a call that is silent for a minute ends
        LoopbackNode.Sent register = phone.node.take();
        while (!register.request().getMethod().equals(Request.REGISTER)) {
            register = phone.node.take();
        }
        Response response = register.createResponse(200, "OK");
        response.addHeader(Fields.header("Expires", "20"));
        response.addHeader(Fields.header("Earshot-Policy", "direct-calls=allow" + word));
        register.respond(response);
    }

    @Test
    void whereTheOrganisationForbidsItNothingIsRecordedAndWhatIsBeingRecordedEnds() {
        Id bob = talk("bob");
        Path file = Path.of("call.wav");
        phone.agent.record(bob, file);
        phone.media.last().listener.recording(file, true, "");

        policy(";recording=refuse");
        assertThat(phone.events(UserAgentEvent.RecordingAllowed.class))
                .containsExactly(new UserAgentEvent.RecordingAllowed(false));
        assertThat(phone.last(UserAgentEvent.RecordingChanged.class).on()).isFalse();
        assertThat(phone.media.last().recorded).isEmpty();
        phone.agent.record(bob, Path.of("another.wav"));
        assertThat(phone.last(UserAgentEvent.CommandFailed.class).text())
                .isEqualTo("your organisation does not allow that calls are recorded");
        assertThat(phone.media.last().recorded).isEmpty();

        policy("");
        assertThat(phone.last(UserAgentEvent.RecordingAllowed.class).on()).isTrue();
        phone.agent.record(bob, Path.of("another.wav"));
        assertThat(phone.media.last().recorded).contains(Path.of("another.wav"));
    }

    @Test
    void aRecordingIsToldAndEndsWithTheCall() {
        Id bob = talk("bob");
        Path file = Path.of("call.wav");

        phone.agent.record(bob, file);
        assertThat(phone.media.last().recorded).contains(file);
        phone.media.last().listener.recording(file, true, "");
        assertThat(phone.last(UserAgentEvent.RecordingChanged.class).on()).isTrue();

        phone.agent.record(bob, Path.of("another.wav"));
        assertThat(phone.last(UserAgentEvent.CommandFailed.class).text())
                .isEqualTo("this call is being recorded to call.wav");

        phone.agent.hangUp(bob);
        assertThat(phone.last(UserAgentEvent.RecordingChanged.class))
                .isEqualTo(new UserAgentEvent.RecordingChanged(bob, file, false, ""));
        assertThat(phone.media.last().recorded).isEmpty();
    }
}
