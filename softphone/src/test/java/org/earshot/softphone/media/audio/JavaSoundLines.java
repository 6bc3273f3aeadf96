package org.earshot.softphone.media.audio;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A process of its own whose environment says which devices Java Sound sees, for [JavaSoundIT]. Takes commands, one a line, and answers
/// each by a line:
///
/// | command | answer |
/// |---|---|
/// | `watch` | `watching`, and from then on `changed DEVICES` with each change |
/// | `list` | `devices DEVICES` |
/// | `open` | `open`, or `refused REASON`, once both lines are tried and closed again |
/// | `loop` | `heard SHARE LEVEL LATE DELAY`: a tone is played for two seconds, and recorded meanwhile |
/// | `hold` | `holding`, and `gone REASON` twice once the devices are |
/// | `threads` | `threads NAMES`, as the system calls them, without those of the JVM's compilers |
final class JavaSoundLines {
    private static final int FRAMES = 200;
    private static final double HERTZ = 997;
    private static final double LOUDNESS = 8_000;

    private final PrintStream out;
    private final AudioBackend backend = new SystemAudioBackend();
    private final AudioSpec device = new AudioSpec.Device(Optional.empty());

    private JavaSoundLines(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        JavaSoundLines lines = new JavaSoundLines(System.out);
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.obey(line);
            }
        }
    }

    private void obey(String command) throws Exception {
        switch (command) {
            case "watch" -> {
                backend.onDevicesChanged(() -> out.println("changed " + devices()));
                out.println("watching");
            }
            case "list" -> out.println("devices " + devices());
            case "open" -> open();
            case "loop" -> loop();
            case "hold" -> hold();
            case "threads" -> out.println("threads " + threads());
            default -> throw new IllegalArgumentException(command);
        }
    }

    private String devices() {
        return backend.devices().stream()
                .map(d -> d.name() + ":" + d.canCapture() + ":" + d.canPlay())
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private void open() {
        try (AudioSource source = backend.openSource(device);
                AudioSink sink = backend.openSink(device)) {
            out.println(source.equals(sink) ? "never" : "open");
        } catch (AudioException e) {
            out.println("refused " + e.getMessage());
        }
    }

    /// Played by this thread and recorded by another, as in a call.
    private void loop() throws Exception {
        try (AudioSource source = backend.openSource(device);
                AudioSink sink = backend.openSink(device)) {
            short[] recorded = new short[FRAMES * AudioFrame.SAMPLES];
            Thread recorder = Thread.ofPlatform().start(() -> record(source, recorded));
            short[] frame = new short[AudioFrame.SAMPLES];
            for (int number = 0; number < FRAMES; number++) {
                for (int i = 0; i < frame.length; i++) {
                    double at = (double) (number * frame.length + i) / AudioFrame.SAMPLE_RATE;
                    frame[i] = (short) (LOUDNESS * Math.sin(2 * Math.PI * HERTZ * at));
                }
                sink.write(frame);
            }
            recorder.join();
            out.println(
                    heard(recorded)
                            + " "
                            + (source.overruns() + sink.underruns())
                            + " "
                            + sink.delayNanos());
        }
    }

    private void record(AudioSource source, short[] recorded) {
        short[] frame = new short[AudioFrame.SAMPLES];
        try {
            for (int at = 0; at < recorded.length; at += frame.length) {
                source.read(frame);
                System.arraycopy(frame, 0, recorded, at, frame.length);
            }
        } catch (AudioException e) {
            out.println("gone " + e.getMessage());
        }
    }

    /// The window of 100 ms with the largest share of its power in the tone, by Goertzel's sum: that share, and how loud the tone is there.
    /// A machine that is too busy for some of them is no fault of the lines.
    private static String heard(short[] samples) {
        int window = AudioFrame.SAMPLE_RATE / 10;
        double best = 0;
        double loudness = 0;
        for (int from = 0; from + window <= samples.length; from += AudioFrame.SAMPLES) {
            double in = 0;
            double quadrature = 0;
            double power = 0;
            for (int i = from; i < from + window; i++) {
                double phase = 2 * Math.PI * HERTZ * i / AudioFrame.SAMPLE_RATE;
                in += samples[i] * Math.cos(phase);
                quadrature += samples[i] * Math.sin(phase);
                power += (double) samples[i] * samples[i];
            }
            double level = 2 * Math.hypot(in, quadrature) / window;
            double share = power == 0 ? 0 : level * level / 2 * window / power;
            if (share > best) {
                best = share;
                loudness = level;
            }
        }
        return "heard %.3f %.0f".formatted(best, loudness);
    }

    private void hold() throws AudioException {
        AudioSource source = backend.openSource(device);
        AudioSink sink = backend.openSink(device);
        short[] silence = new short[AudioFrame.SAMPLES];
        until(source, () -> source.read(new short[AudioFrame.SAMPLES]));
        until(sink, () -> sink.write(silence));
        out.println("holding");
    }

    private interface Step {
        void take() throws AudioException;
    }

    private void until(AutoCloseable line, Step step) {
        Thread.ofPlatform()
                .start(() -> {
                    try (line) {
                        while (true) {
                            step.take();
                        }
                    } catch (Exception e) {
                        out.println("gone " + e.getClass().getSimpleName() + " " + e.getMessage());
                    }
                });
    }

    private static List<String> threads() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                names.add(Files.readString(task.resolve("comm")).strip());
            }
        }
        return names.stream().filter(name -> !name.contains("CompilerThre")).sorted().toList();
    }
}
