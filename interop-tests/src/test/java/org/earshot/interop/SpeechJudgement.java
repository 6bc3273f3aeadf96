package org.earshot.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What a recording of both ends of a call says of it: a line of a table. Recordings can be kept and judged anew later.
record SpeechJudgement(SpeechDistance distance, SpeechQuality quality) {
    private static final int LEAST_LAG_MS = -100;
    private static final int MOST_LAG_MS = 700;
    private static final String MOUTH = "-mouth.wav";
    private static final String EAR = "-ear.wav";

    static SpeechJudgement of(MouthToEar.Said said) {
        return new SpeechJudgement(
                new SpeechDistance(said.mouth(), said.ear(), LEAST_LAG_MS, MOST_LAG_MS),
                SpeechQuality.of(said.mouth(), said.ear()));
    }

    /// The names of the columns.
    static String header() {
        return "%8s %7s %8s %10s %8s".formatted("NSIM", "MOS-LQO", "LSD dB", "SNRseg dB", "lag ms");
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%8.3f %7.2f %8.2f %10.1f %8.0f",
                quality.nsim(),
                quality.mosLqo(),
                distance.spectralDecibels(),
                distance.segmentalSnr(),
                distance.medianLagMs());
    }

    /// Keeps a recording under a name.
    static void keep(Path folder, String name, MouthToEar.Said said) throws IOException {
        Files.createDirectories(folder);
        Recording.write(folder.resolve(name + MOUTH), said.mouth());
        Recording.write(folder.resolve(name + EAR), said.ear());
    }

    /// Judges all recordings that were kept in a folder.
    ///
    /// `bin/bench judge DIRECTORY`
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        System.out.printf(Locale.ROOT, "%-28s %s%n", "recording", header());
        try (var all = Files.list(folder)) {
            for (Path file : all.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(MOUTH)) {
                    name = name.substring(0, name.length() - MOUTH.length());
                    MouthToEar.Said said =
                            new MouthToEar.Said(
                                    Recording.samples(file),
                                    Recording.samples(folder.resolve(name + EAR)));
                    System.out.printf(Locale.ROOT, "%-28s %s%n", name, of(said));
                }
            }
        }
    }
}
