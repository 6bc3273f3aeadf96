package org.earshot.softphone.ua;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.earshot.softphone.trace.DiagnosticsZip;
import org.earshot.softphone.trace.Ladder;

/// Gathers on the user-agent thread, and writes on another. Thread-safe.
final class DiagnosticCommands implements Diagnostics {
    private static final String ABOUT_THIS =
            """
            What an Earshot phone knows of its own troubles.

            about.txt     versions, settings, sound devices, the account
            ladder.txt    the last SIP messages, a line each
            messages.txt  the same messages in full
            calls.txt     how the sound of the last calls was, second by second

            Passwords and what is made of them, keys of calls, tokens, the phone's instance and what people wrote
            have been taken out; where they stood is *** or a length. Addresses and names of people, addresses of machines,
            and who talked with whom and when are in it: give it only to whom you trust with that.
            """;

    private final UserAgentThread thread;
    private final Executor blocking;
    private final InstantSource clock;
    private final LocalKit kit;
    private final CallReports reports;
    private final Supplier<String> account;
    private final Sound sound;

    /// @param account in words, without the password; asked on the user-agent thread
    DiagnosticCommands(
            UserAgentThread thread,
            Executor blocking,
            InstantSource clock,
            LocalKit kit,
            CallReports reports,
            Supplier<String> account,
            Sound sound) {
        this.thread = thread;
        this.blocking = blocking;
        this.clock = clock;
        this.kit = kit;
        this.reports = reports;
        this.account = account;
        this.sound = sound;
    }

    private record Gathered(String account, String calls) {}

    @Override
    public CompletionStage<Path> write(Path zip) {
        return CompletableFuture.supplyAsync(
                        () -> new Gathered(account.get(), reports.text()), thread)
                .thenApplyAsync(
                        gathered -> {
                            try {
                                DiagnosticsZip.write(zip, files(gathered));
                                return zip;
                            } catch (IOException e) {
                                throw new CompletionException(e);
                            }
                        },
                        blocking);
    }

    private Map<String, String> files(Gathered gathered) {
        var messages = kit.trace().messages();
        StringBuilder about = new StringBuilder();
        section(about, "Written", clock.instant().toString());
        section(about, "Account", gathered.account);
        kit.about().get().forEach((title, text) -> section(about, title, text));
        section(about, "Sound devices", devices());
        Map<String, String> files = new LinkedHashMap<>();
        files.put("README.txt", ABOUT_THIS);
        files.put("about.txt", about.toString());
        files.put("ladder.txt", Ladder.of(messages));
        files.put("messages.txt", Ladder.inFull(messages));
        files.put("calls.txt", gathered.calls);
        return files;
    }

    private static void section(StringBuilder text, String title, String content) {
        text.append(title).append('\n').append(content.indent(4)).append('\n');
    }

    private String devices() {
        StringBuilder text = new StringBuilder();
        for (Sound.Device device : sound.devices()) {
            text.append(device).append('\n');
        }
        for (Sound.Use use : Sound.Use.values()) {
            text.append(use)
                    .append(": ")
                    .append(sound.chosen(use).orElse("the system's choice"))
                    .append('\n');
        }
        return text.toString();
    }
}
