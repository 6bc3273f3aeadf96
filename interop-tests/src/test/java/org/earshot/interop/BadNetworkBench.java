package org.earshot.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a bad network leaves of speech, ours beside linphone and baresip: real phones, one in a network of its own, between them a link that loses and
/// delays datagrams by the same rules for all. Speech goes into the one phone's microphone, and is compared with what comes out of the other's
/// loudspeaker, on virtual sound devices; as both directions are bad, reports about losses get lost, too.
///
/// `bin/bench bad-network [SECONDS [KINDS [NETWORKS [DIRECTORY]]]]`: 20 s of speech on each network, KINDS of `earshot,linphone,baresip`,
/// NETWORKS by the names in [Impairment], one after the other in one call: what a phone has learnt on one, it has on the next. What both ends
/// heard is kept in DIRECTORY, for `bin/bench judge`. Runs in network namespaces of its own; root alone makes these.
final class BadNetworkBench {
    private static final String NEAR = "10.9.0.1";
    private static final String FAR = "10.9.0.2";
    private static final List<String> KINDS = List.of("earshot", "linphone", "baresip");

    /// The microphone's sound is sent as it is, as the others are set up to do.
    private static final List<String> AS_IT_IS =
            List.of("--no-echo-cancel", "--no-noise-suppress", "--no-gain-control");

    private final SoundServer sound;
    private final EarshotServer server;
    private final Lab near;
    private final Lab far;
    private final ImpairedLink link;
    private final short[] speech;
    private final Optional<Path> kept;

    private BadNetworkBench(
            SoundServer sound,
            EarshotServer server,
            Lab near,
            Lab far,
            ImpairedLink link,
            short[] speech,
            Optional<Path> kept) {
        this.sound = sound;
        this.server = server;
        this.near = near;
        this.far = far;
        this.link = link;
        this.speech = speech;
        this.kept = kept;
    }

    public static void main(String[] arguments) throws Exception {
        String seconds = arguments.length > 0 ? arguments[0] : "20";
        String kinds = arguments.length > 1 ? arguments[1] : String.join(",", KINDS);
        String networks =
                arguments.length > 2
                        ? arguments[2]
                        : Arrays.stream(Impairment.values())
                                .map(Impairment::name)
                                .collect(Collectors.joining(","));
        String directory = arguments.length > 3 ? arguments[3] : "";
        if (arguments.length == 5) {
            inside(
                    Integer.parseInt(seconds),
                    List.of(kinds.split(",", -1)),
                    Arrays.stream(networks.split(",", -1)).map(Impairment::valueOf).toList(),
                    Optional.of(directory).filter(path -> !path.isEmpty()).map(Path::of));
            return;
        }
        List<String> command = new ArrayList<>(Networks.apart());
        command.addAll(
                Lab.javaCommand(
                        BadNetworkBench.class.getName(),
                        List.of(seconds, kinds, networks, directory, "inside")));
        CurlPeer.succeed(new ProcessBuilder(command).inheritIO());
    }

    private static void inside(
            int seconds, List<String> kinds, List<Impairment> networks, Optional<Path> kept)
            throws Exception {
        Networks.run("ip tuntap add dev near mode tun");
        Networks.run("ip tuntap add dev far mode tun");
        TunDevice near = new TunDevice("near");
        TunDevice far = new TunDevice("far");
        Networks.run("ip netns add far");
        Networks.run("ip link set far netns far");
        Networks.run("ip addr add " + NEAR + "/24 dev near");
        Networks.run("ip link set near up");
        Networks.run("ip -n far addr add " + FAR + "/24 dev far");
        Networks.run("ip -n far link set far up");
        Networks.run("ip -n far link set lo up");
        try (Lab lab = Lab.of("bad-network");
                ImpairedLink link = new ImpairedLink(near, far)) {
            List<String> names = new ArrayList<>();
            for (String kind : kinds) {
                names.add(kind + "-a");
                names.add(kind + "-b");
            }
            SoundServer sound = SoundServer.start(lab, names.toArray(String[]::new));
            EarshotServer server = EarshotServer.start(lab, "listen.tls=" + NEAR + ":0");
            names.forEach(name -> server.withUser(name, "pw" + name));
            short[] both = Recording.bothVoices();
            short[] speech = new short[seconds * 48_000];
            for (int i = 0; i < speech.length; i++) {
                speech[i] = both[i % both.length];
            }
            BadNetworkBench bench =
                    new BadNetworkBench(
                            sound,
                            server,
                            lab.by(List.of(), NEAR),
                            lab.by(Networks.in("far"), FAR),
                            link,
                            speech,
                            kept);
            System.out.printf(
                    Locale.ROOT, "%-10s %-15s %s%n", "phones", "network", SpeechJudgement.header());
            for (String kind : kinds) {
                bench.kind(kind, networks);
            }
        }
    }

    private void kind(String kind, List<Impairment> networks) throws Exception {
        try (PhonePair pair = pair(kind)) {
            MouthToEar measure = new MouthToEar(near, sound, pair.caller(), pair.called());
            link.impair(Impairment.NONE, 1);
            pair.call();
            measure.said(
                    Arrays.copyOf(speech, 6 * 48_000)); // what adapts, adapts to a good network
            for (Impairment impairment : networks) {
                link.impair(impairment, 26);
                MouthToEar.Said said = measure.said(speech);
                String heard = pair.heard();
                if (kept.isPresent()) {
                    SpeechJudgement.keep(kept.get(), kind + "-" + impairment, said);
                }
                System.out.printf(
                        Locale.ROOT,
                        "%-10s %-15s %s  %s%n",
                        kind,
                        impairment.label(),
                        SpeechJudgement.of(said),
                        heard);
            }
        }
    }

    private PhonePair pair(String kind) throws Exception {
        String caller = kind + "-a";
        String called = kind + "-b";
        return switch (kind) {
            case "earshot" -> PhonePair.earshot(near, far, sound, server, caller, called, AS_IT_IS);
            case "linphone" -> PhonePair.linphone(near, far, sound, server, caller, called);
            case "baresip" -> PhonePair.baresip(near, far, sound, server, caller, called, "5-10");
            default -> throw new IllegalArgumentException("no such phones: " + kind);
        };
    }
}
