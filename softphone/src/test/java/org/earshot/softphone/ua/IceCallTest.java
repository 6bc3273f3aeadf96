package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.ENDED;
import static org.earshot.softphone.ua.UserAgentEvent.CallPhase.ESTABLISHED;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sip.message.Request;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.Transport;
import org.earshot.softphone.media.ice.CandidateType;
import org.earshot.softphone.media.ice.Component;
import org.earshot.softphone.media.ice.IceCandidate;
import org.earshot.softphone.media.ice.IceParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Calls that look for a way through routers (RFC 8445, RFC 8839): when they tell their addresses, and what they do when a way ends.
class IceCallTest {
    private static final InetSocketAddress RELAYED = new InetSocketAddress("198.51.100.9", 50_000);

    private final FakeTimers timers = new FakeTimers();
    private final TestPhone alice = new TestPhone("alice", "192.0.2.1", Transport.TLS, timers);
    private final TestPhone bob = new TestPhone("bob", "192.0.2.2", Transport.TLS, timers);

    private void joined() {
        alice.registered();
        bob.registered();
        TestPhone.join(alice, bob);
    }

    private static void found(TestPhone phone) {
        FakeMedia.Opened media = phone.media.last();
        media.gathered(List.of(host(media)));
    }

    private static IceCandidate host(FakeMedia.Opened media) {
        return new IceCandidate(
                "h1",
                Component.RTP,
                CandidateType.HOST,
                2_130_706_431,
                new InetSocketAddress(media.addresses.getLast(), media.rtpPort()),
                Optional.empty());
    }

    private static List<Request> invites(TestPhone phone) {
        return phone.node.sent().stream()
                .map(LoopbackNode.Sent::request)
                .filter(request -> request.getMethod().equals(Request.INVITE))
                .toList();
    }

    private static String offer(Request invite) {
        return new String(Fields.body(invite), StandardCharsets.UTF_8);
    }

    private static IceParameters ice(TestPhone phone) {
        return phone.media.last().last().ice().orElseThrow();
    }

    /// A call that stands, with ICE on both sides.
    private Id talk() {
        joined();
        alice.media.gathers = true;
        bob.media.gathers = true;
        Id atAlice = alice.agent.call("bob");
        found(alice);
        bob.agent.answer(bob.last(UserAgentEvent.IncomingCall.class).call());
        found(bob);
        assertThat(alice.call().state()).isEqualTo(ESTABLISHED);
        return atAlice;
    }

    @Test
    void theOfferWaitsForOurAddresses() {
        joined();
        alice.media.gathers = true;

        alice.agent.call("bob");
        assertThat(invites(alice)).isEmpty();
        found(alice);

        assertThat(invites(alice)).hasSize(1);
        assertThat(offer(invites(alice).getFirst())).contains("a=candidate:h1 1 UDP 2130706431");
    }

    /// The thread that looks for addresses is done, and the user-agent thread has not heard of it yet.
    @Test
    void whatWasJustFoundIsInTheAnswer() {
        joined();
        alice.media.gathers = true;
        bob.media.gathers = true;
        alice.agent.call("bob");
        found(alice);
        FakeMedia.Opened media = bob.media.last();
        media.candidates = withRelayed(List.of(host(media)));
        media.gathered = true;

        bob.agent.answer(bob.last(UserAgentEvent.IncomingCall.class).call());
        media.listener.gathered();

        assertThat(ice(alice).candidates()).extracting(IceCandidate::address).contains(RELAYED);
        assertThat(alice.call().state()).isEqualTo(ESTABLISHED);
    }

    private static List<IceCandidate> withRelayed(List<IceCandidate> known) {
        List<IceCandidate> all = new ArrayList<>(known);
        all.add(
                new IceCandidate(
                        "r2",
                        Component.RTP,
                        CandidateType.RELAYED,
                        16_777_214,
                        RELAYED,
                        Optional.empty()));
        return all;
    }

    @Test
    void whoIsHungUpMeanwhileIsNotCalled() {
        joined();
        alice.media.gathers = true;

        Id call = alice.agent.call("bob");
        alice.agent.hangUp(call);
        found(alice);

        assertThat(alice.call().state()).isEqualTo(ENDED);
        assertThat(invites(alice)).isEmpty();
    }

    @Test
    void bothTellTheirAddressesAndTheCallerChooses() {
        talk();

        assertThat(ice(alice).controlling()).isTrue();
        assertThat(ice(bob).controlling()).isFalse();
        assertThat(ice(alice).local()).isEqualTo(ice(bob).remote());
        assertThat(ice(bob).local()).isEqualTo(ice(alice).remote());
        assertThat(ice(alice).candidates()).hasSize(1);
    }

    @Test
    void aWayThatEndsIsSearchedAnewAndTheCallGoesOn() {
        talk();
        IceParameters before = ice(bob);

        bob.media.last().listener.wayLost();
        assertThat(invites(bob)).isEmpty();
        found(bob);

        assertThat(ice(bob).continues(before)).isFalse();
        assertThat(ice(alice).remote()).isEqualTo(ice(bob).local());
        assertThat(ice(alice).local()).isEqualTo(ice(bob).remote());
        assertThat(alice.call().state()).isEqualTo(ESTABLISHED);
        assertThat(bob.call().state()).isEqualTo(ESTABLISHED);
    }

    @Test
    void anAddressThatIsNewThenIsTold() {
        talk();

        alice.media.last().listener.wayLost();
        assertThat(alice.media.last().looksAgain).isEqualTo(1);
        found(alice);
        assertThat(ice(bob).candidates()).hasSize(1);

        alice.media.last().listener.wayLost();
        alice.media.last().gathered(withRelayed(alice.media.last().candidates));

        assertThat(ice(bob).candidates()).extracting(IceCandidate::address).contains(RELAYED);
        assertThat(invites(alice)).hasSize(3);
    }

    /// Relays that still help are not asked again, so that nothing may be left to wait for.
    @Test
    void whatIsKnownAtOnceIsToldAsWell() {
        talk();
        FakeMedia.Opened media = alice.media.last();
        alice.media.gathers = false;
        media.candidates = withRelayed(media.candidates);

        media.listener.wayLost();
        media.listener.gathered();

        assertThat(ice(bob).candidates()).extracting(IceCandidate::address).contains(RELAYED);
        assertThat(invites(alice)).hasSize(2);
    }

    /// What a search has found that another one has followed is not all there is.
    @Test
    void theNewsOfAnEarlierSearchDoNotEndALaterOne() {
        talk();
        FakeMedia.Opened media = alice.media.last();
        media.listener.wayLost();

        media.listener.gathered(); // was on its way
        assertThat(invites(alice)).hasSize(1);
        found(alice);
        assertThat(invites(alice)).hasSize(2);
    }

    @Test
    void whenBothMissTheWayOneSearchIsEnough() {
        talk();

        alice.media.last().listener.wayLost();
        bob.media.last().listener.wayLost();
        found(bob);
        found(alice);

        assertThat(ice(alice).remote()).isEqualTo(ice(bob).local());
        assertThat(ice(alice).local()).isEqualTo(ice(bob).remote());
        assertThat(invites(bob)).hasSize(1);
    }

    @Test
    void holdGoesTheSameWay() {
        Id call = talk();
        IceParameters before = ice(alice);

        alice.agent.hold(call);

        assertThat(ice(alice).continues(before)).isTrue();
    }

    @Test
    void whereThereIsNoWayTheCallEndsAndSaysSo() {
        talk();

        alice.media.last().listener.noWay();

        assertThat(alice.call().state()).isEqualTo(ENDED);
        assertThat(alice.call().reason())
                .isEqualTo("no way between the phones was found, or none is left");
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO, TLS, 192.0.2.1, true",
        "AUTO, TCP, 192.0.2.1, true",
        "AUTO, UDP, 192.0.2.1, false",
        "AUTO, TLS, 127.0.0.1, false",
        "ON, UDP, 127.0.0.1, true",
        "OFF, TLS, 192.0.2.1, false"
    })
    void iceIsUsedWhereItCanHelp(IceUse use, Transport transport, String host, boolean used) {
        TestPhone phone =
                new TestPhone(
                                "carol",
                                host,
                                transport,
                                timers,
                                PhoneParts.of("carol")
                                        .with(
                                                PhoneSettings.of("urn:uuid:0-carol")
                                                        .with(use, List.of())))
                        .registered();

        phone.agent.call("sip:bob@example.org");

        assertThat(phone.media.last().ice.isPresent()).isEqualTo(used);
    }
}
