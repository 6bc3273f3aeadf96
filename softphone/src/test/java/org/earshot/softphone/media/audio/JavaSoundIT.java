package org.earshot.softphone.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.earshot.common.OtherPrograms;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real lines of Java Sound, by ALSA's plugin for PulseAudio, on a sound server of the test's own whose loudspeaker is its microphone. The
/// lines are another process's, as its environment says where ALSA looks; libpulse finds no server there.
class JavaSoundIT {
    private static final Path PLUGIN = Path.of("alsa-lib", "libasound_module_pcm_pulse.so");
    private static final String DEFAULT = "[default [default]:true:true]";
    private static final int SECONDS = 30;

    @TempDir private Path folder;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void onlyWhereItIsInstalled() throws IOException {
        Assumptions.assumeTrue(OtherPrograms.wanted(), OtherPrograms.SKIPPED);
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/pulseaudio")) && hasPlugin(),
                "SKIPPED: there is no PulseAudio with ALSA's plugin here; bin/test installs it");
    }

    private static boolean hasPlugin() throws IOException {
        try (var libraries = Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-gnu*")) {
            for (Path each : libraries) {
                if (Files.exists(each.resolve(PLUGIN))) {
                    return true;
                }
            }
            return false;
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started.reversed()) {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private Path socket() {
        return folder.resolve("native");
    }

    private Process soundServer() throws IOException {
        Files.deleteIfExists(socket());
        Path script =
                Files.writeString(
                        folder.resolve("daemon.pa"),
                        """
                        load-module module-native-protocol-unix auth-anonymous=1 socket=%s
                        load-module module-null-sink sink_name=loop rate=48000 channels=2 norewinds=1
                        """
                                .formatted(socket()));
        ProcessBuilder builder =
                new ProcessBuilder(
                        "/usr/bin/pulseaudio",
                        "-n",
                        "-F",
                        script.toString(),
                        "--daemonize=no",
                        "--use-pid-file=no",
                        "--exit-idle-time=-1",
                        // with shared memory libpulse 16 itself can hang for good when its server
                        // dies
                        "--disable-shm=1",
                        "--log-target=stderr");
        List.of("HOME", "XDG_CONFIG_HOME", "PULSE_RUNTIME_PATH")
                .forEach(name -> builder.environment().put(name, folder.toString()));
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("pulse.log").toFile());
        Process server = builder.start();
        started.add(server);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!Files.exists(socket())) {
            assertThat(System.nanoTime()).as("the sound server starts").isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
        return server;
    }

    private static void unplug(Process server) throws InterruptedException {
        server.destroyForcibly();
        assertThat(server.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private Writer lines() throws IOException {
        Path alsa =
                Files.writeString(
                        folder.resolve("alsa.conf"),
                        """
                        </usr/share/alsa/alsa.conf>
                        pcm.!default { type pulse server "unix:%1$s" }
                        ctl.!default { type pulse server "unix:%1$s" }
                        """
                                .formatted(socket()));
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        JavaSoundLines.class.getName());
        builder.environment().put("ALSA_CONFIG_PATH", alsa.toString());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("PULSE_SERVER", "unix:" + folder.resolve("nowhere"));
        builder.environment().put("PULSE_SINK", "loop");
        builder.environment().put("PULSE_SOURCE", "loop.monitor");
        builder.redirectError(folder.resolve("lines.log").toFile());
        Process process = builder.start();
        started.add(process);
        Thread.ofVirtual()
                .start(() -> {
                    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                        out.lines().forEach(answers::add);
                    } catch (IOException e) {
                        answers.add("no answer: " + e);
                    }
                });
        return process.outputWriter(StandardCharsets.UTF_8);
    }

    private String next() throws InterruptedException {
        return String.valueOf(answers.poll(SECONDS, TimeUnit.SECONDS));
    }

    private String ask(Writer lines, String command) throws IOException, InterruptedException {
        lines.write(command + "\n");
        lines.flush();
        return next();
    }

    @Test
    void aToneGoesOutAndComesInAndTheLinesLeaveNoThreads() throws Exception {
        soundServer();
        Writer lines = lines();
        assertThat(ask(lines, "list")).isEqualTo("devices " + DEFAULT);
        isHeard(ask(lines, "loop"));
        String threads = ask(lines, "threads");
        for (int i = 0; i < 5; i++) {
            assertThat(ask(lines, "open")).isEqualTo("open");
        }
        isHeard(ask(lines, "loop"));
        assertThat(ask(lines, "threads")).isEqualTo(threads);
    }

    private static void isHeard(String answer) {
        String[] words = answer.split(" ");
        assertThat(words).as(answer).hasSize(5).startsWith("heard");
        assertThat(Double.parseDouble(words[1])).as(answer).isGreaterThan(0.9);
        assertThat(Double.parseDouble(words[2])).as(answer).isBetween(7_000.0, 9_000.0);
        assertThat(Long.parseLong(words[4])).as(answer).isBetween(1_000_000L, 200_000_000L);
    }

    @Test
    void whatIsPluggedInIsListedAnewAndWhatIsPulledIsMissed() throws Exception {
        Writer lines = lines();
        assertThat(ask(lines, "list")).isEqualTo("devices []");
        assertThat(ask(lines, "open")).startsWith("refused No microphone was found");
        assertThat(ask(lines, "watch")).isEqualTo("watching");

        Process server = soundServer();

        assertThat(next()).isEqualTo("changed " + DEFAULT);
        assertThat(ask(lines, "open")).isEqualTo("open");
        assertThat(ask(lines, "hold")).isEqualTo("holding");

        unplug(server);

        List<String> told = List.of(next(), next(), next());
        assertThat(told).contains("changed []");
        assertThat(told).filteredOn(line -> line.startsWith("gone AudioException ")).hasSize(2);
        assertThat(ask(lines, "open")).startsWith("refused No microphone was found");

        soundServer();

        assertThat(next()).isEqualTo("changed " + DEFAULT);
        isHeard(ask(lines, "loop"));
    }
}
