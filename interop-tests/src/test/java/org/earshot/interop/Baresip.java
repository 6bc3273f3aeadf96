package org.earshot.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.earshot.softphone.app.demo.ChildProcess;

/// baresip, somebody else's phone, as a process of its own: it speaks a WAV file and records what it hears,
/// and takes commands over its control socket (netstrings of JSON).
final class Baresip implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Path log;
    private final ChildProcess process;
    private final Socket control;
    private final DataInputStream events;

    private Baresip(Path folder, Path log, ChildProcess process, Socket control)
            throws IOException {
        this.folder = folder;
        this.log = log;
        this.process = process;
        this.control = control;
        this.events = new DataInputStream(control.getInputStream());
    }

    /// Where its sound comes from and goes to, as baresip writes it.
    private record Sound(
            String source, String player, String jitterBuffer, Map<String, String> environment) {
        /// Says a file, and writes what it hears to another.
        static Sound file(Path said) {
            return new Sound("aufile," + said, "", "2-5", Map.of());
        }

        boolean records() {
            return player.isEmpty();
        }
    }

    /// What it speaks where a test says nothing else.
    static final String OPUS = "opus/48000/1";

    private static final String AT_ONCE = "auto";

    /// At 16 kHz, though its RTP clock runs at 8 kHz.
    static final String G722 = "G722/16000/1";

    /// @param server `HOST:PORT`
    /// @param encryption what baresip calls mediaenc: `srtp-mand`, `srtp`, `dtls_srtp`, or "" for none
    static Baresip start(
            Lab lab,
            String name,
            String domain,
            String password,
            String server,
            String transport,
            String encryption,
            Optional<Path> ca,
            Path said)
            throws IOException {
        return start(
                lab,
                name,
                domain,
                password,
                server,
                transport,
                encryption,
                ca,
                said,
                OPUS,
                List.of());
    }

    /// One that looks for a way by ICE, over TLS; with SDES reports have a port of their own.
    static Baresip withIce(
            Lab lab,
            String name,
            String password,
            EarshotServer server,
            String encryption,
            Path said)
            throws IOException {
        return start(
                lab,
                name,
                "127.0.0.1",
                password,
                server.address("tls"),
                "tls",
                encryption,
                Optional.of(server.ca()),
                Sound.file(said),
                OPUS + ";medianat=ice",
                List.of(),
                List.of(),
                AT_ONCE);
    }

    /// The same with the module `presence`: it watches people, and publishes whether it is there.
    ///
    /// @param codec the only one, as baresip writes it
    /// @param watched addresses such as `sip:alice@example.org`
    static Baresip start(
            Lab lab,
            String name,
            String domain,
            String password,
            String server,
            String transport,
            String encryption,
            Optional<Path> ca,
            Path said,
            String codec,
            List<String> watched)
            throws IOException {
        return start(
                lab,
                name,
                domain,
                password,
                server,
                transport,
                encryption,
                ca,
                Sound.file(said),
                codec,
                watched,
                List.of(),
                AT_ONCE);
    }

    /// One that rings with an answer to the offer (183), until it is told to `accept`.
    static Baresip ringing(
            Lab lab,
            String name,
            String password,
            EarshotServer server,
            String encryption,
            Path said)
            throws IOException {
        return start(
                lab,
                name,
                "127.0.0.1",
                password,
                server.address("tls"),
                "tls",
                encryption,
                Optional.of(server.ca()),
                Sound.file(said),
                OPUS,
                List.of(),
                List.of(),
                "early");
    }

    /// One that knows no server, and calls phones by UDP.
    static Baresip withoutServer(Lab lab, String name, String encryption, Path said)
            throws IOException {
        return start(
                lab,
                name,
                "127.0.0.1",
                "",
                "",
                "udp",
                encryption,
                Optional.empty(),
                said,
                OPUS,
                List.of());
    }

    /// One that speaks and hears by virtual sound devices (ALSA's, which go on to the sound server), Opus with FEC over TLS and SRTP.
    ///
    /// @param jitterBuffer packets, such as `5-10`, which is baresip's default
    static Baresip onDevices(
            Lab lab,
            String name,
            String password,
            EarshotServer server,
            Map<String, String> devices,
            String jitterBuffer)
            throws IOException {
        return start(
                lab,
                name,
                "127.0.0.1",
                password,
                server.address("tls"),
                "tls",
                "srtp-mand",
                Optional.of(server.ca()),
                new Sound("alsa,default", "alsa,default", jitterBuffer, devices),
                OPUS,
                List.of(),
                List.of(),
                AT_ONCE);
    }

    /// One that writes to people ([#writeToNext]) and watches nobody.
    ///
    /// @param known addresses such as `sip:alice@example.org`
    static Baresip start(
            Lab lab,
            String name,
            String password,
            String server,
            String transport,
            Optional<Path> ca,
            List<String> known)
            throws IOException {
        Path said = Recording.speech(lab, "bob"); // it calls nobody
        return start(
                lab,
                name,
                "127.0.0.1",
                password,
                server,
                transport,
                "",
                ca,
                Sound.file(said),
                OPUS,
                List.of(),
                known,
                AT_ONCE);
    }

    private static Baresip start(
            Lab lab,
            String name,
            String domain,
            String password,
            String server,
            String transport,
            String encryption,
            Optional<Path> ca,
            Sound sound,
            String codec,
            List<String> watched,
            List<String> known,
            String answers)
            throws IOException {
        Baresip phone =
                open(
                        lab,
                        name,
                        encryption.startsWith("dtls"),
                        ca,
                        sound,
                        watched,
                        known,
                        "opus_stereo no\nopus_sprop_stereo no");
        phone.command(
                "uanew",
                "<sip:%s@%s;transport=%s>;auth_user=%s;auth_pass=%s%s;answermode=%s;audio_codecs=%s%s%s"
                        .formatted(
                                name,
                                domain,
                                transport,
                                name,
                                password,
                                server.isEmpty()
                                        ? ";regint=0"
                                        : ";outbound=\"sip:%s;transport=%s\";regint=600"
                                                .formatted(server, transport),
                                answers,
                                codec,
                                encryption.isEmpty() ? "" : ";mediaenc=" + encryption,
                                watched.isEmpty() ? "" : ";pubint=600"));
        return phone;
    }

    /// One with the account that a file of the server has, answering by itself.
    ///
    /// @param account the line
    static Baresip withAccount(Lab lab, String name, String account, Path ca, Path said)
            throws IOException {
        Baresip phone =
                open(lab, name, false, Optional.of(ca), Sound.file(said), List.of(), List.of(), "");
        phone.command("uanew", account + ";answermode=" + AT_ONCE);
        return phone;
    }

    /// One that is a gateway: it answers to a number of its domain by TLS, shows a certificate, and answers calls at once.
    ///
    /// @param certificate PEM, with its key behind it
    /// @param port where it takes TLS
    static Baresip gateway(
            Lab lab, String number, String domain, Path certificate, Path ca, int port, Path said)
            throws IOException {
        Baresip gateway =
                open(
                        lab,
                        "gateway",
                        false,
                        Optional.of(ca),
                        Sound.file(said),
                        List.of(),
                        List.of(),
                        "sip_certificate " + certificate,
                        port - 1); // TLS has the port above that of the others
        gateway.command(
                "uanew",
                "<sip:%s@%s;transport=tls>;regint=0;answermode=auto;audio_codecs=%s;mediaenc=srtp-mand"
                        .formatted(number, domain, OPUS));
        return gateway;
    }

    private static Baresip open(
            Lab lab,
            String name,
            boolean dtls,
            Optional<Path> ca,
            Sound sound,
            List<String> watched,
            List<String> known,
            String opus)
            throws IOException {
        return open(lab, name, dtls, ca, sound, watched, known, opus, Lab.freePortPair());
    }

    /// Starts it, without an account.
    private static Baresip open(
            Lab lab,
            String name,
            boolean dtls,
            Optional<Path> ca,
            Sound sound,
            List<String> watched,
            List<String> known,
            String opus,
            int sip)
            throws IOException {
        String program = Lab.program("baresip");
        Path folder = lab.privateFolder("baresip-" + name);
        int commands = Lab.freePortPair();
        int rtp = Lab.freePortPair() & ~1;
        Files.writeString(
                folder.resolve("config"),
                """
                poll_method epoll
                sip_listen %s:%d
                %s
                call_local_timeout 60
                call_max_calls 4
                snd_path %s
                audio_source %s
                %s
                audio_alert ausine,440
                ausrc_srate 48000
                auplay_srate 48000
                ausrc_channels 1
                auplay_channels 1
                rtp_ports %d-%d
                jitter_buffer_type fixed
                jitter_buffer_delay %s
                net_interface %s
                module_path %s
                module stdio.so
                module g711.so
                module g722.so
                module opus.so
                module aufile.so
                module ausine.so
                %s
                module srtp.so
                module ice.so
                %s
                module uuid.so
                module_app account.so
                module_app contact.so
                module_app menu.so
                %s
                module_app ctrl_tcp.so
                ctrl_tcp_listen %s:%d
                opus_bitrate 28000
                %s
                opus_inbandfec yes
                """
                        .formatted(
                                lab.host(),
                                sip,
                                ca.map(file -> "sip_cafile " + file).orElse(""),
                                folder,
                                sound.source(),
                                sound.records() ? "" : "audio_player " + sound.player(),
                                rtp,
                                rtp + 20,
                                sound.jitterBuffer(),
                                lab.host(),
                                modules(),
                                // ALSA plays once its module is there, named or not, and
                                // a call ends where there is no sound card.
                                sound.records() ? "module sndfile.so" : "module alsa.so",
                                dtls ? "module dtls_srtp.so\nrtcp_mux yes" : "",
                                watched.isEmpty() ? "" : "module_app presence.so",
                                lab.host(),
                                commands,
                                opus));
        // No account in its file: it would register before anybody listens to its events.
        Files.writeString(folder.resolve("accounts"), "");
        Files.writeString(
                folder.resolve("contacts"),
                Stream.concat(
                                watched.stream().map(address -> "<" + address + ">;presence=p2p\n"),
                                known.stream().map(address -> "<" + address + ">\n"))
                        .collect(Collectors.joining()));
        ChildProcess process =
                lab.startLogged(
                        "baresip-" + name,
                        sound.environment(),
                        List.of(program, "-s", "-f", folder.toString()));
        Path log = lab.file("baresip-" + name + ".log");
        Baresip phone =
                lab.closing(new Baresip(folder, log, process, connect(lab.host(), commands)));
        return phone;
    }

    private static String modules() throws IOException {
        try (Stream<Path> places = Stream.of(Path.of("/usr/lib/baresip/modules"))) {
            return places.filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow(() -> new IOException("baresip's modules were not found"))
                    .toString();
        }
    }

    private static Socket connect(String host, int port) throws IOException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (true) {
            try {
                Socket socket = new Socket(host, port);
                socket.setSoTimeout(60_000);
                return socket;
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw new IOException("baresip did not open its control socket", e);
                }
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
        }
    }

    /// Sends a command, and waits for its answer.
    String command(String command, String parameters) throws IOException {
        byte[] json =
                JSON.writeValueAsBytes(
                        Map.of("command", command, "params", parameters, "token", "t"));
        OutputStream out = control.getOutputStream();
        out.write((json.length + ":").getBytes(StandardCharsets.US_ASCII));
        out.write(json);
        out.write(',');
        out.flush();
        return await(message -> message.path("response").asBoolean()).path("data").asText();
    }

    /// What it shows of the people whom it watches, as soon as that contains a text.
    ///
    /// @throws IOException if that takes more than so many seconds
    String contactsShowing(String text, int seconds) throws IOException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (true) {
            String shown = command("contacts", "");
            if (shown.contains(text)) {
                return shown;
            }
            if (System.nanoTime() > end) {
                throw new IOException(text + " is not in: " + shown);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
    }

    /// Goes on to the next of those whom it knows, and writes to that one.
    void writeToNext(String text) throws IOException {
        command("contact_next", "");
        command("message", text);
    }

    /// Every text that it, or one of its name before it, showed of somebody, in order, as soon as there are so many.
    ///
    /// @throws IOException if that takes more than 30 s
    List<String> textsOf(String address, int count) throws IOException {
        Pattern shown = Pattern.compile(Pattern.quote(address) + ": \"(.*)\"");
        long end = System.nanoTime() + 60_000_000_000L;
        while (true) {
            String all = Files.readString(log);
            List<String> texts = shown.matcher(all).results().map(each -> each.group(1)).toList();
            if (texts.size() >= count) {
                return texts;
            }
            if (System.nanoTime() > end) {
                throw new IOException(count + " texts of " + address + " are not in: " + all);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
    }

    /// For its CPU time.
    ProcessHandle handle() {
        return process.handle();
    }

    /// Ends it as its user would: it takes its registration back.
    void quit() {
        process.handle().destroy();
        process.handle().onExit().join();
    }

    /// Waits for one of baresip's events, such as `CALL_ESTABLISHED`.
    JsonNode event(String type) throws IOException {
        return await(message -> message.path("type").asText().equals(type));
    }

    private JsonNode await(Predicate<JsonNode> wanted) throws IOException {
        while (true) {
            JsonNode message = JSON.readTree(netstring());
            if (wanted.test(message)) {
                return message;
            }
        }
    }

    private byte[] netstring() throws IOException {
        int length = 0;
        for (int b = events.readUnsignedByte(); b != ':'; b = events.readUnsignedByte()) {
            length = length * 10 + (b - '0');
        }
        byte[] message = new byte[length];
        events.readFully(message);
        events.readUnsignedByte();
        return message;
    }

    /// Lets it end; what it heard in its one call, or in the longest of several, is whole afterwards.
    Path quitAndHeard() throws IOException {
        quit();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith("-dec.wav"))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow(() -> new IOException("baresip heard nothing"));
        }
    }

    @Override
    public void close() throws IOException {
        control.close();
    }
}
