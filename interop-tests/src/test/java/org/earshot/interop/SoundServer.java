package org.earshot.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.earshot.softphone.app.demo.ChildProcess;
import org.earshot.softphone.media.audio.SystemAudioBackend;

/// A private PulseAudio with virtual sound devices, for machines without sound hardware: each phone has a sink
/// `NAME_mic` (what is played into it is heard by the phone's microphone) and a sink `NAME_spk` (its loudspeaker).
final class SoundServer {
    private static final long START_NANOS = 60_000_000_000L;

    private final Lab lab;
    private final Path folder;
    private final Path socket;
    private final Path alsa;
    private final SystemAudioBackend backend;

    private SoundServer(Lab lab, Path folder, Path socket) {
        this.lab = lab;
        this.folder = folder;
        this.socket = socket;
        backend = SystemAudioBackend.ofSoundServer(address());
        alsa =
                lab.write(
                        folder.getFileName() + "/alsa.conf",
                        """
                        </usr/share/alsa/alsa.conf>
                        pcm.!default { type pulse }
                        ctl.!default { type pulse }
                        """);
    }

    static SoundServer start(Lab lab, String... phones) throws IOException {
        return start(lab, "pulse", Map.of(), phones);
    }

    /// One more, whose devices have a crystal of their own: all that it does, it does by a clock that is fast or slow. (A null sink that is
    /// told an odd rate would not do: the server resamples, and its clients still see 48,000 samples a second.)
    ///
    /// @param name of its folder
    /// @param ppm by how much its devices are faster than they should be
    static SoundServer startWithClock(Lab lab, String name, int ppm, String... phones)
            throws IOException {
        return start(
                lab,
                name,
                Map.of(
                        "LD_PRELOAD",
                        FakeTime.library().toString(),
                        "FAKETIME",
                        String.format(Locale.ROOT, "+0 x%.6f", 1 + ppm / 1e6)),
                phones);
    }

    private static SoundServer start(
            Lab lab, String name, Map<String, String> clock, String... phones) throws IOException {
        String program = Lab.program("pulseaudio");
        Path folder = lab.privateFolder(name);
        StringBuilder script =
                new StringBuilder(
                        "load-module module-native-protocol-unix auth-anonymous=1 socket="
                                + folder.resolve("native")
                                + "\n");
        for (String phone : phones) {
            for (String end : List.of("mic", "spk")) {
                script.append(
                        "load-module module-null-sink sink_name=%1$s_%2$s rate=48000 channels=1 channel_map=mono norewinds=1 sink_properties=device.description=%1$s_%2$s%n"
                                .formatted(phone, end));
            }
        }
        Path daemon = lab.write(name + "/daemon.pa", script.toString());
        SoundServer server = new SoundServer(lab, folder, folder.resolve("native"));
        Map<String, String> environment = new HashMap<>(server.environment());
        environment.putAll(clock);
        lab.ending(
                lab.start(
                        name + "-server",
                        environment,
                        List.of(
                                program,
                                "-n",
                                "-F",
                                daemon.toString(),
                                "--daemonize=no",
                                "--use-pid-file=no",
                                "--exit-idle-time=-1",
                                "--log-target=stderr")));
        await(server.socket, "pulseaudio");
        return server;
    }

    /// The same by PipeWire, whose server of PulseAudio's protocol takes the same commands.
    static SoundServer pipeWire(Lab lab, String... phones)
            throws IOException, InterruptedException {
        List<String> programs = new ArrayList<>();
        for (String name : List.of("dbus-daemon", "pipewire", "wireplumber", "pipewire-pulse")) {
            programs.add(Lab.program(name));
        }
        Path folder = lab.privateFolder("pipewire");
        SoundServer server = new SoundServer(lab, folder, folder.resolve("pulse/native"));
        Map<String, String> environment = new HashMap<>(server.environment());
        String bus = "unix:path=" + folder.resolve("bus");
        environment.put("XDG_RUNTIME_DIR", folder.toString());
        environment.put("PULSE_RUNTIME_PATH", folder.resolve("pulse").toString());
        environment.put("XDG_STATE_HOME", folder.toString());
        environment.put("DBUS_SESSION_BUS_ADDRESS", bus);
        // each needs the one before, and doesn't wait for it
        server.startPart(
                environment,
                folder.resolve("bus"),
                programs.get(0),
                "--session",
                "--nofork",
                "--address=" + bus);
        server.startPart(environment, folder.resolve("pipewire-0"), programs.get(1));
        lab.ending(lab.start("wireplumber", environment, List.of(programs.get(2))));
        server.startPart(environment, server.socket, programs.get(3));
        server.awaitPolicy();
        for (String phone : phones) {
            server.plugLoudspeaker(phone + "_mic");
            server.plugLoudspeaker(phone + "_spk");
        }
        return server;
    }

    private void startPart(
            Map<String, String> environment, Path awaited, String program, String... options)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(options));
        String name = Path.of(program).getFileName().toString();
        lab.ending(lab.start(name, environment, command));
        await(awaited, name);
    }

    /// WirePlumber may come later than the socket; until then nobody can say what is the system's choice.
    private void awaitPolicy() throws IOException, InterruptedException {
        long end = System.nanoTime() + START_NANOS;
        while (true) {
            try {
                tell("set-default-sink", "auto_null");
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(50_000_000);
            }
        }
    }

    private static void await(Path socket, String program) throws IOException {
        long end = System.nanoTime() + START_NANOS;
        while (!Files.exists(socket)) {
            if (System.nanoTime() > end) {
                throw new IOException(program + " did not start");
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private Map<String, String> environment() {
        return Map.of(
                "HOME", folder.toString(),
                "XDG_CONFIG_HOME", folder.toString(),
                "PULSE_RUNTIME_PATH", folder.toString(),
                "PULSE_SERVER", address(),
                "LC_ALL", "C.UTF-8");
    }

    /// Where it listens.
    String address() {
        return "unix:" + socket;
    }

    /// Its devices in this process.
    SystemAudioBackend backend() {
        return backend;
    }

    /// Tells it something by `pactl`, such as to load a device, and waits until it is done.
    ///
    /// @return what it answered, such as the number of what was loaded
    String tell(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Lab.program("pactl")));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment());
        Process process = builder.start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + answer);
        }
        return answer.strip();
    }

    /// Plugs in a microphone that hears what is played into `NAME_mic`.
    ///
    /// @return to unplug it by
    String plugMicrophone(String phone, String name) throws IOException, InterruptedException {
        return tell(
                "load-module",
                "module-remap-source",
                "source_name=" + name,
                "master=" + phone + "_mic.monitor",
                "source_properties=device.description=" + name);
    }

    /// Plugs in a loudspeaker.
    ///
    /// @return to unplug it by
    String plugLoudspeaker(String name) throws IOException, InterruptedException {
        return tell(
                "load-module",
                "module-null-sink",
                "sink_name=" + name,
                "rate=48000",
                "channels=1",
                "channel_map=mono",
                "norewinds=1"); // else it may take its first sound only after two seconds
    }

    /// Pulls what was plugged in.
    void unplug(String module) throws IOException, InterruptedException {
        tell("unload-module", module);
    }

    /// What a process needs so that its default devices are those of a phone.
    Map<String, String> environment(String phone) {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("PULSE_SINK", phone + "_spk");
        environment.put("PULSE_SOURCE", phone + "_mic.monitor");
        environment.put("ALSA_CONFIG_PATH", alsa.toString());
        return environment;
    }

    /// The same for a process that is to find them by ALSA alone, as its plugin for PulseAudio is told where the server is and libpulse
    /// is not.
    Map<String, String> environmentOfAlsa(String phone) throws IOException {
        Path configuration =
                lab.write(
                        "pulse/alsa-alone.conf",
                        """
                        </usr/share/alsa/alsa.conf>
                        pcm.!default { type pulse server "%1$s" }
                        ctl.!default { type pulse server "%1$s" }
                        """
                                .formatted(address()));
        Map<String, String> environment = environment(phone);
        environment.put("PULSE_SERVER", "unix:" + folder.resolve("nowhere"));
        environment.put("ALSA_CONFIG_PATH", configuration.toString());
        return environment;
    }

    /// Plays a WAV file into a phone's microphone, from now on.
    ///
    /// @return to silence it before its end
    AutoCloseable speak(String phone, Path wav) {
        ChildProcess speaker =
                lab.start(
                        "paplay-" + phone,
                        environment(),
                        List.of(
                                Lab.program("paplay"),
                                "--device=" + phone + "_mic",
                                wav.toString()));
        return ending(speaker);
    }

    /// Records a phone's loudspeaker into a WAV file (48 kHz, mono, 16 bit), from now on.
    AutoCloseable record(String phone, Path wav) {
        return recordFrom(phone + "_spk", wav);
    }

    /// What a device gives from now on, as it comes: raw samples on standard output (48 kHz, mono, 16 bit), of which nothing is left out.
    Process capture(String device) throws IOException {
        List<String> command = new ArrayList<>(List.of(Lab.program("parec")));
        command.addAll(
                List.of(
                        "--device=" + device,
                        "--rate=48000",
                        "--channels=1",
                        "--format=s16le",
                        "--raw",
                        "--latency-msec=10"));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment());
        Process recorder = builder.start();
        lab.closing(recorder::destroy);
        return recorder;
    }

    /// The same of any loudspeaker.
    AutoCloseable recordFrom(String loudspeaker, Path wav) {
        List<String> command = new ArrayList<>(List.of(Lab.program("parec")));
        command.addAll(
                List.of(
                        "--device=" + loudspeaker + ".monitor",
                        "--rate=48000",
                        "--channels=1",
                        "--format=s16le",
                        "--file-format=wav",
                        wav.toString()));
        ChildProcess recorder = lab.start("parec-" + loudspeaker, environment(), command);
        return ending(recorder);
    }

    private static AutoCloseable ending(ChildProcess program) {
        return () -> {
            program.handle().destroy();
            program.close();
        };
    }
}
