package org.earshot.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.softphone.app.demo.ChildProcess;

/// Our server as a process of its own, on free ports of loopback.
final class EarshotServer {
    private final Lab lab;
    private final Path data;
    private final ChildProcess process;
    private final Map<String, String> ready;

    private EarshotServer(Lab lab, Path data, ChildProcess process, Map<String, String> ready) {
        this.lab = lab;
        this.data = data;
        this.process = process;
        this.ready = ready;
    }

    /// Starts a server on a new data folder, all three transports on free ports, domain `127.0.0.1`.
    static EarshotServer start(Lab lab, String... settings) {
        return start(lab, lab.privateFolder("server-data"), settings);
    }

    /// Starts a server on a data folder that may have been used before.
    ///
    /// @param settings `KEY=VALUE` each, added to those of a test
    static EarshotServer start(Lab lab, Path data, String... settings) {
        List<String> arguments = new ArrayList<>(List.of("server", "--data", data.toString()));
        for (String setting :
                List.of(
                        "domain=127.0.0.1",
                        "listen.udp=127.0.0.1:0",
                        "listen.tcp=127.0.0.1:0",
                        "listen.tls=127.0.0.1:0")) {
            arguments.addAll(List.of("--set", setting));
        }
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        ChildProcess process =
                lab.ending(
                        lab.java("server", Map.of(), "org.earshot.server.ServerMain", arguments));
        Map<String, String> ready =
                process.await(
                                "the line \"ready\"",
                                60,
                                line ->
                                        line.startsWith("ready ")
                                                ? Optional.of(words(line))
                                                : Optional.empty())
                        .value();
        return new EarshotServer(lab, data, process, ready);
    }

    private static Map<String, String> words(String line) {
        Map<String, String> words = new HashMap<>();
        for (String word : line.split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                words.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return words;
    }

    /// `HOST:PORT` where a transport (`udp`, `tcp`, `tls`) is served.
    String address(String transport) {
        return ready.get(transport);
    }

    int port(String transport) {
        String address = address(transport);
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    Path data() {
        return data;
    }

    Path ca() {
        return data.resolve("ca.pem");
    }

    ChildProcess process() {
        return process;
    }

    /// Makes an account; phones that know only MD5 can use its password too.
    EarshotServer withUser(String name, String password) {
        ChildProcess admin =
                lab.java(
                        "admin-" + name,
                        Map.of(),
                        "org.earshot.server.ServerMain",
                        List.of(
                                "admin",
                                "user",
                                "add",
                                name,
                                "--password-stdin",
                                "--md5",
                                "--data",
                                data.toString()));
        admin.finish(password);
        return this;
    }
}
