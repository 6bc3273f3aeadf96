package org.earshot.interop;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.earshot.softphone.file.SourceFile;

/// How long a file takes over a slow link, from phone to phone to its checked hash on the disk, beside `curl` over TLS followed
/// by `sha256sum` over the same link in the same run: ours straight, ours over our server's relay where the link is the sender's way to
/// it, the receiver's, and that of each (two links), and theirs, in turn; beside two links theirs by way of `socat`, which hands on what comes
/// from one link to the other.
///
/// `bin/bench files-on-link [BYTES [ROUNDS [KBIT/S [ROUND_TRIP_MS [LOSS_PERCENT]]]]]`: 2,500,000 bytes, three rounds, 2,000 kbit/s,
/// 80 ms, 1 %. Runs in a network namespace of its own.
final class FilesOnLinkBench {
    private static final String DEVICE = "slow0";

    private FilesOnLinkBench() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 6) {
            inside(
                    Path.of(arguments[5]),
                    Integer.parseInt(arguments[0]),
                    Integer.parseInt(arguments[1]),
                    Long.parseLong(arguments[2]) * 1000,
                    Duration.ofMillis(Long.parseLong(arguments[3])).dividedBy(2),
                    Double.parseDouble(arguments[4]) / 100);
            return;
        }
        try (Lab lab = Lab.of("bench-files-on-link")) {
            String[] usual = {"2500000", "3", "2000", "80", "1"};
            List<String> all = new ArrayList<>();
            for (int i = 0; i < usual.length; i++) {
                all.add(i < arguments.length ? arguments[i] : usual[i]);
            }
            all.add(Files.createDirectories(lab.file("files")).toString());
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    Lab.program("unshare"),
                                    "-rn",
                                    "/bin/sh",
                                    "-c",
                                    "ip link set lo up && ip tuntap add dev "
                                            + DEVICE
                                            + " mode tun && ip addr add 192.0.2.1/24 dev "
                                            + DEVICE
                                            + " && ip link set "
                                            + DEVICE
                                            + " up && exec \"$0\" \"$@\""));
            command.addAll(Lab.javaCommand(FilesOnLinkBench.class.getName(), all));
            CurlPeer.succeed(new ProcessBuilder(command).inheritIO());
        }
    }

    private static void inside(
            Path folder, int bytes, int rounds, long bitsPerSecond, Duration oneWay, double loss)
            throws Exception {
        InetAddress here = InetAddress.getByName("192.0.2.1");
        InetAddress there = InetAddress.getByName("192.0.2.2");
        FilesBench.fill(folder.resolve("source"), bytes);
        double[] own = new double[rounds];
        double[] senderFar = new double[rounds];
        double[] receiverFar = new double[rounds];
        double[] bothFar = new double[rounds];
        double[] curl = new double[rounds];
        double[] forwarded = new double[rounds];
        try (var _ = new ShapedLink(DEVICE, bitsPerSecond, oneWay, loss, 1);
                Lab lab = Lab.of("bench-relay");
                FileEnds ends = new FileEnds(folder, here, there)) {
            RelayOnLink relay = new RelayOnLink(lab, here, there);
            SourceFile source = SourceFile.examine(folder.resolve("source"), _ -> {});
            for (int round = 0; round < rounds; round++) {
                long began = System.nanoTime();
                Files.delete(ends.transfer(source));
                own[round] = (System.nanoTime() - began) / 1e9;
                senderFar[round] = relay.send(ends, source, true, false);
                receiverFar[round] = relay.send(ends, source, false, true);
                bothFar[round] = relay.send(ends, source, true, true);
                curl[round] = CurlPeer.fetch(folder, 1, here, there)[0];
                forwarded[round] = CurlPeer.fetchByForwarder(folder, 1, here, there)[0];
                System.out.printf(
                        Locale.ROOT,
                        "round %d: ours %.2f s, over the relay %.2f, %.2f and %.2f s, curl and sha256sum %.2f s, by socat over two links %.2f s%n",
                        round + 1,
                        own[round],
                        senderFar[round],
                        receiverFar[round],
                        bothFar[round],
                        curl[round],
                        forwarded[round]);
            }
        }
        double theirs = FilesBench.median(curl);
        System.out.printf(
                Locale.ROOT,
                "%d bytes at %d kbit/s, %d ms there and back, %.1f %% lost: curl and sha256sum %.2f s (medians)%n",
                bytes,
                bitsPerSecond / 1000,
                2 * oneWay.toMillis(),
                100 * loss,
                theirs);
        say("ours, straight", own, theirs);
        say("over the relay, to which the sender has the link", senderFar, theirs);
        say("the receiver", receiverFar, theirs);
        say("both, each one", bothFar, theirs);
        say("both, beside curl by socat over two links", bothFar, FilesBench.median(forwarded));
    }

    private static void say(String which, double[] seconds, double theirs) {
        double median = FilesBench.median(seconds);
        System.out.printf(
                Locale.ROOT, "%s: %.2f s, %.2f of that%n", which, median, median / theirs);
    }
}
