package org.earshot.softphone.media.processing;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/// What the echo cancellers reach in a room that is made up: a tail of 60 ms, made-up speech, a quiet noise.
///
///     bin/bench echo [SECONDS [SEED]]
public final class EchoBench {
    private static final int[] DELAYS = {0, 2, 10, 50, 120, 200};
    private static final int DOUBLE_TALK_DELAY = 80;
    private static final int SAMPLES_PER_MILLI = 48;
    private static final int WARM_UP_FRAMES = 2_000;
    private static final VoiceSettings USUAL = new VoiceSettings(true, true, false);
    private static final VoiceSettings ALL = new VoiceSettings(true, true, true);

    private final int millis;
    private final EchoRoom room;
    private final double[] far;
    private final double[] near;
    private final double[] noise;

    private EchoBench(int seconds, long seed) {
        millis = 1_000 * seconds;
        room = new EchoRoom(seed);
        far = EchoRoom.speech(millis, seed + 1);
        near = EchoRoom.speech(millis, seed + 2);
        noise = EchoRoom.noise(millis, 2, seed + 3);
        Arrays.fill(near, 0, millis / 2 * SAMPLES_PER_MILLI, 0);
    }

    /// @param args seconds of each run (12 or more), seed
    public static void main(String[] args) {
        int seconds = args.length > 0 ? Math.max(12, Integer.parseInt(args[0])) : 12;
        EchoBench bench = new EchoBench(seconds, args.length > 1 ? Long.parseLong(args[1]) : 1);
        bench.table("own", VoiceProcessors::own);
        try {
            bench.table("WebRTC", VoiceProcessors::webRtc);
        } catch (LinkageError e) {
            say("WebRTC: not on this machine: %s%n", e.getMessage());
        }
    }

    private void table(String name, Function<VoiceSettings, VoiceProcessor> opener) {
        say(
                "%s%n  delay   echo reduced, dB, in the second after  1 s   3 s  10 s  from 3 s on: all, the worst second%n",
                name);
        for (int delay : DELAYS) {
            double[] heard = EchoRoom.sum(room.echo(far, delay * SAMPLES_PER_MILLI), noise);
            short[] before = EchoRoom.samples(heard);
            short[] after = run(opener, USUAL, heard);
            tell("%4d ms".formatted(delay), before, after);
        }
        for (int ppm : new int[] {-100, 100}) {
            double[] heard =
                    EchoRoom.sum(
                            room.echo(
                                    EchoRoom.stretched(far, ppm),
                                    DOUBLE_TALK_DELAY * SAMPLES_PER_MILLI),
                            noise);
            short[] before = EchoRoom.samples(heard);
            short[] after = run(opener, USUAL, heard);
            tell("%+4d ppm".formatted(ppm), before, after);
        }
        doubleTalk(opener);
        say("  CPU of a 10 ms frame, all switched on: %.3f ms%n", cpuMillis(opener));
    }

    private void tell(String room, short[] before, short[] after) {
        double least = Double.POSITIVE_INFINITY;
        for (int from = 3_000; from <= millis - 1_000; from += 1_000) {
            least = Math.min(least, reduced(before, after, from));
        }
        say(
                "%-9s %38.1f %5.1f %5.1f %18.1f %5.1f%n",
                room,
                reduced(before, after, 1_000),
                reduced(before, after, 3_000),
                reduced(before, after, 10_000),
                EchoRoom.levelDb(before, 3_000, millis) - EchoRoom.levelDb(after, 3_000, millis),
                least);
    }

    private void doubleTalk(Function<VoiceSettings, VoiceProcessor> opener) {
        double[] heard = EchoRoom.sum(room.echo(far, DOUBLE_TALK_DELAY * SAMPLES_PER_MILLI), near);
        short[] sent = run(opener, USUAL, heard);
        short[] alone = EchoRoom.samples(near);
        int from = millis / 2;
        int to = millis - 50;
        say(
                "  double talk: level of who speaks here %+.1f dB, likeness %.2f%n",
                EchoRoom.levelDb(sent, from, to) - EchoRoom.levelDb(alone, from, to),
                EchoRoom.likeness(alone, sent, from, to));
    }

    private short[] run(
            Function<VoiceSettings, VoiceProcessor> opener,
            VoiceSettings settings,
            double[] heard) {
        try (VoiceProcessor processor = opener.apply(settings)) {
            return EchoRoom.run(processor, far, heard);
        }
    }

    private static double reduced(short[] before, short[] after, int from) {
        return EchoRoom.levelDb(before, from, from + 1_000)
                - EchoRoom.levelDb(after, from, from + 1_000);
    }

    /// Of this thread, the reference's part included, when it is warm.
    private double cpuMillis(Function<VoiceSettings, VoiceProcessor> opener) {
        double[] heard = EchoRoom.sum(room.echo(far, DOUBLE_TALK_DELAY * SAMPLES_PER_MILLI), near);
        try (VoiceProcessor processor = opener.apply(ALL)) {
            for (int done = 0; done < WARM_UP_FRAMES; done += millis / 10) {
                EchoRoom.run(processor, far, heard);
            }
            var threads = java.lang.management.ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadCpuTime();
            EchoRoom.run(processor, far, heard);
            return (threads.getCurrentThreadCpuTime() - before) / 1e6 / (millis / 10.0);
        }
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is Error Prone's own
    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
