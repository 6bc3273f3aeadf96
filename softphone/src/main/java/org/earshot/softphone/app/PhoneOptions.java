package org.earshot.softphone.app;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.earshot.softphone.media.AudioWishes;
import org.earshot.softphone.ua.Sound;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What the command line of the phone takes.
@Command(
        name = "earshot phone",
        description = "The softphone: with a window, or headless on standard input and output.",
        sortOptions = false,
        usageHelpWidth = 100)
final class PhoneOptions {
    @Parameters(
            arity = "0..1",
            paramLabel = "LINK",
            description =
                    "a link of your administrator (earshot://...): the window opens with it filled in, also where it runs already")
    String link = "";

    @Option(
            names = "--headless",
            description = "commands by lines on stdin, JSON events on stdout; ends with the input")
    boolean headless;

    @Option(names = "--window", description = "a window, and the commands of --headless beside it")
    boolean window;

    @Option(
            names = "--account",
            paramLabel = "SIP-URI",
            description = "who you are, such as sip:alice@example.org")
    String account = "";

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "holds the account's password")
    Path passwordFile;

    @Option(
            names = "--link-file",
            paramLabel = "FILE",
            description =
                    "holds a link of your administrator (earshot://...): signs up with the password of --password-file, or sets that as the new"
                            + " one, and then logs in")
    Path linkFile;

    @Option(
            names = "--sign-up",
            paramLabel = "HOST[:PORT]",
            description =
                    "makes the account of --account with the password of --password-file, at a server where everybody may, and then logs in")
    String signUp = "";

    @Option(
            names = "--organisation-password-file",
            paramLabel = "FILE",
            description =
                    "for --sign-up at a server that asks for it: holds your organisation's password, which is shown to that server once and kept nowhere")
    Path organisationPasswordFile;

    @Option(
            names = "--authority-key",
            paramLabel = "SHA-256",
            description =
                    "for --sign-up: the authority that signed that server's certificate, as \"admin ca fingerprint\" prints it there; default:"
                            + " --ca, or whom the system trusts")
    String authorityKey = "";

    @Option(
            names = "--display-name",
            paramLabel = "NAME",
            description = "what others see, where --link-file is an invitation, or with --sign-up")
    String displayName = "";

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description =
                    "PNG or JPEG that others see, where --link-file is an invitation, or with --sign-up")
    Path picture;

    @Option(
            names = "--remember-password",
            description =
                    "keep the password in the desktop's keyring, or encrypted in a file where there is none, once the server has taken it; then --password-file may be left out")
    boolean rememberPassword;

    @Option(names = "--forget-password", description = "keep it no more")
    boolean forgetPassword;

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            description =
                    "default: where the account's domain says that its servers are (SRV), else the domain itself")
    String server = "";

    @Option(
            names = "--transport",
            paramLabel = "udp|tcp|tls",
            description = "default: ${DEFAULT-VALUE}")
    String transport = "tls";

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "the authority that signed the server's certificate, PEM; default: whom the system trusts")
    Path ca;

    @Option(
            names = "--audio-in",
            paramLabel = "SOUND",
            description = "device[:NAME], tone, silence or a WAV file; default: ${DEFAULT-VALUE}")
    String audioIn = "device";

    @Option(
            names = "--audio-out",
            paramLabel = "SOUND",
            description = "device[:NAME], null or a WAV file; default: ${DEFAULT-VALUE}")
    String audioOut = "device";

    @Option(
            names = "--packet-ms",
            paramLabel = "10|20|40|60",
            description =
                    "how much audio others are to send in a packet: less is less delay and more packets; default: ${DEFAULT-VALUE}")
    int packetMillis = 20;

    @Option(
            names = "--auto-answer",
            description = "take every call at once, but for those that come without a server")
    boolean autoAnswer;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "what the phone keeps; default with --headless: a temporary folder")
    Path data;

    @Option(
            names = "--download-dir",
            paramLabel = "DIR",
            description =
                    "where files from others go; default: Earshot in your folder of downloads, with --headless downloads in --data")
    Path downloadDir;

    @Option(
            names = "--blocked-files",
            paramLabel = "ENDING,...|none",
            description =
                    "files whose names end so are neither sent nor taken; default: what your organisation's server says over TLS, else programs, such as exe, bat, jar, sh")
    String blockedFiles = "";

    @Option(
            names = "--largest-file",
            paramLabel = "BYTES",
            description = "larger files are neither sent nor taken; default: any size")
    Long largestFile;

    @Option(
            names = "--allow-plain",
            description =
                    "call once more without encryption where the other phone can't be reached encrypted")
    boolean allowPlain;

    @Option(
            names = "--require-encryption",
            description = "end calls that turn out not to be encrypted")
    boolean requireEncryption;

    @Option(
            names = "--media-security",
            paramLabel = "sdes|dtls",
            description =
                    "how the keys of your calls are agreed: by the server, or between the phones; default: ${DEFAULT-VALUE}")
    String mediaSecurity = "sdes";

    @Option(
            names = "--hold-music",
            paramLabel = "FILE",
            description =
                    "a WAV file of up to ten minutes that people hear whom you hold; default: silence")
    Path holdMusic;

    @Option(
            names = "--recording",
            paramLabel = "tone|silent|off",
            description =
                    "whether calls may be recorded, with a tone that both sides hear each 15 s or without; default: ${DEFAULT-VALUE}")
    String recording = "tone";

    @Option(
            names = "--ice",
            paramLabel = "auto|on|off",
            description =
                    "whether calls look for a way through routers; auto: where the server is reached by TCP or TLS, from"
                            + " another machine; default: ${DEFAULT-VALUE}")
    String ice = "auto";

    @Option(
            names = "--stun",
            paramLabel = "HOST[:PORT]",
            description =
                    "a server that says by which address others see you, for calls between networks; your organisation's server may name some too")
    List<String> stun = List.of();

    @Option(
            names = "--turn",
            paramLabel = "URI",
            description =
                    "a server that passes your calls on where there is no other way, such as turn:turn.example.org:3478?transport=udp")
    List<String> turn = List.of();

    @Option(names = "--turn-user", paramLabel = "NAME", description = "who you are there")
    String turnUser = "";

    @Option(
            names = "--turn-password-file",
            paramLabel = "FILE",
            description = "holds the password for that")
    Path turnPasswordFile;

    @Option(
            names = "--direct",
            arity = "0..1",
            fallbackValue = DirectOptions.USUAL,
            paramLabel = "ADDRESS:PORT",
            description =
                    "take calls straight from phones on the local network, and call them, without a server (an account may be left out);"
                            + " default: at all addresses, port 5060 if that is free. Your organisation's server may forbid it")
    String direct = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "what you are called in such calls; default: the account's user part")
    String name = "";

    @Option(
            names = "--discoverable",
            description = "let phones on the local network find you by that name (multicast DNS)")
    boolean discoverable;

    @Option(
            names = "--direct-anywhere",
            description =
                    "such calls also with phones that are not on the local network (private and link-local addresses)")
    boolean directAnywhere;

    @Option(
            names = "--comfort-noise",
            description = "send no sound while you are silent, where the other phone agrees")
    boolean comfortNoise;

    @Option(
            names = "--constant-bitrate",
            description =
                    "Opus in packets of one length, both ways: the lengths of encrypted packets then say nothing of what is spoken")
    boolean constantBitrate;

    @Option(
            names = "--low-delay",
            description =
                    "Opus with 4 ms less of delay, and without what repairs lost packets; with --packet-ms 10 on a good network")
    boolean lowDelay;

    @Option(
            names = "--echo-cancel",
            negatable = true,
            description =
                    "take what your loudspeaker plays out of what your microphone hears; default: with devices, unless switched off in the window Sound")
    Boolean echoCancel;

    @Option(
            names = "--noise-suppress",
            negatable = true,
            description = "make steady noise quieter; default: likewise")
    Boolean noiseSuppress;

    @Option(
            names = "--gain-control",
            negatable = true,
            description = "bring your voice to a usual level; default: likewise")
    Boolean gainControl;

    @Option(
            names = "--no-displayed",
            description = "don't tell the authors of messages that these were printed")
    boolean noDisplayed;

    @Option(
            names = "--no-quality-report",
            description = "don't tell your server at the end of a call how it was heard")
    boolean noQualityReport;

    @Option(names = "--dark", description = "a dark window")
    boolean dark;

    @Option(
            names = "--minimised",
            description =
                    "begin out of the way: in the tray of the desktop where it has one, else as a window in the task bar")
    boolean minimised;

    @Option(
            names = "--timing-out",
            paramLabel = "FILE",
            description = "note when each frame was captured and played")
    Path timingOut;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this")
    boolean help;

    /// What is said for or against what is done to the microphone's sound.
    Map<Sound.Processing, Boolean> voice() {
        Map<Sound.Processing, Boolean> said = new EnumMap<>(Sound.Processing.class);
        put(said, Sound.Processing.ECHO_CANCEL, echoCancel);
        put(said, Sound.Processing.NOISE_SUPPRESS, noiseSuppress);
        put(said, Sound.Processing.GAIN_CONTROL, gainControl);
        return said;
    }

    AudioWishes wishes() {
        return new AudioWishes(comfortNoise, constantBitrate, lowDelay);
    }

    private static void put(
            Map<Sound.Processing, Boolean> said, Sound.Processing what, Boolean value) {
        if (value != null) {
            said.put(what, value);
        }
    }

    /// What is to become of the password.
    ///
    /// @throws IllegalArgumentException with a sentence for the user
    PasswordWish.Wish wish(DataFolder folder) {
        if (rememberPassword && forgetPassword) {
            throw new IllegalArgumentException(
                    "--remember-password and --forget-password exclude each other");
        }
        if (rememberPassword && folder.isTemporary()) {
            throw new IllegalArgumentException("--remember-password needs --data DIR");
        }
        if (rememberPassword) {
            return PasswordWish.Wish.KEEP;
        }
        return forgetPassword ? PasswordWish.Wish.FORGET : PasswordWish.Wish.AS_IT_IS;
    }
}
