package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What [LinphoneIceIT] runs in a network namespace: linphone and our phone look for a way to each other (RFC 8445).
final class LinphoneIceCalls {
    /// linphone does not look for a way by loopback.
    private static final String ADDRESS = "10.79.0.1";

    private static final String ROUTER = "10.79.0.2"; // that nobody has

    private LinphoneIceCalls() {}

    public static void main(String[] arguments) throws Exception {
        Networks.run("ip link add one type veth peer name other");
        Networks.run("ip link set one up");
        Networks.run("ip link set other up");
        Networks.run("ip addr add " + ADDRESS + "/24 dev one");
        // without a way out linphone takes the network for down, and closes its connections
        Networks.run("ip route add default via " + ROUTER);
        for (String security : List.of("sdes", "dtls")) {
            call(true, security);
            call(false, security);
        }
        System.out.println("all as it should be");
    }

    /// @param ours whether our phone calls
    /// @param security `sdes` or `dtls`
    private static void call(boolean ours, String security) throws Exception {
        try (Lab lab = Lab.of("linphone-ice")) {
            EarshotServer server =
                    EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
            Path said = Recording.longSpeech(lab, "bob");
            Linphone bob =
                    Linphone.withFiles(
                            lab.by(List.of(), ADDRESS),
                            "bob",
                            "pwbob",
                            server,
                            security.equals("sdes") ? "srtp" : "dtls",
                            said,
                            true);
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
                                    security)
                            .registered();
            if (ours) {
                alice.tell("call sip:bob@127.0.0.1");
            } else {
                bob.tell("call sip:alice@127.0.0.1");
            }
            assertThat(alice.call("established").path("encryption").asText())
                    .startsWith(security.toUpperCase(Locale.ROOT) + ":");
            JsonNode media =
                    alice.event("media", 20, m -> m.path("packetsReceived").asLong() > 150);
            String what = security + ", " + (ours ? "our phone calls linphone" : "linphone calls");
            System.out.printf("%s: %s%n", what, media.path("way").asText());
            assertThat(media.path("way").asText()).as(what).isEqualTo("direct");
            alice.tell("hangup");
            alice.call("ended");
            bob.says(" ended (");
            alice.quitAndHeard();
            bob.quit();
        }
    }
}
