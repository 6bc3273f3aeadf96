package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.earshot.proxy.ProxyFixture.ALICE;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.BOB_UDP;
import static org.earshot.proxy.ProxyFixture.PLAIN_SDP;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sip.message.Response;
import org.earshot.common.call.CallKey;
import org.earshot.common.call.CallListener;
import org.earshot.common.call.CallRecord;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.location.Binding;
import org.earshot.common.location.BindingKey;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.archive.ArchiveEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls that end without a BYE, such as by a power cut: what becomes of their lamp, and of their record.
class LostCallsTest {
    private static final Flow OTHER_UDP = RecordedRequest.flow(Transport.UDP, "192.0.2.7", 5060, 0);

    @TempDir static Path directory;

    private final ProxyFixture f = new ProxyFixture(directory, BOB_UDP);
    private final List<CallKey> ended = new ArrayList<>();

    @BeforeEach
    void listen() {
        f.bind(ALICE, "sip:alice@192.0.2.4:40004;transport=tls", ALICE_TLS);
        register(1, "boot-1", "sip:bob@192.0.2.6", BOB_UDP);
        f.proxy.onCall(
                new CallListener() {
                    @Override
                    public void goesOn(
                            CallKey call, CallRecord.State state, Side caller, Side callee) {}

                    @Override
                    public void ended(CallKey call) {
                        ended.add(call);
                    }
                });
    }

    /// A binding of bob's.
    ///
    /// @param key his phone
    private void register(int key, String callId, String contact, Flow flow) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) key;
        Binding binding =
                new Binding(
                        new BindingKey(bytes),
                        contact,
                        1000,
                        callId,
                        1,
                        f.clock.instant().plus(Duration.ofHours(20)),
                        Optional.empty(),
                        0,
                        flow,
                        List.of(),
                        "",
                        false,
                        f.clock.instant());
        change(before -> {
            List<Binding> after =
                    new ArrayList<>(
                            before.stream().filter(b -> !b.key().equals(binding.key())).toList());
            after.add(binding);
            return after;
        });
    }

    private void unregister(String callId) {
        change(before -> before.stream().filter(b -> !b.callId().equals(callId)).toList());
    }

    private void change(UnaryOperator<List<Binding>> change) {
        f.bindings.update(BOB, change);
    }

    private static String later(String text) {
        return text.replace(
                "To: <sip:bob@example.org>",
                "To: <sip:bob@example.org>;tag=" + RecordedRequest.TO_TAG);
    }

    /// @param sessionExpires "" for no session timer
    /// @return the Route of the call
    private String answered(String sessionExpires) {
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", PLAIN_SDP));
        f.node.take().respond(ok(f.node.sent().getLast(), sessionExpires));
        assertThat(f.proxy.calls()).hasSize(1);
        minutes(1);
        return "Route: <" + ProxyFixture.recordRoutes(invite.finalResponse()).getLast() + ">";
    }

    private static Response ok(LoopbackNode.Sent sent, String sessionExpires) {
        Response ok = sent.createResponse(200, "OK");
        if (!sessionExpires.isEmpty()) {
            ok.addHeader(Headers.of("Session-Expires", sessionExpires));
        }
        return ok;
    }

    private void minutes(int count) {
        for (int i = 0; i < count; i++) {
            f.clock.advance(Duration.ofMinutes(1));
            f.proxy.endLostCalls();
        }
    }

    private void goesOn() {
        assertThat(ended).isEmpty();
        assertThat(f.proxy.calls()).hasSize(1);
        assertThat(ends()).isEmpty();
    }

    private List<ArchiveEvent.CallEnded> ends() {
        return f.archive.events.stream()
                .filter(ArchiveEvent.CallEnded.class::isInstance)
                .map(ArchiveEvent.CallEnded.class::cast)
                .toList();
    }

    private void isOver(String reason) {
        assertThat(ended).containsExactly(new CallKey("1@phone", "a"));
        assertThat(f.proxy.calls()).isEmpty();
        assertThat(ends())
                .singleElement()
                .satisfies(end -> {
                    assertThat(end.reason())
                            .hasValueSatisfying(text -> assertThat(text).contains(reason));
                    assertThat(end.endedBy()).isEmpty();
                    assertThat(end.answeredBy()).contains("sip:bob@example.org");
                    assertThat(end.answered()).isPresent();
                });
    }

    @Test
    void aPhoneThatIsRegisteredTalksOn() {
        answered("");
        minutes(50);
        goesOn();
    }

    @Test
    void aPhoneWhoseRegistrationHasEndedIsGoneMinutesLater() {
        answered("");
        unregister("boot-1");
        minutes(5);
        goesOn();
        minutes(1);
        isOver("the phone of sip:bob@example.org is not registered any more");
    }

    @Test
    void itIsThePhoneThatCountsAndNotItsOwnersOthers() {
        register(2, "other", "sip:bob@192.0.2.7", OTHER_UDP);
        RecordedRequest invite = f.send(ALICE_TLS, f.text("INVITE", "", PLAIN_SDP));
        assertThat(invite.statuses()).doesNotContain(404, 480);
        f.node.sent().getFirst().respond(200, "OK");
        minutes(1);
        unregister("other");
        minutes(10);
        goesOn();
        register(2, "other", "sip:bob@192.0.2.7", OTHER_UDP);
        unregister("boot-1");
        minutes(6);
        isOver("not registered any more");
    }

    @Test
    void aPhoneThatIsBackInTimeGoesOn() {
        answered("");
        unregister("boot-1");
        minutes(4);
        register(1, "boot-2", "sip:bob@192.0.2.6", BOB_UDP);
        minutes(2);
        unregister("boot-2");
        minutes(4);
        goesOn();
    }

    @Test
    void aPhoneThatIsElsewhereIsTheSameByItsRegistersCallId() {
        answered("");
        register(3, "boot-1", "sip:bob@192.0.2.7", OTHER_UDP);
        change(before -> before.stream().filter(b -> b.flow().equals(OTHER_UDP)).toList());
        minutes(50);
        goesOn();
    }

    @Test
    void whoSaysSomethingWithinTheCallIsThere() {
        String route = answered("");
        unregister("boot-1");
        for (int i = 0; i < 5; i++) {
            minutes(4);
            f.send(ALICE_TLS, later(f.text("UPDATE", route, "")));
        }
        goesOn();
        minutes(6);
        isOver("not registered any more");
    }

    @Test
    void aPhoneThatNeverWasRegisteredIsNotMissed() {
        unregister("boot-1");
        f.bindings.update(ALICE, _ -> List.of());
        register(1, "boot-1", "sip:bob@192.0.2.6", OTHER_UDP);
        answered("");
        minutes(50);
        goesOn();
    }

    @Test
    void whileTheStoreIsAwayNobodyIsMissed() {
        answered("");
        f.storeIsAway = true;
        f.clock.advance(Duration.ofMinutes(30));
        assertThatThrownBy(f.proxy::endLostCalls).isInstanceOf(StoreUnavailableException.class);
        goesOn();
        f.storeIsAway = false;
        minutes(10);
        goesOn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"120;refresher=uac", "120", " 120 ; refresher=uas"})
    void aSessionThatNobodyRefreshesIsOver(String timer) {
        answered(timer);
        minutes(1);
        goesOn();
        minutes(1);
        isOver("nobody refreshed the session within 120 s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "UPDATE"})
    void aSessionThatIsRefreshedGoesOn(String method) {
        String route = answered("120;refresher=uac");
        for (int i = 0; i < 10; i++) {
            minutes(1);
            f.send(ALICE_TLS, later(f.text(method, route, PLAIN_SDP)));
            f.node.sent().getLast().respond(ok(f.node.sent().getLast(), "120;refresher=uac"));
        }
        goesOn();
        minutes(3);
        isOver("(RFC 4028)");
    }

    @Test
    void aRefreshWithoutTheTimerEndsTheTimer() {
        String route = answered("120;refresher=uac");
        f.send(ALICE_TLS, later(f.text("INVITE", route, PLAIN_SDP)));
        f.node.sent().getLast().respond(ok(f.node.sent().getLast(), ""));
        minutes(50);
        goesOn();
    }

    @Test
    void aByeThatComesAfterAllIsInTheRecordToo() {
        String route = answered("120");
        minutes(3);
        assertThat(ends()).hasSize(1);
        RecordedRequest bye = f.send(ALICE_TLS, later(f.text("BYE", route, "")));
        assertThat(bye.statuses()).doesNotContain(403, 481);
        assertThat(ends()).hasSize(2);
        assertThat(ends().getLast().endedBy()).contains("sip:alice@example.org");
    }
}
