package org.earshot.softphone.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.spi.MixerProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Java Sound while devices are pulled at the worst moment, such as between being listed and being asked what they can. A provider of its own
/// does that, beside those of the machine; other threads don't see it.
class JavaSoundTest {
    private static final String PULLED = "pulled just now";

    @TempDir private Path folder;
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final BlockingQueue<String> looks = new SynchronousQueue<>();
    private final JavaSound sound = new JavaSound(new HeldClock());

    /// Lists a device that nobody can have any more.
    public static final class Pulled extends MixerProvider {
        private static final List<RuntimeException> BUGS = new CopyOnWriteArrayList<>();

        @Override
        public Mixer.Info[] getMixerInfo() {
            if (!BUGS.isEmpty()) {
                throw BUGS.getFirst();
            }
            return new Mixer.Info[] {new Named(PULLED), null}; // as the JDK's own does at times
        }

        @Override
        public Mixer getMixer(Mixer.Info info) {
            throw new IllegalArgumentException("no such mixer");
        }
    }

    private static final class Named extends Mixer.Info {
        Named(String name) {
            super(name, "", "", "");
        }
    }

    /// Who waits for it waits until the test says that it is time.
    private final class HeldClock implements FrameClock {
        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public void awaitUntil(long deadline) {
            try {
                looks.put("waits");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @BeforeEach
    void provide() throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(MixerProvider.class.getName()), Pulled.class.getName());
        URI folderUri = folder.toUri();
        Thread.currentThread()
                .setContextClassLoader(new URLClassLoader(new URL[] {folderUri.toURL()}, before));
    }

    @AfterEach
    void takeBack() throws Exception {
        Pulled.BUGS.clear();
        ((URLClassLoader) Thread.currentThread().getContextClassLoader()).close();
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void whatWasPulledWhileItWasListedIsLeftOut() {
        assertThat(sound.list()).extracting(AudioDevice::name).doesNotContain(PULLED);
    }

    @Test
    void whatWasPulledCannotBeOpenedAndThatIsSaid() {
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> sound.openSource(Optional.of(PULLED)));
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> sound.openSink(Optional.of(PULLED)));
    }

    @Test
    void theWatchOutlivesWhatADriverThrows() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        sound.onChange(() -> told.add("changed"));
        looked();

        Pulled.BUGS.add(new IllegalStateException("a driver's bug"));
        looked();
        looked();
        Pulled.BUGS.clear();

        looked();
        assertThat(told).isEmpty();
    }

    /// The watch has looked, and waits for its next look.
    private void looked() throws InterruptedException {
        assertThat(looks.poll(10, TimeUnit.SECONDS)).as("goes on").isEqualTo("waits");
    }
}
