package org.earshot.softphone.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.Contact;
import org.earshot.softphone.ua.ContactsState;
import org.earshot.softphone.ua.Delivery;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.MessageKey;
import org.earshot.softphone.ua.NotingChat;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.CallChanged;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.earshot.softphone.ua.UserAgentEvent.ContactsChanged;
import org.earshot.softphone.ua.UserAgentEvent.IncomingCall;
import org.earshot.softphone.ua.UserAgentEvent.MediaReport;
import org.earshot.softphone.ua.UserAgentEvent.MessageReceived;
import org.earshot.softphone.ua.UserAgentEvent.MessageStatus;
import org.earshot.softphone.ua.UserAgentEvent.MessageWritten;
import org.earshot.softphone.ua.UserAgentEvent.NoticeChanged;
import org.earshot.softphone.ua.UserAgentEvent.Registered;
import org.earshot.softphone.ua.UserAgentEvent.RegistrationFailed;
import org.earshot.softphone.ui.words.Names;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhoneModelTest {
    private static final String BOB = "sip:bob@example.org";
    private static final String CAROL = "sip:carol@example.org";

    private Instant now = Instant.EPOCH;
    private final PhoneModel model = new PhoneModel(() -> now);

    @Test
    void aLostServerIsSaidInWords() {
        model.apply(new Registered("sip:alice@example.org", Duration.ofHours(1)));
        assertThat(model.isReachable()).isTrue();
        model.apply(
                new RegistrationFailed(
                        "sip:alice@example.org", "no answer", Optional.of(Duration.ofSeconds(1))));
        assertThat(model.isReachable()).isFalse();
        assertThat(model.registration()).contains("no answer");
    }

    @Test
    void withoutAnAccountItIsSaidThatCallsAreTaken() {
        model.apply(
                new UserAgentEvent.DirectChanged(Optional.empty(), Optional.empty(), "not yet"));
        assertThat(model.registration()).isEqualTo("Connecting …");
        model.apply(
                new UserAgentEvent.DirectChanged(
                        Optional.of(new InetSocketAddress("0.0.0.0", 5060)), Optional.empty(), ""));
        assertThat(model.registration()).isEqualTo("Calls of phones nearby are taken");
        assertThat(model.isReachable()).as("said in green").isTrue();
        assertThat(model.callsWithoutServer()).isTrue();
        model.apply(new Registered("sip:alice@example.org", Duration.ofHours(1)));
        assertThat(model.registration()).startsWith("Online as ");
    }

    @Test
    void theServersNoticeStandsUntilThereIsAnother() {
        assertThat(model.notice()).isEmpty();
        model.apply(new NoticeChanged("Messages may be reviewed."));
        assertThat(model.notice()).isEqualTo("Messages may be reviewed.");
        model.apply(new NoticeChanged(""));
        assertThat(model.notice()).isEmpty();
    }

    @Test
    void contactsHaveNamesAndAreMissedInWordsWhereTheyAreWithheld() {
        model.apply(
                new ContactsChanged(
                        List.of(new Contact(BOB, "Bob"), new Contact(CAROL, "")),
                        ContactsState.SYNCED));
        assertThat(model.contacts()).containsExactly(BOB, CAROL);
        assertThat(model.nameOf("sip:bob@EXAMPLE.org:5060")).isEqualTo("Bob");
        assertThat(model.nameOf(CAROL)).isEmpty();
        assertThat(model.contactsNotice()).isEmpty();
        model.apply(new ContactsChanged(List.of(), ContactsState.WITHHELD));
        assertThat(model.contacts()).isEmpty();
        assertThat(model.contactsNotice()).contains("administrator", "kept from this device");
    }

    @Test
    void aMessageCountsAsUnreadUntilItsWriterIsChosen() {
        model.select(Optional.of(CAROL));
        model.apply(received("hello"));
        assertThat(model.unread(BOB)).isEqualTo(1);
        model.select(Optional.of(BOB));
        assertThat(model.unread(BOB)).isZero();
        assertThat(model.conversation(BOB)).extracting(TextLine::text).containsExactly("hello");
    }

    @Test
    void whatBecameOfAMessageStandsBesideIt() {
        model.apply(new MessageWritten(new Id(7), written()));
        model.apply(new MessageStatus(new Id(7), written().key(), Delivery.FAILED, "nobody there"));
        assertThat(model.conversation(BOB).getFirst().status()).contains("nobody there");
    }

    @Test
    void aCallThatRingsHereGoesBeforeOneThatIsTalking() {
        model.apply(
                change(1, BOB, CallPhase.ESTABLISHED, false, Optional.of("SDES:AEAD_AES_256_GCM")));
        model.apply(new IncomingCall(new Id(2), CAROL, "Carol"));
        assertThat(model.calls().shown().orElseThrow().peer()).isEqualTo(CAROL);
        assertThat(model.calls().shown().orElseThrow().ringsHere()).isTrue();
    }

    @Test
    void aCallThatEndedIsGoneAndLeavesALine() {
        model.apply(change(1, BOB, CallPhase.ESTABLISHED, false, Optional.of("none")));
        model.apply(
                new CallChanged(
                        new Id(1),
                        CallPhase.ENDED,
                        BOB,
                        true,
                        "",
                        true,
                        false,
                        Optional.empty(),
                        Optional.empty()));
        assertThat(model.calls().shown()).isEmpty();
        assertThat(model.conversation(BOB).getFirst().text()).contains("Missed call");
    }

    @Test
    void aCallSaysHowLongItLasted() {
        model.apply(change(1, BOB, CallPhase.RINGING, false, Optional.empty()));
        model.apply(change(1, BOB, CallPhase.ESTABLISHED, false, Optional.of("none")));
        now = now.plusSeconds(65);
        assertThat(model.calls().shown().orElseThrow().duration(model.now())).isEqualTo("1:05");
        model.apply(change(1, BOB, CallPhase.ENDED, false, Optional.empty()));
        assertThat(model.conversation(BOB).getFirst().text()).isEqualTo("Call ended after 1:05");
    }

    @Test
    void aStrangersCallIsInTheListAtOnceAndCountsWhenMissed() {
        model.select(Optional.of(BOB));
        model.apply(new IncomingCall(new Id(1), CAROL, "<html>Carol"));
        assertThat(model.people()).contains(CAROL);
        assertThat(model.selected()).contains(BOB);
        assertThat(model.words(model.calls().shown().orElseThrow()))
                .isEqualTo("<html>Carol (carol@example.org) is calling");
        model.apply(
                new CallChanged(
                        new Id(1),
                        CallPhase.ENDED,
                        CAROL,
                        true,
                        "",
                        true,
                        false,
                        Optional.empty(),
                        Optional.empty()));
        assertThat(model.unread(CAROL)).isEqualTo(1);
    }

    @Test
    void nobodyCanWriteWhatLooksLikeANote() {
        model.apply(received("— Missed call —"));
        assertThat(model.conversation(BOB).getFirst().kind()).isEqualTo(TextLine.Kind.THEIRS);
    }

    @ParameterizedTest(name = "{0} % lost, {1} ms, MOS {2}: {3}")
    @CsvSource({
        "0.5, 40, 4.3, ''",
        "12, 40, 2.1, Bad connection: 12 % is lost",
        "0, 900, 2.9, Slow connection",
        "1, 40, 2.5, Bad connection",
        "0, 0, 0, ''",
    })
    void onlyABadConnectionIsMentioned(double loss, double rtt, double mos, String words) {
        model.apply(change(1, BOB, CallPhase.ESTABLISHED, false, Optional.of("none")));
        model.apply(
                new MediaReport(
                        new Id(1),
                        rtt,
                        loss,
                        1,
                        40,
                        0,
                        0,
                        2,
                        0,
                        mos,
                        100,
                        100,
                        0,
                        OptionalDouble.empty(),
                        ""));
        assertThat(model.calls().shown().orElseThrow().quality()).isEqualTo(words);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "bob, sip:bob@example.org",
        " bob@example.com , sip:bob@example.com",
        "sips:bob@example.com, sips:bob@example.com",
        "bob smith, ",
        "a@b@c, ",
        "@example.org, ",
    })
    void whatIsTypedBecomesAnAddressOfOurDomain(String typed, String uri) {
        assertThat(Names.uri(typed, Optional.of("sip:alice@example.org")))
                .isEqualTo(Optional.ofNullable(uri));
    }

    @ParameterizedTest(name = "{0} shows {1}")
    @CsvSource({
        ", NONE",
        "none, OPEN",
        "SDES:AES_CM_128_HMAC_SHA1_80, SERVER",
        "DTLS:AEAD_AES_256_GCM, PHONES",
        "something new, OPEN",
    })
    void theLockIsNeverBetterThanTheTruth(String encryption, Lock lock) {
        assertThat(Lock.of(Optional.ofNullable(encryption))).isEqualTo(lock);
    }

    @Test
    void aCallIsShownAsComparedOnlyWhenItsOwnCodeWas() {
        model.apply(
                change(1, BOB, CallPhase.ESTABLISHED, false, Optional.of("DTLS:AEAD_AES_256_GCM")));
        model.apply(new UserAgentEvent.SecurityCode(new Id(2), "other words", true));
        assertThat(model.calls().lock()).isEqualTo(Lock.PHONES);
        model.apply(new UserAgentEvent.SecurityCode(new Id(1), "seven words", false));
        assertThat(model.calls().lock()).isEqualTo(Lock.PHONES);
        assertThat(model.calls().securityCode()).isEqualTo("seven words");
        model.apply(new UserAgentEvent.SecurityCode(new Id(1), "seven words", true));
        assertThat(model.calls().lock()).isEqualTo(Lock.COMPARED);
        model.apply(change(1, BOB, CallPhase.ESTABLISHED, false, Optional.of("SDES:X")));
        assertThat(model.calls().lock()).isEqualTo(Lock.SERVER);
        assertThat(model.calls().securityCode()).isEmpty();
    }

    private static CallChanged change(
            long id, String peer, CallPhase phase, boolean incoming, Optional<String> encryption) {
        return new CallChanged(
                new Id(id),
                phase,
                peer,
                incoming,
                "",
                false,
                false,
                Optional.of("opus"),
                encryption);
    }

    private static ChatMessage message(String id, boolean mine, String text) {
        return new ChatMessage(
                new MessageKey("sip:alice@example.org", BOB, id),
                mine,
                mine ? "sip:alice@example.org" : BOB,
                text,
                Instant.EPOCH,
                mine ? Delivery.SENDING : Delivery.DELIVERED,
                "");
    }

    private static ChatMessage written() {
        return message("m7", true, "are you there?");
    }

    private static MessageReceived received(String text) {
        return new MessageReceived(new Id(1), message("m1", false, text));
    }

    @Test
    void whatIsReadIsToldOnlyWhenTheUserLooks() {
        List<String> told = new ArrayList<>();
        model.onSeen(told::add);
        model.select(Optional.of(BOB));
        model.setFocused(false);
        model.apply(received("hello"));
        assertThat(told).isEmpty();
        assertThat(model.unread(BOB)).isEqualTo(1);
        model.setFocused(true);
        assertThat(told).containsExactly(BOB);
        assertThat(model.unread(BOB)).isZero();
        model.select(Optional.of(CAROL));
        model.select(Optional.of(BOB));
        assertThat(told).hasSize(1);
    }

    @Test
    void olderMessagesComeBeforeThoseThatAreThere() {
        model.apply(received("new"));
        model.history(BOB, List.of(message("m0", true, "old"), message("m1", false, "new")), true);
        assertThat(model.conversation(BOB))
                .extracting(TextLine::text)
                .containsExactly("old", "new");
        assertThat(model.hasMore(BOB)).isFalse();
    }

    @Test
    void lateNewsDoNotTakeBackWhatIsKnown() {
        model.apply(new MessageWritten(new Id(7), written()));
        for (Delivery news : List.of(Delivery.DISPLAYED, Delivery.DELIVERED, Delivery.SENT)) {
            model.apply(new MessageStatus(new Id(7), written().key(), news, ""));
        }
        assertThat(model.conversation(BOB).getFirst().status()).isEqualTo("read");
    }

    @Test
    void whoIsWritingIsSaid() {
        model.apply(new UserAgentEvent.Typing(BOB, BOB, true));
        assertThat(model.writing(BOB)).isEqualTo("bob@example.org is writing …");
        model.apply(new UserAgentEvent.Typing(BOB, BOB, false));
        assertThat(model.writing(BOB)).isEmpty();
    }

    @Test
    void whoAnswersFromElsewhereHasReadAndNothingIsNewAnyMore() {
        model.setFocused(false);
        model.apply(NotingChat.received(BOB, "are you there?"));
        assertThat(model.unread(BOB)).isEqualTo(1);
        model.setFocused(true);
        assertThat(model.firstNew(BOB)).contains("id of are you there?");
        model.apply(
                new MessageWritten(
                        new Id(1), NotingChat.message(BOB, NotingChat.OWN, "m2", "yes")));
        assertThat(model.firstNew(BOB)).isEmpty();

        model.setFocused(false);
        model.apply(NotingChat.received(BOB, "good"));
        model.apply(
                new MessageWritten(
                        new Id(1), NotingChat.message(BOB, NotingChat.OWN, "m3", "well")));
        model.apply(new UserAgentEvent.ConversationSeen(BOB));
        assertThat(model.unread(BOB)).isZero();
        assertThat(model.firstNew(BOB)).isEmpty();
    }

    /// The conversation that is shown at the start is the one that somebody wrote in last.
    @Test
    void whatWaitedIsNewAlsoWhereTheConversationWasOpen() {
        PhoneModel later = new PhoneModel(() -> now.plusSeconds(60));
        later.setFocused(true);
        later.apply(NotingChat.received(BOB, "are you there?"));
        later.apply(NotingChat.received(BOB, "hello?"));
        assertThat(later.unread(BOB)).isZero();
        assertThat(later.firstNew(BOB)).contains("id of are you there?");

        model.setFocused(true);
        model.apply(NotingChat.received(BOB, "now"));
        assertThat(model.firstNew(BOB)).isEmpty();
    }
}
