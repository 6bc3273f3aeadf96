package org.earshot.server.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.earshot.common.config.ConfigException;
import org.earshot.server.config.ServerConfig;

/// `earshot admin`: has the running server carry out a command, or does so itself where none runs.
///
/// `--config`, `--data` and `--set` say which server is meant, [LoginOptions] who asks; they may stand before or behind the
/// command.
public final class AdminMain {
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;
    private static final int LONGEST_TEXT = 1 << 20;

    /// A first start takes some seconds, and one that brings a large archive's tables up to date longer.
    private static final int MOST_TRIES = 300;

    /// One that takes commands answers, or it is no use: somebody may have taken its socket away.
    private static final int MOST_TRIES_OF_ONE_THAT_SERVES = 5;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private AdminMain() {}

    /// What the process that has no server can do by itself.
    @FunctionalInterface
    public interface OfflineAdministration {
        /// Opens the stores, carries out the command, and closes them.
        ///
        /// @throws NoAnswerYetException if a server has the data folder
        AdminAnswer run(ServerConfig config, AdminRequest request);
    }

    /// Reads the configuration that the options name.
    @FunctionalInterface
    public interface ConfigSource {
        /// @throws ConfigException naming the key
        ServerConfig read(Optional<Path> file, Optional<Path> data, List<String> sets);
    }

    /// The command line, taken apart.
    ///
    /// @param command what is left without the options that say which server is meant, and who asks
    record Options(
            Optional<Path> file,
            Optional<Path> data,
            List<String> sets,
            LoginOptions login,
            List<String> command) {
        private static final List<String> OURS =
                List.of("--config", "--data", "--set", "--as", "--password-file", "--code");

        /// @throws ConfigException where an option has no value
        static Options of(List<String> arguments) {
            Optional<Path> file = Optional.empty();
            Optional<Path> data = Optional.empty();
            List<String> sets = new ArrayList<>();
            Optional<String> as = Optional.empty();
            Optional<Path> passwordFile = Optional.empty();
            Optional<String> code = Optional.empty();
            List<String> command = new ArrayList<>();
            for (int i = 0; i < arguments.size(); i++) {
                String argument = arguments.get(i);
                int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
                String name = equals < 0 ? argument : argument.substring(0, equals);
                if (!OURS.contains(name)) {
                    command.add(argument);
                    continue;
                }
                if (equals < 0 && i + 1 == arguments.size()) {
                    throw new ConfigException(name, "needs a value");
                }
                String value = equals < 0 ? arguments.get(++i) : argument.substring(equals + 1);
                switch (name) {
                    case "--config" -> file = Optional.of(Path.of(value));
                    case "--data" -> data = Optional.of(Path.of(value));
                    case "--as" -> as = Optional.of(value);
                    case "--password-file" -> passwordFile = Optional.of(Path.of(value));
                    case "--code" -> code = Optional.of(value);
                    default -> sets.add(value);
                }
            }
            return new Options(file, data, sets, new LoginOptions(as, passwordFile, code), command);
        }
    }

    /// Carries out a command.
    ///
    /// @return the exit status
    public static int run(
            List<String> arguments,
            ConfigSource configs,
            OfflineAdministration offline,
            InputStream in,
            PrintStream out,
            PrintStream err) {
        AdminAnswer answer = answer(arguments, configs, offline, in);
        out.print(answer.output());
        out.flush();
        err.print(answer.errors());
        err.flush();
        return answer.status();
    }

    private static AdminAnswer answer(
            List<String> arguments,
            ConfigSource configs,
            OfflineAdministration offline,
            InputStream in) {
        Options options;
        try {
            options = Options.of(arguments);
        } catch (ConfigException e) {
            return failure(WRONG_USE, e, arguments);
        }
        AdminCommands.Parsed parsed = AdminCommands.parse(options.command());
        if (parsed.answer().isPresent()) {
            return parsed.answer().get();
        }
        try {
            return carryOut(options, parsed, configs, offline, in);
        } catch (ConfigException | AdminException | IOException e) {
            return failure(FAILED, e, options.command());
        }
    }

    private static AdminAnswer failure(int status, Exception failure, List<String> command) {
        return new AdminAnswer(
                status,
                command.contains("--json")
                        ? JsonNodeFactory.instance.objectNode().put("error", failure.getMessage())
                                + "\n"
                        : "",
                "earshot admin: " + failure.getMessage() + "\n");
    }

    private static AdminAnswer carryOut(
            Options options,
            AdminCommands.Parsed parsed,
            ConfigSource configs,
            OfflineAdministration offline,
            InputStream in)
            throws IOException {
        boolean hasInput =
                options.command().contains("--password-stdin")
                        || options.command().contains("--words-stdin")
                        || (parsed.isLocal() && parsed.path().startsWith("keys "));
        // first: where both come on standard input, the login's stands in front
        AdminRequest.Login login = options.login().read(in);
        boolean hasText =
                options.command().contains("--text-stdin")
                        || options.command().contains("--note-stdin");
        Optional<String> file =
                parsed.path().equals("config diff") || parsed.path().equals("config apply")
                        ? parsed.subject()
                        : Optional.empty();
        String input =
                file.isPresent()
                        ? fileText(Path.of(file.get()))
                        : hasInput
                                ? new String(AdminSocket.line(in), StandardCharsets.UTF_8)
                                : hasText ? text(in) : "";
        AdminRequest request =
                new AdminRequest(
                        options.command(),
                        input,
                        Path.of("").toAbsolutePath().toString(),
                        login,
                        AdminRequest.Stage.NONE);
        LocalAdministration local = new LocalAdministration(options, configs);
        if (parsed.isLocal() && !parsed.isRecorded()) {
            return AdminCommands.runLocally(local, request);
        }
        ServerConfig config = configs.read(options.file(), options.data(), options.sets());
        if (parsed.isLocal()) {
            return recorded(local, request, config, offline);
        }
        return ask(config, request, offline);
    }

    /// By the running server, or here where none runs. One that is starting is waited for, for a minute: the unit counts as started before it serves.
    private static AdminAnswer ask(
            ServerConfig config, AdminRequest request, OfflineAdministration offline) {
        int inVain = 0;
        for (int tries = 1; ; tries++) {
            Optional<AdminAnswer> answer = AdminClient.ask(config.data(), request);
            if (answer.isPresent()) {
                return answer.get();
            }
            try {
                return offline.run(config, request);
            } catch (NoAnswerYetException e) {
                if (e.isServing()) {
                    inVain++;
                }
                if (tries == MOST_TRIES || inVain == MOST_TRIES_OF_ONE_THAT_SERVES) {
                    throw e;
                }
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        }
    }

    /// A file of whoever types the command, which the server's user may not be able to read.
    private static String fileText(Path file) throws IOException {
        try (InputStream in = java.nio.file.Files.newInputStream(file)) {
            return text(in);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new AdminException(file + " is not there");
        }
    }

    /// All that is left, in UTF-8.
    private static String text(InputStream in) throws IOException {
        byte[] text = in.readNBytes(LONGEST_TEXT + 1);
        if (text.length > LONGEST_TEXT) {
            throw new IOException("a text of more than " + LONGEST_TEXT + " bytes");
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    /// Carries out here what changes something, and has it recorded where the record is.
    private static AdminAnswer recorded(
            LocalAdministration local,
            AdminRequest request,
            ServerConfig config,
            OfflineAdministration offline) {
        AdminRequest before =
                new AdminRequest(
                        request.arguments(),
                        "",
                        request.directory(),
                        request.login(),
                        AdminRequest.Stage.NONE);
        Optional<AdminAnswer> running = AdminClient.ask(config.data(), before);
        if (running.isEmpty() && !hasRecord(config)) {
            return AdminCommands.runLocally(local, request);
        }
        AdminAnswer begun = running.orElseGet(() -> ask(config, before, offline));
        if (begun.status() != 0) {
            return begun;
        }
        AdminAnswer answer = AdminCommands.runLocally(local, request);
        AdminRequest after =
                new AdminRequest(
                        request.arguments(),
                        "",
                        request.directory(),
                        AdminRequest.Login.NONE,
                        new AdminRequest.Stage(
                                begun.output().strip(), answer.status() == 0 ? "done" : "failed"));
        AdminAnswer over = ask(config, after, offline);
        return over.status() == 0
                ? answer
                : new AdminAnswer(over.status(), answer.output(), answer.errors() + over.errors());
    }

    /// Whether there is a record: not before the first start, when keys of another node may have to come first.
    private static boolean hasRecord(ServerConfig config) {
        return !config.isInMemory() && Files.isDirectory(config.ownKeysDir());
    }
}
