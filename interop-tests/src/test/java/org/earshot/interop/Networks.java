package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.earshot.softphone.app.demo.ChildProcess;
import org.junit.jupiter.api.Assumptions;

/// Networks of a test, in network namespaces: a public one, which is that of the test itself, and others behind routers. Everything ends with
/// the namespace of the test.
final class Networks {
    /// Where servers are.
    static final String PUBLIC = "192.0.2.1";

    /// The same by IPv6.
    static final String PUBLIC_6 = "2001:db8::1";

    private Networks() {}

    /// Runs a main class in a network namespace of its own, which ends with it; skips where that can't be made.
    ///
    /// @param seconds it may take
    static void runIn(Lab lab, Class<?> main, int seconds, String... arguments) {
        Lab.program("ip");
        Lab.program("nft");
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "SKIPPED: only root makes a network namespace");
        List<String> command = new ArrayList<>(apart());
        command.addAll(Lab.javaCommand(main.getName(), List.of(arguments)));
        ChildProcess run = lab.start("run", Map.of(), command);
        List<String> said = run.allLines(seconds);
        said.forEach(System.out::println);
        assertThat(said).as("see " + lab.file("run.log")).contains("all as it should be");
        assertThat(run.exitStatus()).isZero();
    }

    /// What runs a command in a network namespace of its own, whose names of further ones are its own, too.
    static List<String> apart() {
        return List.of(
                Lab.program("unshare"),
                "--net",
                "--mount",
                "--fork",
                "--kill-child",
                "/bin/sh",
                "-c",
                // names of namespaces are files: these are ours alone
                "mkdir -p /run/netns && mount -t tmpfs none /run/netns"
                        + " && ip link set lo up && exec \"$0\" \"$@\"");
    }

    /// What a router does with what goes out.
    enum Nat {
        /// One port for one socket, whoever is written to; lets in only who was written to (RFC 4787).
        CONE("masquerade"),
        /// Another port for each address that is written to.
        SYMMETRIC("masquerade fully-random");

        private final String rule;

        Nat(String rule) {
            this.rule = rule;
        }
    }

    /// Makes the public network.
    static void open() throws IOException, InterruptedException {
        run("ip link add public type bridge");
        run("ip addr add " + PUBLIC + "/24 dev public");
        run("ip -6 addr add " + PUBLIC_6 + "/64 dev public nodad");
        run("ip link set public up");
        // as in the internet: what goes to private addresses is lost, and the system doesn't say so
        run("ip route add default dev public");
    }

    /// Makes a machine in the public network.
    ///
    /// @param number 2–99, another one for each machine and router
    static String machine(String name, int number) throws IOException, InterruptedException {
        namespace(name);
        join(name, number);
        run("ip -n " + name + " addr add 192.0.2." + number + "/24 dev out");
        return "192.0.2." + number;
    }

    /// The same with IPv6 alone.
    static String machine6(String name, int number) throws IOException, InterruptedException {
        namespace(name);
        join(name, number);
        run("ip -n " + name + " -6 addr add 2001:db8::" + number + "/64 dev out nodad");
        return "2001:db8::" + number;
    }

    /// Lets no more than so much out of a machine.
    ///
    /// @param rate as of `tc`, such as `16mbit`
    static void slow(String name, String rate) throws IOException, InterruptedException {
        run(
                "tc -n "
                        + name
                        + " qdisc add dev out root tbf rate "
                        + rate
                        + " burst 32kb latency 200ms");
    }

    /// Lets no more than so much into a machine.
    ///
    /// @param number as of [#machine]
    /// @param rate as of `tc`
    static void slowTowards(int number, String rate) throws IOException, InterruptedException {
        run("tc qdisc add dev p" + number + " root tbf rate " + rate + " burst 32kb latency 200ms");
    }

    /// A machine leaves the place where it is and comes to another one.
    static void move(String name, int before, int after) throws IOException, InterruptedException {
        run("ip -n " + name + " addr del 192.0.2." + before + "/24 dev out");
        run("ip -n " + name + " addr add 192.0.2." + after + "/24 dev out");
    }

    /// Makes a machine behind a router of its own.
    static String behind(String name, int number, Nat nat)
            throws IOException, InterruptedException {
        String router = name + "-router";
        machine(router, number);
        namespace(name);
        run("ip link add in netns " + router + " type veth peer name out netns " + name);
        run("ip -n " + router + " addr add 10." + number + ".0.1/24 dev in");
        run("ip -n " + router + " link set in up");
        run("ip -n " + name + " addr add 10." + number + ".0.2/24 dev out");
        run("ip -n " + name + " link set out up");
        run("ip -n " + name + " route add default via 10." + number + ".0.1");
        run("ip netns exec " + router + " sysctl -qw net.ipv4.ip_forward=1");
        rules(
                router,
                """
                table ip nat {
                  chain out { type nat hook postrouting priority 100; oifname "out" %s; }
                }
                table ip pass {
                  chain forward { type filter hook forward priority 0; policy drop;
                    ct state established,related accept
                    iifname "in" accept
                  }
                  chain input { type filter hook input priority 0;
                    iifname "out" ct state new drop
                  }
                }
                """
                        .formatted(nat.rule));
        return "10." + number + ".0.2";
    }

    /// Lets no UDP out of a network, but for that to a port.
    static void withoutUdp(String name) throws IOException, InterruptedException {
        rules(
                name + "-router",
                """
                table ip deaf {
                  chain forward { type filter hook forward priority -10;
                    meta l4proto udp drop
                  }
                }
                """);
    }

    /// The router forgets its ports, and gives others from now on, as after it was switched off and on.
    static void forget(String name) throws IOException, InterruptedException {
        String router = name + "-router";
        run("ip netns exec " + router + " nft flush chain ip nat out");
        rules(
                router,
                """
                add rule ip nat out oifname "out" udp sport 1024-65535 masquerade to :50000-50999 random
                add rule ip nat out oifname "out" masquerade
                """);
        run("ip netns exec " + router + " conntrack -D -p udp");
    }

    /// Makes a machine on a local network, which is private (RFC 1918).
    ///
    /// @param number as of [#machine]
    static String neighbour(String name, int number) throws IOException, InterruptedException {
        namespace(name);
        join(name, number);
        run("ip -n " + name + " addr add 192.168.7." + number + "/24 dev out");
        return "192.168.7." + number;
    }

    private static void namespace(String name) throws IOException, InterruptedException {
        run("ip netns add " + name);
        run("ip -n " + name + " link set lo up");
    }

    private static void join(String name, int number) throws IOException, InterruptedException {
        run("ip link add p" + number + " type veth peer name out netns " + name);
        run("ip link set p" + number + " master public up");
        run("ip -n " + name + " link set out up");
    }

    /// What runs a command in a network.
    static List<String> in(String name) {
        return List.of("ip", "netns", "exec", name);
    }

    private static void rules(String name, String rules) throws IOException, InterruptedException {
        Process nft =
                new ProcessBuilder("ip", "netns", "exec", name, "nft", "-f", "-")
                        .redirectErrorStream(true)
                        .start();
        nft.outputWriter().append(rules).close();
        finish(nft, "nft in " + name);
    }

    static void run(String command) throws IOException, InterruptedException {
        finish(new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start(), command);
    }

    private static void finish(Process process, String what)
            throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(what + ": " + said);
        }
    }
}
