package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What [OthersIceIT] runs in a network namespace: phones of others and ours look for a way to each other (RFC 8445).
final class OthersIceCalls {
    /// linphone does not look for a way by loopback.
    private static final String ADDRESS = "10.79.0.1";

    private static final String ROUTER = "10.79.0.2"; // that nobody has

    private OthersIceCalls() {}

    public static void main(String[] arguments) throws Exception {
        Networks.run("ip link add one type veth peer name other");
        Networks.run("ip link set one up");
        Networks.run("ip link set other up");
        Networks.run("ip addr add " + ADDRESS + "/24 dev one");
        // without a way out linphone takes the network for down, and closes its connections
        Networks.run("ip route add default via " + ROUTER);
        for (Phone phone : Phone.values()) {
            // baresip 1.0.0 with ICE answers SDES by keys of its own, before it has read those of
            // the offer
            if (phone != Phone.BARESIP) {
                call(true, phone);
            }
            call(false, phone);
        }
        System.out.println("all as it should be");
    }

    /// Who is called and calls.
    private enum Phone {
        BARESIP("sdes"),
        BARESIP_DTLS("dtls"),
        LINPHONE("sdes"),
        LINPHONE_DTLS("dtls"),
        LINPHONE_DTLS_ONE_PORT("dtls");

        private final String security;

        Phone(String security) {
            this.security = security;
        }
    }

    private interface Bob {
        void call() throws IOException;

        void hearsTheEnd() throws IOException;

        void quit() throws IOException;
    }

    private static Bob bob(Lab lab, EarshotServer server, Phone phone, Path said)
            throws IOException {
        if (phone == Phone.BARESIP || phone == Phone.BARESIP_DTLS) {
            return new BaresipBob(
                    Baresip.of(lab.by(List.of(), ADDRESS), "bob")
                            .at(server, "tls")
                            .encryption(phone.security.equals("sdes") ? "srtp-mand" : "dtls_srtp")
                            .says(said)
                            .withIce()
                            .start());
        }
        return new LinphoneBob(
                Linphone.withFiles(
                        lab.by(List.of(), ADDRESS),
                        "bob",
                        "pwbob",
                        server,
                        phone.security.equals("sdes") ? "srtp" : "dtls",
                        said,
                        phone == Phone.LINPHONE_DTLS_ONE_PORT
                                ? Linphone.Ways.ICE_ONE_PORT
                                : Linphone.Ways.ICE));
    }

    private record LinphoneBob(Linphone phone) implements Bob {
        @Override
        public void call() throws IOException {
            phone.tell("call sip:alice@127.0.0.1");
        }

        @Override
        public void hearsTheEnd() throws IOException {
            phone.says(" ended (");
        }

        @Override
        public void quit() throws IOException {
            phone.quit();
        }
    }

    private record BaresipBob(Baresip phone) implements Bob {
        @Override
        public void call() throws IOException {
            phone.command("dial", "sip:alice@127.0.0.1");
        }

        @Override
        public void hearsTheEnd() throws IOException {
            phone.event("CALL_CLOSED");
        }

        @Override
        public void quit() {
            phone.quit();
        }
    }

    /// @param ours whether our phone calls
    private static void call(boolean ours, Phone phone) throws Exception {
        try (Lab lab = Lab.of("others-ice")) {
            EarshotServer server =
                    EarshotServer.start(lab, "listen.tls=" + ADDRESS + ":0")
                            .withUser("alice", "pwalice")
                            .withUser("bob", "pwbob");
            Path said = Recording.longSpeech(lab, "bob");
            Bob bob = bob(lab, server, phone, said);
            EarshotPhone alice =
                    EarshotPhone.start(
                                    lab,
                                    "alice",
                                    "pwalice",
                                    server.address("tls"),
                                    "tls",
                                    Optional.of(server.ca()),
                                    said,
                                    "--auto-answer",
                                    "--ice",
                                    "on",
                                    "--media-security",
                                    phone.security)
                            .registered();
            if (ours) {
                alice.tell("call sip:bob@127.0.0.1");
            } else {
                bob.call();
            }
            String what = phone + (ours ? " is called" : " calls");
            JsonNode first = alice.event("call", 30, OthersIceCalls::isEstablishedOrEnded);
            assertThat(first.path("encryption").asText())
                    .as(what + ": " + first)
                    .startsWith(phone.security.toUpperCase(Locale.ROOT) + ":");
            JsonNode media =
                    alice.event("media", 20, m -> m.path("packetsReceived").asLong() > 150);
            System.out.printf("%s: %s%n", what, media.path("way").asText());
            assertThat(media.path("way").asText()).as(what).isEqualTo("direct");
            alice.tell("hangup");
            alice.call("ended");
            bob.hearsTheEnd();
            alice.quitAndHeard();
            bob.quit();
        }
    }

    private static boolean isEstablishedOrEnded(JsonNode call) {
        return List.of("established", "ended").contains(call.path("state").asText());
    }
}
