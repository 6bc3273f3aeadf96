package org.earshot.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/// What the threads of a call's sound allocated, by JFR, and whose code did. Without thread-local buffers each single object is an event, so
/// nothing is a sample.
final class Allocations {
    private static final String NAME = "sound";

    /// What a JVM needs for that.
    static String options() {
        return "-XX:-UseTLAB -Xlog:jfr*=off -XX:FlightRecorderOptions:stackdepth=48";
    }

    /// Records all objects of a JVM from now on; before, each of them would make its start slow.
    static void record(long process) throws IOException, InterruptedException {
        String answer =
                tell(
                        process,
                        "JFR.start",
                        "name=" + NAME,
                        "settings=none",
                        "+jdk.ObjectAllocationOutsideTLAB#enabled=true",
                        "+jdk.ObjectAllocationOutsideTLAB#stackTrace=true");
        if (!answer.contains("Started recording")) {
            throw new IOException("JFR does not record: " + answer);
        }
    }

    /// Ends that, and writes what was recorded. What the JVM does later need not be written down, nor be waited for.
    static void stop(long process, Path recording) throws IOException, InterruptedException {
        String answer = tell(process, "JFR.stop", "name=" + NAME, "filename=" + recording);
        if (!answer.contains("Stopped recording")) {
            throw new IOException("JFR does not stop: " + answer);
        }
    }

    private static String tell(long process, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(process));
        command.addAll(List.of(words));
        Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
        String answer = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd: " + answer);
        }
        return answer;
    }

    /// Whose code an object is of: that of the first of these on the stack that allocated it.
    enum Owner {
        OURS("ours", "org.earshot."),
        JCE("JCE", "javax.crypto. com.sun.crypto. sun.security. java.security."),
        CODEC("Concentus", "io.github.jaredmdobson. org.concentus."),
        WEBRTC("webrtc-java", "dev.onvoid."),
        JAVA_SOUND("Java Sound", "com.sun.media.sound. javax.sound."),
        SOCKETS("sockets", "sun.nio.ch. java.nio.channels."),
        FOREIGN("foreign functions", "jdk.internal.foreign. java.lang.foreign."),
        OTHER("other", "");

        private final String label;
        private final String packages;

        Owner(String label, String packages) {
            this.label = label;
            this.packages = packages;
        }

        @Override
        public String toString() {
            return label;
        }

        private boolean owns(String type) {
            return this != OTHER
                    && Arrays.stream(packages.split(" ", -1)).anyMatch(type::startsWith);
        }

        static Owner of(RecordedEvent event) {
            if (JCE.owns(event.getClass("objectClass").getName())) {
                return JCE; // made by us, since it wants to be told so
            }
            if (event.getStackTrace() == null) {
                return OTHER;
            }
            return event.getStackTrace().getFrames().stream()
                    .map(frame -> frame.getMethod().getType().getName())
                    .flatMap(type -> Arrays.stream(values()).filter(owner -> owner.owns(type)))
                    .findFirst()
                    .orElse(OTHER);
        }
    }

    /// One kind of object at one place.
    record Site(String thread, Owner owner, String object, String place) {}

    /// How much of it.
    record Amount(long objects, long bytes) {
        Amount plus(Amount other) {
            return new Amount(objects + other.objects, bytes + other.bytes);
        }
    }

    private static final List<String> THREADS =
            List.of("audio-capture", "audio-playout", "media-receive");

    private final Map<Site, Amount> sites = new LinkedHashMap<>();

    /// @param from of the moments that count
    Allocations(Path recording, Instant from, Instant to) throws IOException {
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals("jdk.ObjectAllocationOutsideTLAB")
                        && event.getThread() != null
                        && THREADS.contains(event.getThread().getJavaName())
                        && event.getStartTime().isAfter(from)
                        && event.getStartTime().isBefore(to)) {
                    Site site =
                            new Site(
                                    event.getThread().getJavaName(),
                                    Owner.of(event),
                                    event.getClass("objectClass").getName(),
                                    place(event));
                    sites.merge(site, new Amount(1, event.getLong("allocationSize")), Amount::plus);
                }
            }
        }
    }

    /// The nearest frame of ours, else the top one.
    private static String place(RecordedEvent event) {
        if (event.getStackTrace() == null || event.getStackTrace().getFrames().isEmpty()) {
            return "?";
        }
        List<RecordedFrame> frames = event.getStackTrace().getFrames();
        RecordedFrame frame =
                frames.stream()
                        .filter(one ->
                                one.getMethod().getType().getName().startsWith("org.earshot."))
                        .findFirst()
                        .orElse(frames.getFirst());
        String type = frame.getMethod().getType().getName();
        return "%s.%s:%d"
                .formatted(
                        type.substring(type.lastIndexOf('.') + 1),
                        frame.getMethod().getName(),
                        frame.getLineNumber());
    }

    /// Sites, those with the most bytes first.
    List<Map.Entry<Site, Amount>> sites() {
        return sites.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> -entry.getValue().bytes()))
                .toList();
    }

    /// Those of one owner.
    List<Map.Entry<Site, Amount>> sites(Owner owner) {
        return sites().stream().filter(entry -> entry.getKey().owner() == owner).toList();
    }
}
