package org.earshot.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.earshot.softphone.app.demo.ChildProcess;

/// What a [Baresip] is to be before it is started. Where nothing is said it is of the domain 127.0.0.1, knows no server, encrypts nothing,
/// says what bob says from a file, speaks Opus, and answers calls at once.
final class BaresipSetup {
    /// What it speaks where a test says nothing else.
    static final String OPUS = "opus/48000/1";

    /// At 16 kHz, though its RTP clock runs at 8 kHz.
    static final String G722 = "G722/16000/1";

    private final Lab lab;
    private final String name;
    private String domain = "127.0.0.1";
    private String server = "";
    private String transport = "udp";
    private String encryption = "";
    private Optional<Path> ca = Optional.empty();
    private Optional<Sound> sound = Optional.empty();
    private String codec = OPUS;
    private boolean ice;
    private boolean early;
    private List<String> watched = List.of();
    private List<String> known = List.of();
    private String further = "opus_stereo no\nopus_sprop_stereo no";
    private int sip;

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

    BaresipSetup(Lab lab, String name) {
        this.lab = lab;
        this.name = name;
    }

    /// Registers at a server of ours, whose CA it trusts where that is by TLS.
    BaresipSetup at(EarshotServer earshot, String by) {
        if (by.equals("tls")) {
            trusts(earshot.ca());
        }
        return at(earshot.address(by), by);
    }

    /// Registers at a server.
    ///
    /// @param address `HOST:PORT`
    BaresipSetup at(String address, String by) {
        server = address;
        transport = by;
        return this;
    }

    BaresipSetup domain(String of) {
        domain = of;
        return this;
    }

    BaresipSetup trusts(Path file) {
        ca = Optional.of(file);
        return this;
    }

    /// @param mediaenc what baresip calls so: `srtp-mand`, `srtp`, `dtls_srtp`, or "" for none
    BaresipSetup encryption(String mediaenc) {
        encryption = mediaenc;
        return this;
    }

    /// @param file a WAV file
    BaresipSetup says(Path file) {
        sound = Optional.of(Sound.file(file));
        return this;
    }

    /// Speaks and hears by virtual sound devices (ALSA's, which go on to the sound server).
    ///
    /// @param jitterBuffer packets, such as `5-10`, which is baresip's default
    BaresipSetup onDevices(Map<String, String> environment, String jitterBuffer) {
        sound = Optional.of(new Sound("alsa,default", "alsa,default", jitterBuffer, environment));
        return this;
    }

    /// @param only as baresip writes it
    BaresipSetup codec(String only) {
        codec = only;
        return this;
    }

    /// Looks for a way by ICE; with SDES reports have a port of their own.
    BaresipSetup withIce() {
        ice = true;
        return this;
    }

    /// Rings with an answer to the offer (183), until it is told to `accept`.
    BaresipSetup ringsWithSound() {
        early = true;
        return this;
    }

    /// With the module `presence`: watches people, and publishes whether it is there.
    ///
    /// @param addresses such as `sip:alice@example.org`
    BaresipSetup watching(String... addresses) {
        watched = List.of(addresses);
        return this;
    }

    /// Writes to people ([Baresip#writeToNext]) and watches nobody.
    BaresipSetup knowing(String... addresses) {
        known = List.of(addresses);
        return this;
    }

    Baresip start() throws IOException {
        Baresip phone = open();
        phone.command(
                "uanew",
                "<sip:%s@%s;transport=%s>;auth_user=%s;auth_pass=pw%s%s;answermode=%s;audio_codecs=%s%s%s%s"
                        .formatted(
                                name,
                                domain,
                                transport,
                                name,
                                name,
                                server.isEmpty()
                                        ? ";regint=0"
                                        : ";outbound=\"sip:%s;transport=%s\";regint=600"
                                                .formatted(server, transport),
                                early ? "early" : "auto",
                                codec,
                                ice ? ";medianat=ice" : "",
                                encryption.isEmpty() ? "" : ";mediaenc=" + encryption,
                                watched.isEmpty() ? "" : ";pubint=600"));
        return phone;
    }

    /// With the account that a file of the server has, and answering by itself.
    ///
    /// @param account the line
    Baresip startWith(String account) throws IOException {
        further = "";
        Baresip phone = open();
        phone.command("uanew", account + ";answermode=auto");
        return phone;
    }

    /// As a gateway: it answers to a number of its domain by TLS, shows a certificate, and answers calls at once.
    ///
    /// @param certificate PEM, with its key behind it
    /// @param port where it takes TLS
    Baresip startAsGateway(Path certificate, int port) throws IOException {
        further = "sip_certificate " + certificate;
        sip = port - 1; // TLS has the port above that of the others
        Baresip gateway = open();
        gateway.command(
                "uanew",
                "<sip:%s@%s;transport=tls>;regint=0;answermode=auto;audio_codecs=%s;mediaenc=srtp-mand"
                        .formatted(name, domain, codec));
        return gateway;
    }

    /// Starts it, without an account.
    private Baresip open() throws IOException {
        String program = Lab.program("baresip");
        Path folder = lab.privateFolder("baresip-" + name);
        int commands = Lab.freePortPair();
        int rtp = Lab.freePortPair() & ~1;
        Sound hears = sound.isPresent() ? sound.get() : Sound.file(Recording.speech(lab, "bob"));
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
                                sip == 0 ? Lab.freePortPair() : sip,
                                ca.map(file -> "sip_cafile " + file).orElse(""),
                                folder,
                                hears.source(),
                                hears.records() ? "" : "audio_player " + hears.player(),
                                rtp,
                                rtp + 20,
                                hears.jitterBuffer(),
                                lab.host(),
                                modules(),
                                // ALSA plays once its module is there, named or not, and
                                // a call ends where there is no sound card.
                                hears.records() ? "module sndfile.so" : "module alsa.so",
                                encryption.startsWith("dtls")
                                        ? "module dtls_srtp.so\nrtcp_mux yes"
                                        : "",
                                watched.isEmpty() ? "" : "module_app presence.so",
                                lab.host(),
                                commands,
                                further));
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
                        hears.environment(),
                        List.of(program, "-s", "-f", folder.toString()));
        return lab.closing(
                Baresip.joined(
                        folder,
                        lab.file("baresip-" + name + ".log"),
                        process,
                        lab.host(),
                        commands));
    }

    private static String modules() throws IOException {
        try (Stream<Path> places = Stream.of(Path.of("/usr/lib/baresip/modules"))) {
            return places.filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow(() -> new IOException("baresip's modules were not found"))
                    .toString();
        }
    }
}
