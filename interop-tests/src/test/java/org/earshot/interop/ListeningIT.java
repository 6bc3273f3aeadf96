package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Nothing listens that the configuration does not name.
class ListeningIT {
    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)\\]");
    private static final String TCP_LISTEN = "0A";

    @Test
    void onlyWhatWasNamed() throws Exception {
        try (Lab lab = Lab.of("listening")) {
            EarshotServer server = EarshotServer.start(lab);
            assertThat(listening(server)).containsExactlyInAnyOrder(named(server));
            assertThat(server.address("console")).startsWith("127.0.0.1:");
        }
    }

    @Test
    void withoutAConsoleOnlySip() throws Exception {
        try (Lab lab = Lab.of("listening")) {
            EarshotServer server = EarshotServer.start(lab, "console.listen=off");
            assertThat(listening(server)).containsExactlyInAnyOrder(sip(server));
        }
    }

    @Test
    void forOtherNodesTooOnlyWhereItWasNamed() throws Exception {
        try (Lab lab = Lab.of("listening")) {
            String[] shared = SharedStore.withoutBus(lab);
            EarshotServer silent = EarshotServer.start(lab, shared);
            assertThat(listening(silent)).containsExactlyInAnyOrder(named(silent));
            String[] named = SharedStore.and(shared, "bus.listen=127.0.0.1:0");
            EarshotServer server = EarshotServer.start(lab, lab.privateFolder("other"), named);
            assertThat(listening(server)).contains(named(server)).hasSize(named(server).length + 1);
        }
    }

    /// The console is there unless it is switched off.
    private static String[] named(EarshotServer server) {
        return Stream.concat(Stream.of(sip(server)), Stream.of("tcp " + server.port("console")))
                .toArray(String[]::new);
    }

    private static String[] sip(EarshotServer server) {
        return new String[] {
            "tcp " + server.port("tcp"), "tcp " + server.port("tls"), "udp " + server.port("udp")
        };
    }

    private static Set<String> listening(EarshotServer server) throws IOException {
        Set<String> inodes = sockets(server.process().pid());
        Set<String> listening = new TreeSet<>();
        for (String table : new String[] {"tcp", "tcp6", "udp", "udp6"}) {
            listening.addAll(listening(server.process().pid(), table, inodes));
        }
        return listening;
    }

    private static Set<String> sockets(long pid) throws IOException {
        Set<String> inodes = new TreeSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                Matcher socket = SOCKET.matcher(Files.readSymbolicLink(descriptor).toString());
                if (socket.matches()) {
                    inodes.add(socket.group(1));
                }
            }
        }
        return inodes;
    }

    private static Set<String> listening(long pid, String table, Set<String> inodes)
            throws IOException {
        Set<String> found = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
            String[] columns = line.strip().split("\\s+", -1);
            if (columns.length < 10 || !inodes.contains(columns[9])) {
                continue;
            }
            if (table.startsWith("tcp") && !columns[3].equals(TCP_LISTEN)) {
                continue;
            }
            int port = HexFormat.fromHexDigits(columns[1].substring(columns[1].indexOf(':') + 1));
            found.add(table.substring(0, 3) + " " + port);
        }
        return found;
    }
}
