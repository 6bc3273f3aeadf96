package org.earshot.interop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Two sound cards whose clocks drift apart, in calls of real phones on virtual devices: whether the delay grows, and what is made up. Calls
/// go on side by side, one of them with clocks that don't differ: what the machine does to sound is in all of them.
///
/// `bin/bench drift [SECONDS [PPM,...]]`: calls of 600 s with the caller's devices faster by 0, 200 and 1,000 millionths; measured at the begin
/// and each two minutes from mouth to ear, both ways, and as the phones say it.
final class DriftBench {
    private static final int CHIRPS = 8;
    private static final int BETWEEN = 90;

    private DriftBench() {}

    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 600;
        String rates = arguments.length > 1 ? arguments[1] : "0,200,1000";
        System.out.printf(
                Locale.ROOT,
                "%-6s %6s  %-28s  %-50s  %-50s%n",
                "ppm",
                "second",
                "clocks, latest frame",
                "more comes: delay, buffer, concealed, stretched",
                "less comes: the same");
        try (Lab lab = Lab.of("drift")) {
            EarshotServer server = EarshotServer.start(lab);
            List<DriftingCall> calls = new ArrayList<>();
            List<CompletableFuture<Void>> running = new ArrayList<>();
            try {
                for (String rate : List.of(rates.split(",", -1))) {
                    int ppm = Integer.parseInt(rate);
                    DriftingCall call = new DriftingCall(lab, server, rate, ppm);
                    calls.add(call);
                    running.add(
                            CompletableFuture.runAsync(
                                    () -> watch(call, ppm, seconds),
                                    task -> Thread.ofPlatform().start(task)));
                }
                running.forEach(CompletableFuture::join);
            } finally {
                for (DriftingCall call : calls) {
                    call.close();
                }
            }
        }
    }

    private static void watch(DriftingCall call, int ppm, int seconds) {
        try {
            long begin = System.nanoTime();
            call.speak(10); // until all is compiled that is needed
            while (true) {
                double toSteady = median(call.toSteady().delays(CHIRPS));
                DriftingCall.Heard steady = call.heardBySteady();
                double toFast = median(call.toFast().delays(CHIRPS));
                DriftingCall.Heard fast = call.heardByFast();
                long at = (System.nanoTime() - begin) / 1_000_000_000;
                System.out.printf(
                        Locale.ROOT,
                        "%-6d %6d  %+8.0f %+5.0f ppm %5.0f ms  %s  %s%n",
                        ppm,
                        at,
                        call.fastClock().ppm(),
                        call.steadyClock().ppm(),
                        Math.max(call.fastClock().latestMs(), call.steadyClock().latestMs()),
                        text(toSteady, steady),
                        text(toFast, fast));
                if (at >= seconds) {
                    return;
                }
                call.speak(Math.min(BETWEEN, (int) Math.max(1, seconds - at)));
            }
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static double median(double... delays) {
        return Arrays.stream(delays).sorted().skip(delays.length / 2).findFirst().orElse(0);
    }

    private static String text(double delay, DriftingCall.Heard heard) {
        return String.format(
                Locale.ROOT,
                "%6.1f ms %6.1f ms %6d ms %6d ms %4d lost",
                delay,
                heard.buffered(),
                heard.concealed(),
                heard.stretched(),
                heard.lost());
    }
}
