package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.earshot.common.relay.RelayCredential;
import org.earshot.interop.RelayedPhone.Way;
import org.earshot.softphone.media.ice.StunMessage;
import org.earshot.softphone.media.ice.TurnClient.Family;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// coturn, somebody else's relay, and our TURN client.
@Tag("realtime")
class CoturnIT {
    private static final InetAddress IPV4 = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress STRANGER = InetAddress.ofLiteral("127.0.0.2");
    private static final InetAddress IPV6 = InetAddress.ofLiteral("::1");
    private static final RelayCredential ALICE = Coturn.credentials("alice", Duration.ofHours(1));

    private Lab lab;

    @BeforeEach
    void open() {
        lab = Lab.of("coturn");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void packetsGoBothWays(Way way) throws Exception {
        Coturn coturn = Coturn.start(lab, "coturn", IPV4);
        RelayedPhone phone = phone(coturn, way, Family.IPV4, ALICE).start();
        assertThat(phone.address().getAddress()).isEqualTo(IPV4);
        assertThat(phone.mapped.orElseThrow().getAddress()).isEqualTo(IPV4);
        talk(phone, IPV4);
    }

    @Test
    void overIpv6Too() throws Exception {
        Assumptions.assumeTrue(Ipv6IT.hasIpv6(), "SKIPPED: this machine has no ::1");
        Coturn coturn = Coturn.start(lab, "coturn", IPV6);
        RelayedPhone phone = phone(coturn, Way.UDP, Family.IPV6, ALICE).start();
        assertThat(phone.address().getAddress()).isEqualTo(IPV6);
        talk(phone, IPV6);
    }

    private void talk(RelayedPhone phone, InetAddress loopback) throws Exception {
        try (DatagramSocket peer = new DatagramSocket(0, loopback)) {
            peer.setSoTimeout(10_000);
            InetSocketAddress there = (InetSocketAddress) peer.getLocalSocketAddress();
            if (loopback.equals(IPV4)) {
                // from an address of its own: what the relay has not read yet when it hears of a
                // permission, that lets in
                try (DatagramSocket stranger = new DatagramSocket(0, STRANGER)) {
                    send(stranger, "nobody expects me", phone.address());
                }
            }
            phone.permit(there);
            send(peer, "the peer's first", phone.address());
            phone.until("Data indication", () -> phone.data.size() == 1);
            assertThat(phone.channelDataReceived()).isZero();
            phone.send("by Send indication", there);
            assertThat(receive(peer)).isEqualTo("by Send indication of " + phone.address());
            phone.pass(0, TimeUnit.SECONDS); // the channel is bound
            assertThat(phone.channelDataSent()).isZero();
            bothWays(phone, peer, "by channel");
            assertThat(phone.channelDataSent()).isEqualTo(1);
            assertThat(phone.channelDataReceived()).isEqualTo(1);

            phone.pass(545, TimeUnit.SECONDS);
            assertThat(phone.requests(StunMessage.REFRESH)).isEqualTo(1);
            assertThat(phone.requests(StunMessage.CREATE_PERMISSION)).isEqualTo(2);
            assertThat(phone.requests(StunMessage.CHANNEL_BIND)).isEqualTo(2);
            bothWays(phone, peer, "later");

            phone.giveBack();
            assertThat(isGone(peer, phone.address())).isTrue();
            assertThat(phone.failures).isEmpty();
            assertThat(phone.data)
                    .containsExactly(
                            "the peer's first of " + there,
                            "by channel back of " + there,
                            "later back of " + there);
        }
    }

    @Test
    void theFirstPacketToAPeerArrivesUnannounced() throws Exception {
        Coturn coturn = Coturn.start(lab, "coturn", IPV4);
        RelayedPhone phone = phone(coturn, Way.UDP, Family.IPV4, ALICE).start();
        try (DatagramSocket peer = new DatagramSocket(0, IPV4)) {
            peer.setSoTimeout(10_000);
            phone.send("a check", (InetSocketAddress) peer.getLocalSocketAddress());
            phone.pass(0, TimeUnit.SECONDS);
            assertThat(receive(peer)).isEqualTo("a check of " + phone.address());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aWrongPasswordIsToldInWords(Way way) throws Exception {
        Coturn coturn = Coturn.start(lab, "coturn", IPV4);
        RelayCredential wrong = new RelayCredential(ALICE.username(), "guess", ALICE.expiresAt());
        RelayedPhone phone = phone(coturn, way, Family.IPV4, wrong).start();
        assertThat(phone.failures)
                .singleElement()
                .asString()
                .contains("refuses user name and password", "(401)");
    }

    @Test
    void whatHasExpiredIsToldInWords() throws Exception {
        Coturn coturn = Coturn.start(lab, "coturn", IPV4);
        RelayCredential old = Coturn.credentials("alice", Duration.ofHours(-1));
        RelayedPhone phone = phone(coturn, Way.UDP, Family.IPV4, old).start();
        assertThat(phone.failures).singleElement().asString().contains("clock", "(401)");
    }

    @Test
    void aQuotaIsToldInWords() throws Exception {
        Coturn coturn = Coturn.start(lab, "coturn", IPV4, "--user-quota=1");
        phone(coturn, Way.UDP, Family.IPV4, ALICE).start().address();
        RelayedPhone second = phone(coturn, Way.UDP, Family.IPV4, ALICE).start();
        assertThat(second.failures).singleElement().asString().contains("user-quota", "(486)");
    }

    @Test
    void aFamilyThatItDoesNotHaveIsToldInWords() throws Exception {
        Coturn coturn = Coturn.start(lab, "coturn", IPV4);
        RelayedPhone phone = phone(coturn, Way.UDP, Family.IPV6, ALICE).start();
        assertThat(phone.failures).singleElement().asString().contains("(440)");
    }

    @Test
    void anAlternateServerIsUsed() throws Exception {
        Coturn second = Coturn.start(lab, "second", IPV4);
        String address = "127.0.0.1:" + second.address().getPort();
        Coturn first = Coturn.start(lab, "first", IPV4, "--alternate-server=" + address);
        RelayedPhone phone = phone(first, Way.UDP, Family.IPV4, ALICE).start();
        assertThat(phone.address().getAddress()).isEqualTo(IPV4);
        try (DatagramSocket peer = new DatagramSocket(0, IPV4)) {
            peer.setSoTimeout(10_000);
            phone.permit((InetSocketAddress) peer.getLocalSocketAddress());
            bothWays(phone, peer, "by the other");
        }
    }

    private RelayedPhone phone(Coturn coturn, Way way, Family family, RelayCredential credentials)
            throws IOException {
        return lab.closing(new RelayedPhone(coturn, way, family, credentials));
    }

    private static void bothWays(RelayedPhone phone, DatagramSocket peer, String text)
            throws Exception {
        int before = phone.data.size();
        phone.send(text, (InetSocketAddress) peer.getLocalSocketAddress());
        assertThat(receive(peer)).isEqualTo(text + " of " + phone.address());
        send(peer, text + " back", phone.address());
        phone.until("packet of the peer", () -> phone.data.size() == before + 1);
    }

    private static void send(DatagramSocket socket, String text, InetSocketAddress to)
            throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static String receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8)
                + " of "
                + packet.getSocketAddress();
    }

    /// Whether nobody has a port any more: the system then says so.
    private static boolean isGone(DatagramSocket peer, InetSocketAddress port) throws IOException {
        peer.connect(port);
        peer.setSoTimeout(100);
        for (int attempt = 0; attempt < 150; attempt++) {
            try {
                send(peer, "is anybody there?", port);
                receive(peer);
            } catch (PortUnreachableException e) {
                return true;
            } catch (SocketTimeoutException e) {
                // coturn takes its time
            }
        }
        return false;
    }
}
