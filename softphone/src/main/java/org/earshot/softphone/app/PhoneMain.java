package org.earshot.softphone.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.earshot.common.file.ContentRules;
import org.earshot.common.stack.Transport;
import org.earshot.softphone.cli.PhoneCli;
import org.earshot.softphone.media.audio.AudioSpec;
import org.earshot.softphone.ua.Account;
import org.earshot.softphone.ua.FilePolicy;
import org.earshot.softphone.ua.IceUse;
import org.earshot.softphone.ua.KeyAgreement;
import org.earshot.softphone.ua.UserAgentEvent;
import picocli.CommandLine;

/// `earshot phone`: the phone with a window or without. Status 0: it ended because it was told to; 1: it
/// could not go on; 2: the command line makes no sense.
public final class PhoneMain {
    /// A phone that does not reach its server at the start gives up after so long, and says so.
    private static final Duration FIRST_REGISTRATION = Duration.ofSeconds(30);

    /// In this time the phone's own pauses come up to 16 s.
    private static final Duration LONGEST_EARLY_PAUSE = Duration.ofSeconds(16);

    private final PhoneOptions options;
    private final CompletableFuture<Optional<String>> over = new CompletableFuture<>();

    private PhoneMain(PhoneOptions options) {
        this.options = options;
    }

    /// The program.
    public static void main(String[] args) {
        int status = run(args);
        // WebRTC's library has last words for it when the process ends, which are no events
        System.out.close();
        System.exit(status);
    }

    /// All of it but the end of the process.
    ///
    /// @return the status
    static int run(String... args) {
        PrintStream err =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        PhoneOptions options = new PhoneOptions();
        // an argument may be what somebody has clicked on: it names no file to read more from
        CommandLine parser = new CommandLine(options).setExpandAtFiles(false);
        try {
            parser.parseArgs(args);
        } catch (CommandLine.ParameterException e) {
            err.println("earshot phone: " + shown(e.getMessage()) + " (see --help)");
            return 2;
        }
        if (options.help) {
            parser.usage(
                    new PrintStream(
                            new FileOutputStream(FileDescriptor.out),
                            true,
                            StandardCharsets.UTF_8));
            return 0;
        }
        try {
            if (!options.headless && !options.window) {
                return SoftphoneMain.run(options, told -> err.println("earshot phone: " + told));
            }
            LinkOption.summons(options); // there is no place for one
            Optional<String> failure = new PhoneMain(options).run();
            failure.ifPresent(why -> err.println("earshot phone: " + why));
            return failure.isPresent() ? 1 : 0;
        } catch (StartFailure e) {
            err.println("earshot phone: " + e.getMessage());
            return 1;
        } catch (IllegalArgumentException e) {
            err.println("earshot phone: " + e.getMessage());
            return 2;
        }
    }

    /// An argument that is repeated as wrong does nothing to a terminal.
    private static String shown(String message) {
        return message.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "?");
    }

    /// @return why it could not go on; empty: it was told to end
    private Optional<String> run() {
        try (DataFolder folder = folder(options)) {
            KeptPassword passwords = KeptPassword.of(folder, System.getenv());
            if (!LinkOption.isWanted(options)) {
                Optional<Account> account = account(options, passwords);
                if (options.ca == null) {
                    options.ca =
                            account.flatMap(own ->
                                            LinkOption.authority(folder, own.address().domain()))
                                    .orElse(null);
                }
                return run(folder, account, Optional.empty(), passwords);
            }
            LinkOption.Done done = LinkOption.use(options, typedPassword(options), folder);
            done.authority().filter(_ -> options.ca == null).ifPresent(ca -> options.ca = ca);
            return run(folder, Optional.of(done.account()), Optional.of(done), passwords);
        }
    }

    private Optional<String> run(
            DataFolder folder,
            Optional<Account> account,
            Optional<LinkOption.Done> enrolled,
            KeptPassword passwords) {
        PrintStream out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        try (PhoneParts parts = new PhoneParts(config(options, account), folder, _ -> false)) {
            PhoneCli cli =
                    new PhoneCli(parts.agent(), out, !options.window && !options.noDisplayed);
            enrolled.ifPresent(done ->
                    cli.printEnrolled(
                            switch (done.kind()) {
                                case INVITE -> "signed-up";
                                case RESET -> "password-reset";
                            },
                            done.account().address().toString()));
            cli.printEvents();
            var _ = parts.agent().subscribe(this::watch);
            if (options.autoAnswer) {
                var _ = parts.agent().subscribe(PhoneCli.autoAnswer(parts.agent()));
            }
            if (options.window) {
                SoftphoneMain.show(parts, options, () -> over.complete(Optional.empty()));
            }
            account.ifPresent(own -> {
                var _ =
                        parts.agent()
                                .subscribe(new PasswordWish(passwords, own, options.wish(folder)));
                register(parts, own);
            });
            parts.agent().direct().open();
            Thread.ofPlatform().daemon().name("phone-commands").start(() -> commands(cli));
            return over.join();
        }
    }

    private void register(PhoneParts parts, Account account) {
        var _ =
                parts.timers()
                        .after(
                                FIRST_REGISTRATION,
                                () ->
                                        lastFailure.ifPresent(
                                                why -> over.complete(Optional.of(why))));
        parts.register(account);
    }

    private volatile Optional<String> lastFailure =
            Optional.of("the server did not answer in time");

    private void commands(PhoneCli cli) {
        try {
            cli.run(System.in);
            over.complete(Optional.empty());
        } catch (IOException e) {
            over.complete(Optional.of("can't read commands: " + e.getMessage()));
        }
    }

    private void watch(UserAgentEvent event) {
        switch (event) {
            case UserAgentEvent.Registered _ -> lastFailure = Optional.empty();
            case UserAgentEvent.RegistrationFailed failed -> {
                String why = "can't register " + failed.address() + ": " + failed.reason();
                if (failed.retryIn().isEmpty()) {
                    over.complete(Optional.of(why));
                } else if (lastFailure.isPresent()) {
                    // a server that asks for a long pause is there: the phone waits for its end
                    boolean asked = failed.retryIn().get().compareTo(LONGEST_EARLY_PAUSE) > 0;
                    lastFailure = asked ? Optional.empty() : Optional.of(why);
                }
            }
            default -> {}
        }
    }

    static DataFolder folder(PhoneOptions options) {
        if (options.data != null) {
            return DataFolder.open(options.data);
        }
        return options.headless
                ? DataFolder.temporary()
                : DataFolder.open(DataFolder.usual(System.getenv()));
    }

    /// @return empty: the phone is to do without a server
    private static Optional<Account> account(PhoneOptions options, KeptPassword passwords) {
        if (options.account.isEmpty() && options.direct.isEmpty()) {
            throw new IllegalArgumentException("--account is missing (see --help)");
        }
        return options.account.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Account.of(
                                options.account,
                                password(options, passwords),
                                options.server,
                                options.transport));
    }

    private static String typedPassword(PhoneOptions options) {
        if (options.passwordFile == null) {
            throw new IllegalArgumentException("--password-file is missing (see --help)");
        }
        return firstLine(options.passwordFile);
    }

    private static String password(PhoneOptions options, KeptPassword passwords) {
        if (options.passwordFile != null) {
            return firstLine(options.passwordFile);
        }
        Account named = Account.of(options.account, "", options.server, options.transport);
        return passwords
                .read(named.address().toString())
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "--password-file is missing (see --help), and no password was kept"));
    }

    /// The secret that a file holds.
    static String firstLine(Path file) {
        try {
            String text = Files.readString(file);
            String password = text.lines().findFirst().orElse("");
            if (password.isEmpty()) {
                throw new StartFailure("the password file " + file + " is empty");
            }
            return password;
        } catch (IOException e) {
            throw new StartFailure("can't read the password file " + file + ": " + problem(e));
        }
    }

    private static int packetMillis(int wanted) {
        if (!List.of(10, 20, 40, 60).contains(wanted)) {
            throw new IllegalArgumentException(
                    "--packet-ms is 10, 20, 40 or 60, and not " + wanted);
        }
        return wanted;
    }

    private static KeyAgreement keyAgreement(String wanted) {
        return switch (wanted) {
            case "sdes" -> KeyAgreement.SDES;
            case "dtls" -> KeyAgreement.DTLS;
            default ->
                    throw new IllegalArgumentException(
                            "--media-security is sdes or dtls, and not " + wanted);
        };
    }

    private static IceUse ice(String wanted) {
        return switch (wanted) {
            case "auto" -> IceUse.AUTO;
            case "on" -> IceUse.ON;
            case "off" -> IceUse.OFF;
            default ->
                    throw new IllegalArgumentException(
                            "--ice is auto, on or off, and not " + wanted);
        };
    }

    private static String problem(IOException e) {
        return e instanceof java.nio.file.NoSuchFileException
                ? "there is no such file"
                : String.valueOf(e.getMessage());
    }

    static PhoneParts.Config config(PhoneOptions options, Optional<Account> account) {
        AudioSpec source = AudioSpec.parse(options.audioIn);
        AudioSpec sink = AudioSpec.parse(options.audioOut);
        return new PhoneParts.Config(
                account.map(own -> own.server().transport()).orElse(Transport.TCP),
                account.filter(own -> own.server().host().indexOf(':') >= 0).isPresent(),
                Optional.ofNullable(options.ca),
                source,
                sink,
                options.voice(),
                options.allowPlain,
                options.requireEncryption,
                packetMillis(options.packetMillis),
                !options.noQualityReport,
                options.wishes(),
                keyAgreement(options.mediaSecurity),
                ice(options.ice),
                RelayOptions.relays(options),
                DirectOptions.of(options, account),
                RecordingPolicy.of(options.recording),
                Optional.ofNullable(options.holdMusic),
                Optional.ofNullable(options.downloadDir)
                        .or(() ->
                                options.headless
                                        ? Optional.empty()
                                        : Optional.of(DataFolder.usualDownloads(System.getenv()))),
                new FilePolicy(
                                ContentRules.USUAL,
                                options.largestFile == null
                                        ? OptionalLong.empty()
                                        : OptionalLong.of(options.largestFile))
                        .withEndings(options.blockedFiles),
                Optional.ofNullable(options.timingOut));
    }
}
