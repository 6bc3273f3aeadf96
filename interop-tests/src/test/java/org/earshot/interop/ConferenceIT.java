package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A phone that lets the people of its calls hear each other: four real phones, each of which says a tone of its own.
@Tag("realtime")
class ConferenceIT {
    private static final int RATE = 48_000;
    private static final int HEADER_BYTES = 44;

    /// So much of the loudest tone counts as heard.
    private static final double HEARD = 0.2;

    @Test
    void everybodyHearsAllOthersAndNotHimself() throws Exception {
        try (Lab lab = Lab.of("conference")) {
            EarshotServer server =
                    EarshotServer.start(lab)
                            .withUser("alice", "pwalice")
                            .withUser("bob", "pwbob")
                            .withUser("carol", "pwcarol")
                            .withUser("dave", "pwdave");
            EarshotPhone alice = phone(lab, server, "alice", 500);
            List<EarshotPhone> others = new ArrayList<>();
            String[] names = {"bob", "carol", "dave"};
            int[] tones = {800, 1_300, 2_100};
            List<String> calls = new ArrayList<>();
            for (int i = 0; i < names.length; i++) {
                others.add(phone(lab, server, names[i], tones[i], "--auto-answer"));
                alice.tell("call sip:" + names[i] + "@127.0.0.1");
                calls.add(alice.call("established").path("call").asText());
            }

            alice.tell("conference " + String.join(" ", calls));
            assertThat(alice.event("conference", 10, _ -> true).path("calls")).hasSize(3);
            Path recording = lab.file("recording.wav");
            alice.tell("record " + calls.getFirst() + " " + recording);
            assertThat(alice.event("recording", 10, _ -> true).path("on").asBoolean()).isTrue();
            for (int i = 0; i < 6 * calls.size(); i++) { // each tells once a second
                alice.fresh("media");
            }

            alice.tell("hangup");
            assertThat(alice.event("recording", 10, e -> !e.path("on").asBoolean()).has("reason"))
                    .isFalse();
            for (EarshotPhone other : others) {
                other.call("ended");
            }
            assertThat(alice.event("conference", 10, e -> e.path("calls").isEmpty())).isNotNull();
            assertHears(others.get(0).quitAndHeard(), 500, 1_300, 2_100, 800);
            assertHears(others.get(1).quitAndHeard(), 500, 800, 2_100, 1_300);
            assertHears(others.get(2).quitAndHeard(), 500, 800, 1_300, 2_100);
            assertHears(alice.quitAndHeard(), 800, 1_300, 2_100, 500);
            assertRecorded(recording);
        }
    }

    @Test
    void whoIsOnHoldHearsMusicAndNotTheRoom() throws Exception {
        try (Lab lab = Lab.of("hold-music")) {
            EarshotServer server =
                    EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
            Path music = tone(lab, "music", 3_000);
            EarshotPhone alice = phone(lab, server, "alice", 500, "--hold-music", music.toString());
            EarshotPhone bob = phone(lab, server, "bob", 800, "--auto-answer");
            alice.tell("call sip:bob@127.0.0.1");
            String call = alice.call("established").path("call").asText();
            alice.tell("hold " + call);
            alice.call("held");
            for (int i = 0; i < 5; i++) {
                bob.fresh("media");
            }
            alice.tell("hangup");
            bob.call("ended");
            alice.quitAndHeard();
            assertHears(bob.quitAndHeard(), 3_000, 500);
        }
    }

    private static EarshotPhone phone(
            Lab lab, EarshotServer server, String name, int hertz, String... options)
            throws IOException {
        return EarshotPhone.start(
                        lab,
                        name,
                        "pw" + name,
                        server.address("tls"),
                        "tls",
                        Optional.of(server.ca()),
                        tone(lab, name, hertz),
                        options)
                .registered();
    }

    /// A minute of a tone.
    private static Path tone(Lab lab, String name, int hertz) throws IOException {
        short[] samples = new short[60 * RATE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (6_000 * Math.sin(2 * Math.PI * hertz * i / RATE));
        }
        return Recording.write(lab.file(name + "-says.wav"), samples);
    }

    /// @param hertz those that are heard, and as the last the one that is not: one's own
    private static void assertHears(Path heard, int... hertz) throws IOException {
        ByteBuffer wav = ByteBuffer.wrap(Files.readAllBytes(heard)).order(ByteOrder.LITTLE_ENDIAN);
        int rate = wav.getInt(24);
        int samples = (wav.limit() - HEADER_BYTES) / 2;
        assertThat(samples).as(heard + ", seconds").isGreaterThan(4 * rate);
        // the second before the last one: the conference is in full swing
        double[] levels = new double[hertz.length];
        double loudest = 0;
        for (int i = 0; i < hertz.length; i++) {
            levels[i] = level(wav, samples - 2 * rate, rate, hertz[i]);
            loudest = Math.max(loudest, levels[i]);
        }
        for (int i = 0; i < hertz.length - 1; i++) {
            assertThat(levels[i])
                    .as(heard + ": " + hertz[i] + " Hz is heard")
                    .isGreaterThan(HEARD * loudest);
        }
        assertThat(levels[hertz.length - 1])
                .as(heard + ": " + hertz[hertz.length - 1] + " Hz is one's own")
                .isLessThan(HEARD / 4 * loudest);
    }

    /// The call with bob: left what he hears, right what he says.
    private static void assertRecorded(Path recording) throws IOException {
        ByteBuffer stereo =
                ByteBuffer.wrap(Files.readAllBytes(recording)).order(ByteOrder.LITTLE_ENDIAN);
        int samples = (stereo.limit() - HEADER_BYTES) / 4;
        assertThat(samples).isGreaterThan(4 * RATE);
        ByteBuffer left = ByteBuffer.allocate(stereo.limit()).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer right = ByteBuffer.allocate(stereo.limit()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples; i++) {
            left.putShort(HEADER_BYTES + 2 * i, stereo.getShort(HEADER_BYTES + 4 * i));
            right.putShort(HEADER_BYTES + 2 * i, stereo.getShort(HEADER_BYTES + 4 * i + 2));
        }
        int from = samples - 2 * RATE;
        assertThat(level(left, from, RATE, 500)).isGreaterThan(1_000);
        assertThat(level(left, from, RATE, 1_300)).isGreaterThan(500);
        assertThat(level(left, from, RATE, 800)).isLessThan(100);
        assertThat(level(right, from, RATE, 800)).isGreaterThan(500);
        assertThat(level(right, from, RATE, 500)).isLessThan(100);
    }

    /// How much of a tone there is in a second.
    private static double level(ByteBuffer wav, int from, int rate, int hertz) {
        double real = 0;
        double imaginary = 0;
        for (int i = 0; i < rate; i++) {
            double sample = wav.getShort(HEADER_BYTES + 2 * (from + i));
            real += sample * Math.cos(2 * Math.PI * hertz * i / rate);
            imaginary += sample * Math.sin(2 * Math.PI * hertz * i / rate);
        }
        return Math.hypot(real, imaginary) / rate;
    }
}
