package org.earshot.softphone.app.demo;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How long a sample of sound is on its way inside our software: from the last sample of a frame read from
/// the `AudioSource` of one phone to its first sample given to the `AudioSink` of the other. Both phones note
/// each frame with its RTP timestamp and the machine's monotonic clock.
///
/// @param medianMs milliseconds
/// @param p95Ms milliseconds: 95 of 100 frames took less
/// @param frames how many frames were seen at both ends
public record PathDelay(double medianMs, double p95Ms, int frames) {

    /// Joins the notes of both ends: lines `captured TIMESTAMP NANOS` of the sender and
    /// `played TIMESTAMP NANOS` of the receiver; other lines are passed over.
    static PathDelay between(List<String> sender, List<String> receiver) {
        return of(notes("captured", sender), notes("played", receiver));
    }

    /// The same without frames that were captured before.
    ///
    /// @param since nanoseconds of the machine's monotonic clock
    public static PathDelay between(List<String> sender, List<String> receiver, long since) {
        Map<Long, Long> captured = notes("captured", sender);
        captured.values().removeIf(at -> at - since < 0);
        return of(captured, notes("played", receiver));
    }

    private static PathDelay of(Map<Long, Long> captured, Map<Long, Long> played) {
        double[] delays =
                played.entrySet().stream()
                        .filter(note -> captured.containsKey(note.getKey()))
                        .mapToDouble(note -> (note.getValue() - captured.get(note.getKey())) / 1e6)
                        .sorted()
                        .toArray();
        if (delays.length == 0) {
            return new PathDelay(Double.NaN, Double.NaN, 0);
        }
        return new PathDelay(quantile(delays, 0.5), quantile(delays, 0.95), delays.length);
    }

    private static Map<Long, Long> notes(String kind, List<String> lines) {
        Map<Long, Long> notes = new HashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (words.length == 3 && words[0].equals(kind)) {
                notes.putIfAbsent(Long.parseLong(words[1]), Long.parseLong(words[2]));
            }
        }
        return notes;
    }

    private static double quantile(double[] sorted, double q) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(q * (sorted.length - 1)))];
    }

    @Override
    public String toString() {
        return Arrays.asList(medianMs, p95Ms) + " ms over " + frames + " frames";
    }
}
