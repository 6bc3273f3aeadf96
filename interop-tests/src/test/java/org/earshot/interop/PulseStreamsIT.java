package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.earshot.softphone.media.audio.AudioException;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.audio.AudioSource;
import org.earshot.softphone.media.audio.SystemAudioBackend;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// PulseAudio; and what is libpulse's alone, whatever the server.
@Tag("realtime")
class PulseStreamsIT extends SoundStreamsContract {
    @Override
    SoundServer start(Lab lab, String... phones) throws IOException {
        return SoundServer.start(lab, phones);
    }

    @Test
    void aStreamMayBeClosedWhileItIsRead() throws Exception {
        try (Lab lab = Lab.of("pulse-close")) {
            SoundServer sound = start(lab, "a");
            sound.plugMicrophone("a", "headset");
            SystemAudioBackend backend = sound.backend();
            for (int i = 0; i < 200; i++) {
                AudioSource source = backend.openSource(MICROPHONE);
                CompletableFuture<Void> reading = new CompletableFuture<>();
                CompletableFuture<String> ended = new CompletableFuture<>();
                Thread.ofPlatform().start(() -> readToTheEnd(source, reading, ended));
                reading.get(10, TimeUnit.SECONDS);
                source.close();
                source.close();
                assertThat(ended.get(10, TimeUnit.SECONDS)).contains("closed");
            }
        }
    }

    private static void readToTheEnd(
            AudioSource source, CompletableFuture<Void> reading, CompletableFuture<String> ended) {
        short[] frame = new short[AudioFrame.SAMPLES];
        try {
            while (true) {
                source.read(frame);
                reading.complete(null);
            }
        } catch (AudioException e) {
            ended.complete(e.getMessage());
        }
    }
}
