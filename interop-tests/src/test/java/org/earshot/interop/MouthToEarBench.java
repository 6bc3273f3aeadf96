package org.earshot.interop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// From mouth to ear on virtual sound devices, ours beside baresip and linphone: calls in the same run, over the same server and sound
/// server, encrypted, Opus with FEC. Ours with echo canceller, noise suppression and gain control as they come.
///
/// `bin/bench mouth-to-ear [CALLS [CHIRPS [SECONDS [KINDS]]]]`: the median of each of CALLS (5) calls with CHIRPS (15) chirps; in the last of each
/// kind SECONDS (60) of a tone in which holes are looked for.
final class MouthToEarBench {
    private static final List<String> KINDS =
            List.of("earshot-20", "earshot-10", "linphone", "baresip", "baresip-tuned");

    private final Lab lab;
    private final SoundServer sound;
    private final EarshotServer server;

    private MouthToEarBench(Lab lab, SoundServer sound, EarshotServer server) {
        this.lab = lab;
        this.sound = sound;
        this.server = server;
    }

    public static void main(String[] arguments) throws Exception {
        int calls = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int chirps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 15;
        int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 60;
        List<String> kinds = arguments.length > 3 ? List.of(arguments[3].split(",", -1)) : KINDS;
        try (Lab lab = Lab.of("mouth-to-ear")) {
            List<String> names = new ArrayList<>();
            for (String kind : kinds) {
                names.add(kind + "-a");
                names.add(kind + "-b");
            }
            SoundServer sound = SoundServer.start(lab, names.toArray(String[]::new));
            EarshotServer server = EarshotServer.start(lab);
            names.forEach(name -> server.withUser(name, "pw" + name));
            MouthToEarBench bench = new MouthToEarBench(lab, sound, server);
            System.out.printf(
                    Locale.ROOT,
                    "%-14s %10s %18s %10s %8s %16s  %s%n",
                    "phones",
                    "median ms",
                    "calls",
                    "p95 ms",
                    "to ours",
                    "holes of 10 ms",
                    "");
            double ours = 0;
            for (String kind : kinds) {
                double median = bench.calls(kind, calls, chirps, seconds, ours);
                ours = ours == 0 ? median : ours;
            }
        }
    }

    private double calls(String kind, int calls, int chirps, int seconds, double ours)
            throws Exception {
        List<Double> medians = new ArrayList<>();
        List<Double> all = new ArrayList<>();
        String holes = "-";
        String heard = "";
        int lost = 0;
        try (PhonePair pair = pair(kind)) {
            MouthToEar measure = new MouthToEar(lab, sound, pair.caller(), pair.called());
            for (int call = 1; call <= calls; call++) {
                pair.call();
                double[] delays = measure.delays(chirps);
                lost += chirps - delays.length;
                for (double delay : delays) {
                    all.add(delay);
                }
                if (delays.length > 0) {
                    medians.add(Arrays.stream(delays).sorted().toArray()[delays.length / 2]);
                }
                heard = pair.heard();
                System.err.printf(
                        Locale.ROOT,
                        "%s, call %d: %s ms; %s%n",
                        kind,
                        call,
                        Arrays.stream(delays)
                                .mapToObj(delay -> String.format(Locale.ROOT, "%.0f", delay))
                                .collect(Collectors.joining(" ")),
                        heard);
                if (call == calls && seconds > 0) {
                    MouthToEar.Holes found = measure.holes(seconds);
                    holes = found.heard() + " (" + found.said() + " said)";
                    heard += "; " + pair.heard();
                }
                pair.hangUp();
            }
        }
        if (medians.isEmpty()) {
            System.out.printf(Locale.ROOT, "%-14s nothing was heard%n", kind);
            return 0;
        }
        medians.sort(null);
        all.sort(null);
        double median = medians.get(medians.size() / 2);
        System.out.printf(
                Locale.ROOT,
                "%-14s %10.1f %8.1f to %6.1f %10.1f %8.2f %16s  %s%s%n",
                kind,
                median,
                medians.getFirst(),
                medians.getLast(),
                all.get(all.size() * 95 / 100),
                ours == 0 ? 1 : median / ours,
                holes,
                heard,
                lost == 0 ? "" : " " + lost + " chirps not heard");
        return median;
    }

    private PhonePair pair(String kind) throws Exception {
        String caller = kind + "-a";
        String called = kind + "-b";
        return switch (kind) {
            case "linphone" -> PhonePair.linphone(lab, lab, sound, server, caller, called);
            case "baresip" -> PhonePair.baresip(lab, lab, sound, server, caller, called, "5-10");
            case "baresip-tuned" ->
                    PhonePair.baresip(lab, lab, sound, server, caller, called, "1-2");
            case "earshot-10" -> earshot(caller, called, "--packet-ms", "10", "--low-delay");
            case "earshot-20" -> earshot(caller, called, "--packet-ms", "20");
            case "earshot-raw" ->
                    earshot(
                            caller,
                            called,
                            "--no-echo-cancel",
                            "--no-noise-suppress",
                            "--no-gain-control");
            default -> throw new IllegalArgumentException("no such phones: " + kind);
        };
    }

    private PhonePair earshot(String caller, String called, String... options) {
        return PhonePair.earshot(lab, lab, sound, server, caller, called, List.of(options));
    }
}
