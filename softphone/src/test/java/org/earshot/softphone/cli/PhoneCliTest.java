package org.earshot.softphone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.earshot.softphone.ua.Account;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ua.UserAgentEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The protocol of the headless phone, line by line.
class PhoneCliTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Commands agent = new Commands();
    private final PhoneCli cli =
            new PhoneCli(agent, new PrintStream(bytes, false, StandardCharsets.UTF_8));

    /// Notes commands.
    private static final class Commands implements UserAgent {
        private final List<String> said = new ArrayList<>();
        private Consumer<UserAgentEvent> listener = _ -> {};

        @Override
        public Runnable subscribe(Consumer<UserAgentEvent> newListener) {
            listener = newListener;
            return () -> {};
        }

        @Override
        public void register(Account account) {
            said.add("register");
        }

        @Override
        public void unregister() {
            said.add("unregister");
        }

        @Override
        public Id call(String uri) {
            said.add("call " + uri);
            return new Id(7);
        }

        @Override
        public void answer(Id call) {
            said.add("answer " + call);
        }

        @Override
        public void reject(Id call) {
            said.add("reject " + call);
        }

        @Override
        public void hangUp(Id call) {
            said.add("hangup " + call);
        }

        @Override
        public void hangUpAll() {
            said.add("hangup");
        }

        @Override
        public void hold(Id call) {
            said.add("hold " + call);
        }

        @Override
        public void resume(Id call) {
            said.add("resume " + call);
        }

        @Override
        public void sendDigits(Id call, String digits) {
            said.add("dtmf " + call + " " + digits);
        }

        @Override
        public void mute(boolean on) {
            said.add("mute " + (on ? "on" : "off"));
        }

        @Override
        public Id sendMessage(String uri, String text) {
            said.add("message " + uri + " " + text);
            return new Id(8);
        }

        @Override
        public CompletionStage<Void> quit() {
            return CompletableFuture.completedFuture(null);
        }
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "call sip:bob@example.org",
        "answer 3",
        "reject 3",
        "hangup 3",
        "hangup",
        "hold 3",
        "resume 3",
        "dtmf 3 12#",
        "mute on",
        "mute off",
        "message sip:bob@example.org how  are you?",
    })
    void commands(String line) {
        assertThat(cli.execute(line)).isTrue();
        assertThat(agent.said).containsExactly(line);
        assertThat(printed()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '~',
            value = {
                "transfer 1 sip:x@y ~ transfer: not supported yet",
                "dance ~ unknown command \\\"dance\\\"",
                "answer ~ usage: answer ID",
                "answer x ~ no id: x",
                "message sip:bob@example.org ~ usage: message URI TEXT",
                "mute maybe ~ mute on|off",
            })
    void mistakes(String line, String text) {
        assertThat(cli.execute("@t " + line)).isTrue();
        assertThat(printed())
                .isEqualTo("{\"event\":\"error\",\"text\":\"" + text + "\",\"tag\":\"t\"}\n");
    }

    @Test
    void quitEnds() {
        assertThat(cli.execute("quit")).isFalse();
    }

    @Test
    void aTagComesBackInEveryEventThatTheCommandCauses() {
        cli.printEvents();
        cli.execute("@one call sip:bob@example.org");
        agent.listener.accept(call(UserAgentEvent.CallPhase.ESTABLISHED, "opus", "SDES:X"));
        agent.listener.accept(call(UserAgentEvent.CallPhase.ENDED, null, null));
        agent.listener.accept(call(UserAgentEvent.CallPhase.ENDED, null, null));
        assertThat(printed().lines().toList())
                .containsExactly(
                        "{\"event\":\"call\",\"call\":\"7\",\"state\":\"established\",\"peer\":\"sip:bob@example.org\","
                                + "\"codec\":\"opus\",\"encryption\":\"SDES:X\",\"tag\":\"one\"}",
                        "{\"event\":\"call\",\"call\":\"7\",\"state\":\"ended\",\"peer\":\"sip:bob@example.org\","
                                + "\"reason\":\"why\",\"missed\":false,\"tag\":\"one\"}",
                        "{\"event\":\"call\",\"call\":\"7\",\"state\":\"ended\",\"peer\":\"sip:bob@example.org\","
                                + "\"reason\":\"why\",\"missed\":false}");
    }

    @Test
    void aTagOfACommandForNoCallDoesNotGoToALaterOne() {
        cli.printEvents();
        cli.execute("@one answer 7");
        agent.listener.accept(
                new UserAgentEvent.CommandFailed(Optional.of(new Id(7)), "no call 7"));
        agent.listener.accept(
                new UserAgentEvent.IncomingCall(new Id(7), "sip:bob@example.org", "Bob"));
        assertThat(printed().lines().toList())
                .containsExactly(
                        "{\"event\":\"error\",\"text\":\"no call 7\",\"id\":\"7\",\"tag\":\"one\"}",
                        "{\"event\":\"incoming-call\",\"call\":\"7\",\"from\":\"sip:bob@example.org\","
                                + "\"name\":\"Bob\"}");
    }

    private static UserAgentEvent.CallChanged call(
            UserAgentEvent.CallPhase phase, String codec, String encryption) {
        return new UserAgentEvent.CallChanged(
                new Id(7),
                phase,
                "sip:bob@example.org",
                false,
                "why",
                false,
                false,
                Optional.ofNullable(codec),
                Optional.ofNullable(encryption));
    }

    @Test
    void textStaysOneLine() {
        cli.printEvents();
        agent.listener.accept(
                new UserAgentEvent.MessageReceived(
                        new Id(9), "sip:bob@example.org", "a\n\"b\" ü", Instant.EPOCH));
        assertThat(printed())
                .isEqualTo(
                        "{\"event\":\"message\",\"id\":\"9\",\"from\":\"sip:bob@example.org\","
                                + "\"text\":\"a\\n\\\"b\\\" ü\"}\n");
    }
}
