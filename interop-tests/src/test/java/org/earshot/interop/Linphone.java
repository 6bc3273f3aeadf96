package org.earshot.interop;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.softphone.app.demo.ChildProcess;

/// linphonec 5.1, somebody else's phone, as a process of its own that takes commands on its standard input. Its messages are
/// CPIM with IMDN, and its delivery notices are compressed.
final class Linphone {
    /// How it looks for a way; by loopback it does not.
    enum Ways {
        NONE(""),
        ICE(BY_ICE),
        /// And its reports share the port of the audio.
        ICE_ONE_PORT(BY_ICE + ONE_PORT);

        private final String lines;

        Ways(String lines) {
            this.lines = lines;
        }
    }

    private static final String BY_ICE =
            "\n[net]\nnat_policy_ref=ways\n[nat_policy_0]\nref=ways\nprotocols=ice";

    /// Without it its checks wait for a second port of ours, and DTLS waits for its checks.
    private static final String ONE_PORT = "\n[rtp]\nrtcp_mux=1";

    private static final String OPUS_ALONE =
            "[audio_codec_0]\nmime=opus\nrate=48000\nchannels=2\nenabled=1";

    private final ChildProcess process;
    private final Path home;

    private Linphone(ChildProcess process, Path home) {
        this.process = process;
        this.home = home;
    }

    /// Starts a phone for `sip:name@127.0.0.1`, without sound devices, and waits until it is registered.
    ///
    /// @param server `HOST:PORT`
    /// @param transport `udp`, `tcp` or `tls`
    /// @param ca whose certificates it takes; it can't read the addresses in them, and so does not compare the name
    static Linphone start(
            Lab lab,
            String name,
            String password,
            String server,
            String transport,
            Optional<Path> ca)
            throws IOException {
        return start(lab, name, password, server, transport, ca, "");
    }

    /// The same as a phone that watches somebody.
    ///
    /// @param friend such as `sip:alice@127.0.0.1`; "" for nobody
    static Linphone start(
            Lab lab,
            String name,
            String password,
            String server,
            String transport,
            Optional<Path> ca,
            String friend)
            throws IOException {
        String more =
                friend.isEmpty() ? "" : "[friend_0]\nurl=<" + friend + ">\npol=accept\nsubscribe=1";
        return start(
                lab,
                name,
                password,
                server,
                transport,
                ca,
                transport.equals("tls") ? "srtp" : "none",
                "",
                more,
                Map.of());
    }

    /// One that speaks and hears by virtual sound devices, Opus over TLS and SRTP, everything else as it comes.
    ///
    /// @param devices the environment that names the sound server
    /// @param microphone the description of the one that it uses; it shows no monitors
    /// @param loudspeaker likewise
    static Linphone onDevices(
            Lab lab,
            String name,
            String password,
            EarshotServer server,
            Map<String, String> devices,
            String microphone,
            String loudspeaker)
            throws IOException {
        String card = "PulseAudio Unknown: ";
        return start(
                lab,
                name,
                password,
                server.address("tls"),
                "tls",
                Optional.of(server.ca()),
                "srtp",
                "capture_dev_id=%1$s%2$s\nplayback_dev_id=%1$s%3$s\nringer_dev_id=%1$s%3$s\nechocancellation=0"
                        .formatted(card, microphone, loudspeaker),
                OPUS_ALONE,
                devices);
    }

    /// One that speaks from a file and hears into another, Opus over TLS, and answers by itself.
    ///
    /// @param encryption `srtp` or `dtls`, without which it makes and takes no call
    static Linphone withFiles(
            Lab lab,
            String name,
            String password,
            EarshotServer server,
            String encryption,
            Path says)
            throws IOException {
        return withFiles(lab, name, password, server, encryption, says, Ways.NONE);
    }

    /// The same, and perhaps it looks for a way.
    static Linphone withFiles(
            Lab lab,
            String name,
            String password,
            EarshotServer server,
            String encryption,
            Path says,
            Ways ways)
            throws IOException {
        Linphone phone =
                start(
                        lab,
                        name,
                        password,
                        server.address("tls"),
                        "tls",
                        Optional.of(server.ca()),
                        encryption + "\nmedia_encryption_mandatory=1",
                        "",
                        OPUS_ALONE + ways.lines,
                        Map.of());
        phone.tell("soundcard use files");
        phone.tell("play " + says);
        phone.tell("record " + phone.heard());
        return phone;
    }

    /// Writes what it reads at its start.
    private static Path config(
            Lab lab,
            Path home,
            String name,
            String password,
            String server,
            String transport,
            Optional<Path> ca,
            String encryption,
            String sound,
            String more)
            throws IOException {
        // without its store it crashes
        Files.createDirectories(home.resolve(".local/share/linphone"));
        return Files.writeString(
                home.resolve("linphonerc"),
                """
                [sip]
                sip_port=%1$d
                sip_tcp_port=%2$d
                sip_tls_port=%3$d
                bind_address=%14$s
                contact=<sip:%4$s@%14$s>
                use_ipv6=0
                verify_server_certs=%5$d
                verify_server_cn=0
                %6$s
                guess_hostname=0
                default_proxy=0
                media_encryption=%7$s
                register_only_when_network_is_up=0
                publish_presence=1
                [sound]
                local_ring=/dev/null
                %12$s
                [rtp]
                audio_rtp_port=%13$d
                [video]
                capture=0
                display=0
                enabled=0
                [proxy_0]
                reg_proxy=<sip:%8$s;transport=%9$s>
                reg_route=<sip:%8$s;transport=%9$s;lr>
                reg_identity=sip:%4$s@127.0.0.1
                reg_expires=600
                reg_sendregister=1
                publish=1
                [auth_info_0]
                username=%4$s
                userid=%4$s
                passwd=%10$s
                realm=127.0.0.1
                %11$s
                """
                        .formatted(
                                transport.equals("udp") ? Lab.freePortPair() : 0,
                                transport.equals("tcp") ? Lab.freePortPair() : 0,
                                transport.equals("tls") ? Lab.freePortPair() : 0,
                                name,
                                ca.isPresent() ? 1 : 0,
                                ca.map(file -> "root_ca=" + file).orElse(""),
                                encryption,
                                server,
                                transport,
                                password,
                                more,
                                sound,
                                // two on the usual one would take each other's
                                Lab.freePortPair() & ~1,
                                lab.host()));
    }

    /// One that knows nothing but where its settings are, and whose certificates it takes.
    ///
    /// @param settings a link of the server
    static Linphone provisioned(Lab lab, String name, String settings, Path ca) throws IOException {
        Path home = lab.privateFolder("linphone-" + name);
        Files.createDirectories(home.resolve(".local/share/linphone"));
        Path config =
                Files.writeString(
                        home.resolve("linphonerc"),
                        """
                        [sip]
                        sip_port=0
                        sip_tcp_port=0
                        sip_tls_port=%d
                        bind_address=%s
                        use_ipv6=0
                        root_ca=%s
                        guess_hostname=0
                        register_only_when_network_is_up=0
                        [misc]
                        config-uri=%s
                        [sound]
                        local_ring=/dev/null
                        [rtp]
                        audio_rtp_port=%d
                        [video]
                        capture=0
                        display=0
                        enabled=0
                        """
                                .formatted(
                                        Lab.freePortPair(),
                                        lab.host(),
                                        ca,
                                        settings,
                                        Lab.freePortPair() & ~1));
        return started(lab, name, home, config, Map.of());
    }

    private static Map<String, String> homeIs(Path home) {
        return Map.of(
                "HOME",
                home.toString(),
                "XDG_DATA_HOME",
                home.toString(),
                "XDG_CONFIG_HOME",
                home.toString());
    }

    /// Its library alone, driven by `files.py`, which sends and fetches files over TLS as Linphone's windows do; linphonec has no command for
    /// that.
    ///
    /// @param fileServer where it uploads to
    /// @param downloads where it puts what it fetches
    static ChildProcess sendingFiles(
            Lab lab,
            String name,
            String password,
            EarshotServer server,
            String fileServer,
            Path downloads)
            throws IOException, URISyntaxException {
        Lab.program("linphonec"); // the library comes with it
        Path home = lab.privateFolder("linphone-" + name);
        Path config =
                config(
                        lab,
                        home,
                        name,
                        password,
                        server.address("tls"),
                        "tls",
                        Optional.of(server.ca()),
                        "srtp",
                        "",
                        "");
        Path script = Path.of(Linphone.class.getResource("/linphone/files.py").toURI());
        return lab.start(
                "linphone-" + name,
                homeIs(home),
                List.of(
                        Lab.program("python3"),
                        script.toString(),
                        config.toString(),
                        fileServer,
                        downloads.toString()));
    }

    private static Linphone start(
            Lab lab,
            String name,
            String password,
            String server,
            String transport,
            Optional<Path> ca,
            String encryption,
            String sound,
            String more,
            Map<String, String> environment)
            throws IOException {
        Path home = lab.privateFolder("linphone-" + name);
        Path config =
                config(lab, home, name, password, server, transport, ca, encryption, sound, more);
        return started(lab, name, home, config, environment);
    }

    private static Linphone started(
            Lab lab, String name, Path home, Path config, Map<String, String> environment)
            throws IOException {
        String program = Lab.program("linphonec");
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(homeIs(home));
        ChildProcess process =
                lab.ending(
                        lab.start(
                                "linphone-" + name,
                                all,
                                List.of(
                                        "stdbuf",
                                        "-o0",
                                        program,
                                        "-a",
                                        "-c",
                                        config.toString(),
                                        "-d",
                                        "5")));
        Linphone phone = new Linphone(process, home);
        phone.says("[LinphoneRegistrationOk]");
        return phone;
    }

    /// For its CPU time; `stdbuf` has become linphonec itself.
    ProcessHandle handle() {
        return process.handle();
    }

    /// What it hears, once it has ended.
    Path heard() {
        return home.resolve("heard.wav");
    }

    /// Types a command, such as `chat sip:alice@127.0.0.1 hello`.
    void tell(String command) {
        process.tell(command);
    }

    /// Ends it as its user would.
    void quit() {
        process.tell("quit");
        process.close();
    }

    /// The next line of its output that has a text in it; lines before it are dropped.
    String says(String text) {
        return process.await(
                        "\"" + text + "\"",
                        20,
                        line -> Optional.of(line).filter(said -> said.contains(text)))
                .value();
    }
}
