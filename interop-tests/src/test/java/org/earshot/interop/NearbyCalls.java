package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/// What [NearbyIT] runs in network namespaces: two of our phones, each on a machine of its own, and nothing else.
final class NearbyCalls {
    private static final double HEARD = 0.8;
    private static final int SECONDS = 5;

    private final Lab lab;
    private final Path aliceSays;
    private final Path bobSays;
    private final String bobsAddress;
    private final EarshotPhone alice;
    private final EarshotPhone bob;

    private NearbyCalls(Lab lab) throws Exception {
        this.lab = lab;
        String alicesAddress = Networks.neighbour("alice", 2);
        bobsAddress = Networks.neighbour("bob", 3);
        Networks.run("ip -n alice -6 addr add fe80::2/64 dev out nodad");
        Networks.run("ip -n bob -6 addr add fe80::3/64 dev out nodad");
        aliceSays = Recording.speech(lab, "alice");
        bobSays = Recording.longSpeech(lab, "bob");
        alice =
                EarshotPhone.withoutServer(
                        lab.by(Networks.in("alice")),
                        "alice",
                        aliceSays,
                        "--direct",
                        alicesAddress + ":5070");
        bob =
                EarshotPhone.withoutServer(
                        lab.by(Networks.in("bob")), "bob", bobSays, "--direct", "--discoverable");
        assertThat(open(alice).path("port").asInt()).isEqualTo(5070);
        assertThat(open(bob).path("port").asInt()).isEqualTo(5060);
    }

    private static JsonNode open(EarshotPhone phone) {
        return phone.event("direct", 30, e -> e.path("open").asBoolean());
    }

    public static void main(String[] arguments) throws Exception {
        try (Lab lab = Lab.of("nearby")) {
            Networks.open();
            new NearbyCalls(lab).run();
            System.out.println("all as it should be");
        }
    }

    private void run() {
        byAddress();
        byName();
        byTcp();
        byLinkLocalAddress();
        twoOfOneName();
        onlyWhoWantsToBeIsFound();
        Path atAlice = alice.quitAndHeard();
        Path atBob = bob.quitAndHeard();
        assertThat(Recording.correlation(bobSays, atAlice)).as("alice").isGreaterThan(HEARD);
        assertThat(Recording.correlation(aliceSays, atBob)).as("bob").isGreaterThan(HEARD);
    }

    private void byAddress() {
        long start = System.nanoTime();
        alice.tell("call sip:bob@" + bobsAddress);
        JsonNode rings = bob.event("incoming-call", 30, _ -> true);
        assertThat(rings.path("from").asText()).isEqualTo("sip:alice@192.168.7.2:5070");
        assertThat(rings.path("verified").asBoolean(true)).isFalse();
        talk(rings, start, "by its address");
        for (int second = 0; second < SECONDS; second++) {
            alice.event("media", 10, _ -> true);
        }
        hangUp();
    }

    private void byName() {
        alice.tell("nearby");
        JsonNode found =
                alice.event("nearby", 10, e -> !e.path("phones").isEmpty()).path("phones").get(0);
        assertThat(found.path("name").asText()).isEqualTo("bob");
        assertThat(found.path("address").asText()).isEqualTo(bobsAddress);
        assertThat(found.path("port").asInt()).isEqualTo(5060);
        long start = System.nanoTime();
        alice.tell("call Bob");
        talk(bob.event("incoming-call", 30, _ -> true), start, "by its name");
        alice.event("media", 10, NearbyCalls::isHeard);
        bob.event("media", 10, NearbyCalls::isHeard);
        hangUp();
    }

    private void byTcp() {
        long start = System.nanoTime();
        alice.tell("call --direct " + bobsAddress + ";transport=tcp");
        talk(bob.event("incoming-call", 30, _ -> true), start, "by TCP");
        bob.tell("hangup"); // over a connection of its own, or that of the call
        bob.call("ended");
        alice.call("ended");
    }

    /// IPv6 as it is there without anybody's doing; which network card leads there has to be said.
    private void byLinkLocalAddress() {
        EarshotPhone carol =
                EarshotPhone.withoutServer(
                        lab.by(Networks.in("alice")), "carol", aliceSays, "--direct");
        open(carol);
        for (String transport : new String[] {"", ";transport=tcp"}) {
            carol.tell("call --direct sip:bob@[fe80::3%out]" + transport);
            JsonNode rings = bob.event("incoming-call", 30, _ -> true);
            assertThat(rings.path("from").asText()).startsWith("sip:carol@[fe80:");
            bob.tell("answer " + rings.path("call").asText());
            assertThat(carol.call("established").path("encryption").asText()).startsWith("DTLS:");
            carol.event("media", 10, NearbyCalls::isHeard);
            bob.event("media", 10, NearbyCalls::isHeard);
            if (transport.isEmpty()) {
                carol.tell("hangup");
            } else {
                bob.tell("hangup");
            }
            carol.call("ended");
            bob.call("ended");
        }
        carol.quitAndHeard();
    }

    /// On one machine, which shares the port of multicast DNS; the second is not at the usual port of SIP.
    private void twoOfOneName() {
        EarshotPhone other =
                EarshotPhone.withoutServer(
                        lab.by(Networks.in("bob")),
                        "other",
                        "bob",
                        bobSays,
                        "--direct",
                        "--discoverable");
        int port = open(other).path("port").asInt();
        assertThat(port).isNotEqualTo(5060);
        alice.tell("nearby");
        JsonNode both = alice.event("nearby", 10, e -> e.path("phones").size() == 2).path("phones");
        assertThat(both.findValuesAsText("name")).containsExactlyInAnyOrder("bob", "bob (2)");
        assertThat(both.findValuesAsText("port"))
                .containsExactlyInAnyOrder("5060", Integer.toString(port));
        other.quitAndHeard();
    }

    private static boolean isHeard(JsonNode media) {
        return media.path("packetsReceived").asLong() > 0;
    }

    private void onlyWhoWantsToBeIsFound() {
        bob.tell("nearby");
        assertThat(
                        bob.event("nearby", 10, e -> !e.path("searching").asBoolean(true))
                                .path("phones"))
                .isEmpty();
        bob.tell("call alice");
        assertThat(bob.call("ended").path("reason").asText())
                .isEqualTo("no phone nearby is called alice");
    }

    private void talk(JsonNode rings, long start, String how) {
        bob.tell("answer " + rings.path("call").asText());
        for (EarshotPhone phone : new EarshotPhone[] {alice, bob}) {
            assertThat(phone.call("established").path("encryption").asText())
                    .isEqualTo("DTLS:AEAD_AES_256_GCM");
        }
        System.out.printf(
                "a phone nearby, %s: established after %d ms%n",
                how, (System.nanoTime() - start) / 1_000_000);
        JsonNode atAlice = alice.event("security-code", 10, _ -> true);
        JsonNode atBob = bob.event("security-code", 10, _ -> true);
        assertThat(atAlice.path("code").asText())
                .matches("([a-z]{6} ){6}[a-z]{6}")
                .isEqualTo(atBob.path("code").asText());
        assertThat(atAlice.path("compared").asBoolean(true)).isFalse();
    }

    private void hangUp() {
        alice.tell("hangup");
        alice.call("ended");
        bob.call("ended");
    }
}
