package org.earshot.softphone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.softphone.ua.Availability;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.Contact;
import org.earshot.softphone.ua.Delivery;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.JournalEntry;
import org.earshot.softphone.ua.MessageKey;
import org.earshot.softphone.ua.NotingPhone;
import org.earshot.softphone.ua.Sound;
import org.earshot.softphone.ua.UserAgentEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The protocol of the headless phone, line by line.
class PhoneCliTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final NotingPhone agent = new NotingPhone();
    private final PhoneCli cli =
            new PhoneCli(agent, new PrintStream(bytes, false, StandardCharsets.UTF_8), true);

    @Test
    void whatComesWithoutAServerIsNotAnsweredByItself() {
        var answering = PhoneCli.autoAnswer(agent);
        answering.accept(
                new UserAgentEvent.IncomingCall(
                        new Id(8), "sip:boss@192.168.1.7", "", Optional.of("Boss")));
        assertThat(agent.commands()).isEmpty();
        answering.accept(new UserAgentEvent.IncomingCall(new Id(9), "sip:bob@example.org", "Bob"));
        assertThat(agent.commands()).containsExactly("answer 9");
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "call sip:bob@example.org",
        "call --direct sip:bob@192.168.1.7:5070",
        "call --direct Bob in the kitchen",
        "nearby",
        "dnd on",
        "favourite add sip:bob@example.org",
        "answer 3",
        "reject 3",
        "hangup 3",
        "hangup",
        "hold 3",
        "resume 3",
        "compared 3",
        "transfer 3 sip:carol@example.org",
        "transfer 3 4",
        "dtmf 3 12#",
        "mute on",
        "mute off",
        "message sip:bob@example.org how  are you?",
        "subscribe sip:bob@example.org",
        "presence away",
        "presence busy in a meeting",
        "block sip:eve@example.org",
        "unblock sip:eve@example.org",
        "blocked",
        "allow 1234-5678",
        "send sip:bob@example.org /tmp/a file.txt",
        "accept 3",
        "cancel 3",
    })
    void commands(String line) {
        assertThat(cli.execute(line)).isTrue();
        assertThat(agent.commands()).containsExactly(line);
        assertThat(printed()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '~',
            value = {
                "transfer 1 ~ usage: transfer ID URI|ID",
                "dance ~ unknown command \\\"dance\\\"",
                "answer ~ usage: answer ID",
                "answer x ~ no id: x",
                "message sip:bob@example.org ~ usage: message URI TEXT",
                "mute maybe ~ mute on|off",
                "block ~ usage: block URI",
                "rule allow ~ usage: rule allow|polite|block|forget URI",
                "rule hide bob ~ usage: rule allow|polite|block|forget URI",
                "contact ~ usage: contact add URI [NAME] | contact remove URI",
                "contact find bob ~ usage: contact add URI [NAME] | contact remove URI",
                "presence lazy ~ usage: presence available|busy|away|offline [NOTE]",
            })
    void mistakes(String line, String text) {
        assertThat(cli.execute("@t " + line)).isTrue();
        assertThat(printed())
                .isEqualTo("{\"event\":\"error\",\"text\":\"" + text + "\",\"tag\":\"t\"}\n");
    }

    @Test
    void contactsAreAddedRenamedTakenOutAndShown() {
        cli.execute("contact add sip:bob@example.org Bob the Builder");
        assertThat(agent.known())
                .containsExactly(new Contact("sip:bob@example.org", "Bob the Builder"));
        cli.execute("contact add sip:bob@example.org");
        cli.execute("contact add sip:carol@example.org");
        cli.execute("contact remove sip:bob@example.org");
        assertThat(agent.known()).containsExactly(new Contact("sip:carol@example.org", ""));
        cli.printEvents();
        cli.execute("contacts");
        assertThat(printed())
                .isEqualTo(
                        "{\"event\":\"contacts\",\"state\":\"local\",\"contacts\":"
                                + "[{\"uri\":\"sip:carol@example.org\",\"name\":\"\"}]}\n");
    }

    @Test
    void theServersNoticeIsAnEvent() {
        cli.printEvents();
        agent.tell(new UserAgentEvent.NoticeChanged("Messages may be reviewed."));
        assertThat(printed())
                .isEqualTo("{\"event\":\"notice\",\"text\":\"Messages may be reviewed.\"}\n");
    }

    @Test
    void theSecurityCodeOfACallIsAnEvent() {
        cli.printEvents();
        agent.tell(new UserAgentEvent.SecurityCode(new Id(7), "bamito kudaro", false));
        assertThat(printed())
                .isEqualTo(
                        "{\"event\":\"security-code\",\"call\":\"7\",\"code\":\"bamito kudaro\",\"compared\":false}\n");
    }

    @Test
    void quitEnds() {
        assertThat(cli.execute("quit")).isFalse();
    }

    @Test
    void aTagComesBackInEveryEventThatTheCommandCauses() {
        cli.printEvents();
        cli.execute("@one call sip:bob@example.org");
        agent.tell(call(UserAgentEvent.CallPhase.ESTABLISHED, "opus", "SDES:X"));
        agent.tell(call(UserAgentEvent.CallPhase.ENDED, null, null));
        agent.tell(call(UserAgentEvent.CallPhase.ENDED, null, null));
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
        agent.tell(new UserAgentEvent.CommandFailed(Optional.of(new Id(7)), "no call 7"));
        agent.tell(new UserAgentEvent.IncomingCall(new Id(7), "sip:bob@example.org", "Bob"));
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

    private static UserAgentEvent received(String conversation, String author, String text) {
        return new UserAgentEvent.MessageReceived(
                new Id(9),
                new ChatMessage(
                        new MessageKey("sip:alice@example.org", conversation, "m1"),
                        author.startsWith("sip:alice@"),
                        author,
                        text,
                        Instant.EPOCH,
                        Delivery.DELIVERED,
                        ""));
    }

    @Test
    void textStaysOneLineAndIsSeenOnceItIsPrinted() {
        cli.printEvents();
        agent.tell(received("sip:bob@example.org", "sip:bob@example.org", "a\n\"b\" ü"));
        assertThat(printed())
                .isEqualTo(
                        "{\"event\":\"message\",\"id\":\"9\",\"from\":\"sip:bob@example.org\","
                                + "\"text\":\"a\\n\\\"b\\\" ü\",\"messageId\":\"m1\"}\n");
        assertThat(agent.chat().seen()).containsExactly("sip:bob@example.org");
    }

    @Test
    void whoseWordsTheseAre() {
        cli.printEvents();
        agent.tell(received("sip:team@example.org", "sip:carol@example.org", "hi"));
        agent.tell(received("sip:bob@example.org", "sip:alice@example.org", "hi"));
        assertThat(printed().lines().toList())
                .containsExactly(
                        "{\"event\":\"message\",\"id\":\"9\",\"from\":\"sip:team@example.org\",\"text\":\"hi\","
                                + "\"author\":\"sip:carol@example.org\",\"group\":\"sip:team@example.org\","
                                + "\"messageId\":\"m1\"}",
                        "{\"event\":\"message\",\"id\":\"9\",\"from\":\"sip:alice@example.org\",\"text\":\"hi\","
                                + "\"to\":\"sip:bob@example.org\",\"messageId\":\"m1\"}");
        assertThat(agent.chat().seen()).containsExactly("sip:team@example.org");
    }

    @Test
    void whatBecomesOfAMessageHasItsTagUntilItWasRead() {
        cli.printEvents();
        cli.execute("@one message sip:bob@example.org hi");
        MessageKey key = new MessageKey("sip:alice@example.org", "sip:bob@example.org", "m8");
        for (Delivery status :
                List.of(Delivery.KEPT, Delivery.DELIVERED, Delivery.DISPLAYED, Delivery.SENT)) {
            agent.tell(new UserAgentEvent.MessageStatus(new Id(8), key, status, ""));
        }
        assertThat(printed().lines().skip(1).toList())
                .containsExactly(
                        status("sent", "\"kept\":true,", ",\"tag\":\"one\""),
                        status("delivered", "", ",\"tag\":\"one\""),
                        status("displayed", "", ",\"tag\":\"one\""),
                        status("sent", "", ""));
    }

    private static String status(String status, String more, String tag) {
        return "{\"event\":\"message-status\",\"id\":\"8\",\"status\":\""
                + status
                + "\","
                + more
                + "\"messageId\":\"m8\""
                + tag
                + "}";
    }

    @Test
    void somebodyComes() {
        cli.printEvents();
        agent.tell(
                new UserAgentEvent.PresenceChanged(
                        "sip:bob@example.org", Availability.ON_THE_PHONE, "later"));
        assertThat(printed())
                .isEqualTo(
                        "{\"event\":\"presence\",\"uri\":\"sip:bob@example.org\","
                                + "\"status\":\"on-the-phone\",\"note\":\"later\"}\n");
    }

    @Test
    void somebodyTypes() {
        cli.printEvents();
        agent.tell(new UserAgentEvent.Typing("sip:bob@example.org", "sip:bob@example.org", true));
        agent.tell(new UserAgentEvent.ConversationSeen("sip:bob@example.org"));
        assertThat(printed())
                .isEqualTo(
                        "{\"event\":\"typing\",\"from\":\"sip:bob@example.org\",\"active\":true}\n");
    }

    @Test
    void soundDevices() {
        assertThat(cli.execute("microphone usb-headset")).isTrue();
        cli.execute("loudspeaker desk");
        cli.execute("loudspeaker default");
        cli.execute("@d devices");
        assertThat(printed())
                .isEqualTo(
                        """
                        {"event":"devices","devices":[\
                        {"name":"usb-headset","description":"USB headset","microphone":true,"loudspeaker":true},\
                        {"name":"desk","description":"Built-in audio","microphone":false,"loudspeaker":true}],\
                        "microphone":"usb-headset","tag":"d"}
                        """);
    }

    @Test
    void aDeviceThatIsNotThereOrDoesNotFit() {
        cli.execute("microphone desk");
        cli.execute("ringer");
        assertThat(printed())
                .contains("there is no microphone \\\"desk\\\": devices lists them")
                .contains("usage: ringer NAME|default");
        assertThat(agent.sound().chosen(Sound.Use.MICROPHONE)).isEmpty();
    }

    @Test
    void soundTest() {
        cli.execute("@t sound-test");
        assertThat(printed())
                .isEqualTo(
                        """
                        {"event":"sound-test","peakDb":-6,"silent":false,"tag":"t"}
                        """);
    }

    @Test
    void whatIsKeptIsPrinted() throws Exception {
        var call =
                new JournalEntry.PastCall(
                        "1",
                        "sip:bob@example.org",
                        "Bob",
                        true,
                        Instant.EPOCH,
                        Optional.of(Instant.EPOCH.plusSeconds(1)),
                        Instant.EPOCH.plusSeconds(3),
                        JournalEntry.Outcome.ANSWERED,
                        "hung up",
                        "SDES:X");
        agent.journalStore().write("", call).toCompletableFuture().join();
        cli.execute("@t calls");
        assertThat(printed())
                .isEqualTo(
                        """
                        {"event":"calls","calls":[{"kind":"call","from":"sip:bob@example.org","name":"Bob",\
                        "began":"1970-01-01T00:00:00Z","outcome":"answered","reason":"hung up",\
                        "answered":"1970-01-01T00:00:01Z","talkedMs":2000,"encryption":"SDES:X",\
                        "ended":"1970-01-01T00:00:03Z"}],"tag":"t"}
                        """);
        bytes.reset();
        cli.execute("missed");
        cli.execute("dnd");
        cli.execute("draft sip:bob@example.org half a");
        cli.execute("drafts");
        cli.execute("files 3");
        assertThat(printed())
                .isEqualTo(
                        """
                        {"event":"missed","count":0}
                        {"event":"dnd","on":false}
                        {"event":"drafts","drafts":[{"with":"sip:bob@example.org","text":"half a"}]}
                        {"event":"files","files":[]}
                        """);
    }

    @Test
    void aFileOfContactsIsReadAndPut(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("people.csv");
        Files.writeString(file, "name,sip\nBob,bob@example.org\nFax,\n");
        cli.execute("import --preview " + file);
        assertThat(agent.known()).isEmpty();
        assertThat(printed())
                .isEqualTo(
                        """
                        {"event":"import","put":false,"found":[{"uri":"sip:bob@example.org","name":"Bob","guessed":false}],\
                        "skipped":[{"what":"Fax","why":"no SIP address"}]}
                        """);
        cli.execute("import " + file);
        assertThat(agent.known()).containsExactly(new Contact("sip:bob@example.org", "Bob"));
        bytes.reset();
        cli.execute("@x import " + folder.resolve("none"));
        assertThat(printed()).contains("there is no file").contains("\"tag\":\"x\"");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"calls x", "missed often", "dnd maybe", "favourite bob", "search", "diagnostics"})
    void whatMakesNoSenseIsSaid(String line) {
        cli.execute(line);
        assertThat(printed()).startsWith("{\"event\":\"error\",\"text\":\"usage: ");
    }
}
