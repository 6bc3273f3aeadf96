package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;

/// What a server has said of recording is remembered: the phone may be started anew where its server can't be reached.
class RecordingRuleTest {
    private final LocalKit local = LocalKit.ofThisRun();

    private TestPhone start(String name) {
        return new TestPhone(
                name,
                "192.0.2.1",
                Transport.TLS,
                new FakeTimers(),
                PhoneParts.of(name).with(local));
    }

    private static void logIn(TestPhone phone) {
        phone.agent.register(phone.account);
    }

    private static void answer(TestPhone phone, String word) {
        phone.registeredWith("Earshot-Policy", "direct-calls=allow" + word);
    }

    @Test
    void whatWasForbiddenIsForbiddenBeforeTheServerAnswers() {
        answer(start("alice"), ";recording=refuse");

        TestPhone again = start("alice");
        logIn(again);

        assertThat(again.events(UserAgentEvent.RecordingAllowed.class))
                .containsExactly(new UserAgentEvent.RecordingAllowed(false));
    }

    @Test
    void whatIsAllowedAgainIsNotForbiddenAfterTheNextStart() {
        answer(start("alice"), ";recording=refuse");
        answer(start("alice"), "");

        TestPhone again = start("alice");
        logIn(again);

        assertThat(again.events(UserAgentEvent.RecordingAllowed.class)).isEmpty();
    }

    @Test
    void anotherAccountIsHeldToItsOwnServersWord() {
        answer(start("alice"), ";recording=refuse");

        TestPhone other = start("bob");
        logIn(other);
        assertThat(other.events(UserAgentEvent.RecordingAllowed.class)).isEmpty();

        other.agent.register(start("alice").account);
        assertThat(other.last(UserAgentEvent.RecordingAllowed.class).on()).isFalse();
        logIn(other);
        assertThat(other.last(UserAgentEvent.RecordingAllowed.class).on()).isTrue();
    }
}
