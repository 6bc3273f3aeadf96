package org.earshot.server.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.account.Account;
import org.earshot.common.config.ConfigException;
import org.earshot.common.location.Binding;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands of `earshot admin`: most run in the process that has the stores, a few ([Parsed#isLocal]) in that of the
/// administrator. One instance serves one command. Exit status: 0 it worked, 1 it did not, 2 wrong use.
@Command(
        name = "earshot admin",
        description = "Administers an Earshot server, running or not.",
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        subcommands = {
            AdminCommands.User.class,
            AdminCommands.Device.class,
            AdminCommands.Archive.class,
            AdminCommands.Keys.class,
            AdminCommands.Ca.class,
            AdminCommands.Config.class
        })
public final class AdminCommands {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private static final Set<String> LOCAL = Set.of("config check", "keys export", "keys import");

    private final Optional<Administration> administration;
    private final Optional<LocalAdministration> local;
    private final Path data;
    private final String input;
    private final PrintWriter out;

    @Option(names = "--json", scope = CommandLine.ScopeType.INHERIT, description = "Print JSON.")
    private boolean json;

    private AdminCommands(
            Optional<Administration> administration,
            Optional<LocalAdministration> local,
            Path data,
            String input,
            PrintWriter out) {
        this.administration = administration;
        this.local = local;
        this.data = data;
        this.input = input;
        this.out = out;
    }

    /// What a command line means, before anything is opened for it.
    ///
    /// @param path the words of the command, such as `user add`; "" where there is an answer already
    /// @param answer help that was asked for, or what is wrong with the line
    public record Parsed(String path, Optional<AdminAnswer> answer) {
        /// Whether it is for the administrator's own process: it reads or writes files by names that mean something
        /// there only.
        public boolean isLocal() {
            return LOCAL.contains(path);
        }
    }

    /// Reads a command line without carrying it out.
    public static Parsed parse(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        PrintWriter printer = new PrintWriter(out);
        StringBuilder path = new StringBuilder();
        AdminCommands commands =
                new AdminCommands(Optional.empty(), Optional.empty(), Path.of(""), "", printer);
        int status =
                commandLine(commands, printer, err)
                        .setExecutionStrategy(result -> {
                            Integer helped = CommandLine.executeHelpRequest(result);
                            if (helped != null) {
                                return helped;
                            }
                            path.append(path(result));
                            return CommandLine.ExitCode.OK;
                        })
                        .execute(arguments.toArray(String[]::new));
        printer.flush();
        return path.isEmpty()
                ? new Parsed(
                        "", Optional.of(new AdminAnswer(status, out.toString(), err.toString())))
                : new Parsed(path.toString(), Optional.empty());
    }

    private static String path(CommandLine.ParseResult result) {
        CommandLine.ParseResult at = result;
        List<String> words = new ArrayList<>();
        while (at.hasSubcommand()) {
            at = at.subcommand();
            words.add(at.commandSpec().name());
        }
        if (!at.commandSpec().subcommands().isEmpty()) {
            throw new CommandLine.ParameterException(
                    at.commandSpec().commandLine(), "a command is missing");
        }
        return String.join(" ", words);
    }

    private static CommandLine commandLine(
            AdminCommands commands, PrintWriter out, StringWriter err) {
        return new CommandLine(commands)
                .setOut(out)
                .setErr(new PrintWriter(err, true))
                .setParameterExceptionHandler((wrong, _) -> {
                    CommandLine at = wrong.getCommandLine();
                    at.getErr().println("earshot admin: " + wrong.getMessage());
                    at.usage(at.getErr());
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((exception, line, _) -> {
                    line.getErr().println("earshot admin: " + words(exception));
                    if (commands.json) {
                        commands.print(Map.of("error", words(exception)), "");
                    }
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    /// Carries out one command.
    ///
    /// @param data the server's data folder
    public static AdminAnswer run(Administration administration, Path data, AdminRequest request) {
        return run(Optional.of(administration), Optional.empty(), data, request);
    }

    /// Carries out a command of the administrator's own process.
    static AdminAnswer runLocally(LocalAdministration local, AdminRequest request) {
        return run(Optional.empty(), Optional.of(local), Path.of(""), request);
    }

    private static AdminAnswer run(
            Optional<Administration> administration,
            Optional<LocalAdministration> local,
            Path data,
            AdminRequest request) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        PrintWriter printer = new PrintWriter(out);
        AdminCommands commands =
                new AdminCommands(administration, local, data, request.input(), printer);
        int status =
                commandLine(commands, printer, err)
                        .execute(request.arguments().toArray(String[]::new));
        printer.flush();
        return new AdminAnswer(status, out.toString(), err.toString());
    }

    private Administration administration() {
        return administration.orElseThrow(() -> new AdminException("not here"));
    }

    private LocalAdministration local() {
        return local.orElseThrow(() ->
                new AdminException("this command works on files of whoever types it, not here"));
    }

    private static String words(Exception exception) {
        return exception.getMessage() == null
                ? exception.getClass().getSimpleName()
                : exception.getMessage();
    }

    private String password() {
        String password = input.strip();
        if (password.isEmpty()) {
            throw new AdminException(
                    "a password is needed on standard input, one line; with --password-stdin");
        }
        return password;
    }

    private void print(Object forJson, String forPeople) {
        if (!json) {
            out.println(forPeople);
            return;
        }
        try {
            out.println(JSON.writeValueAsString(forJson));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> describe(Account account) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("address", account.address().toString());
        fields.put("displayName", account.displayName());
        fields.put("id", account.id().toString());
        fields.put("createdAt", account.createdAt().toString());
        return fields;
    }

    @Command(name = "bindings", description = "Who is registered, and where.")
    int bindings(
            @Parameters(arity = "0..1", paramLabel = "AOR", description = "Only this address.")
                    Optional<String> address) {
        List<Map<String, Object>> rows = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        administration()
                .bindings(address)
                .forEach((of, bindings) -> {
                    text.append(text.isEmpty() ? "" : "\n").append(of);
                    for (Binding binding : bindings) {
                        rows.add(describe(of, binding));
                        text.append("\n  ")
                                .append(binding.contact())
                                .append("  until ")
                                .append(binding.expiresAt())
                                .append("  over ")
                                .append(binding.flow().transport())
                                .append(" from ")
                                .append(binding.flow().remote())
                                .append("  ")
                                .append(binding.userAgent());
                    }
                });
        print(rows, rows.isEmpty() ? "nobody is registered" : text.toString());
        return 0;
    }

    private static Map<String, Object> describe(String address, Binding binding) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("address", address);
        fields.put("contact", binding.contact());
        fields.put("expiresAt", binding.expiresAt().toString());
        fields.put("transport", binding.flow().transport().name());
        fields.put("from", binding.flow().remote().toString());
        fields.put("userAgent", binding.userAgent());
        fields.put("callId", binding.callId());
        fields.put("cSeq", binding.cSeq());
        return fields;
    }

    @Command(name = "calls", description = "The calls that go on now.")
    int calls() {
        List<Map<String, Object>> rows = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Administration.LiveCallFact call : administration().calls()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("callId", call.callId());
            fields.put("from", call.from());
            fields.put("to", call.to());
            fields.put("since", call.since().toString());
            rows.add(fields);
            text.append(text.isEmpty() ? "" : "\n")
                    .append(call.from())
                    .append(" and ")
                    .append(call.to())
                    .append(" since ")
                    .append(call.since());
        }
        print(rows, rows.isEmpty() ? "nobody is on the phone" : text.toString());
        return 0;
    }

    @Command(name = "status", description = "How the server is.")
    int status() {
        Map<String, Object> status = administration().status();
        StringBuilder text = new StringBuilder();
        status.forEach((key, value) ->
                text.append(text.isEmpty() ? "" : "\n").append(key).append(": ").append(value));
        print(status, text.toString());
        return 0;
    }

    /// Accounts.
    @Command(name = "user", description = "Accounts.", synopsisSubcommandLabel = "COMMAND")
    static final class User {
        @CommandLine.ParentCommand private AdminCommands admin;

        @Command(
                name = "add",
                description = "Makes an account; its password comes on standard input.")
        int add(
                @Parameters(paramLabel = "NAME", description = "The user part of the address.")
                        String name,
                @Option(names = "--password-stdin", required = true) boolean fromStandardInput,
                @Option(
                                names = "--display-name",
                                defaultValue = "",
                                paramLabel = "N",
                                description = "What others see.")
                        String displayName,
                @Option(
                                names = "--md5",
                                description =
                                        "Also for phones that know only MD5. Better: a password for"
                                                + " that one phone (device add).")
                        boolean md5) {
            Account account =
                    admin.administration().addUser(name, displayName, admin.password(), md5);
            admin.print(describe(account), "added " + account.address());
            return 0;
        }

        @Command(name = "list", description = "All accounts.")
        int list() {
            List<Account> users = admin.administration().users();
            StringBuilder text = new StringBuilder();
            users.forEach(account ->
                    text.append(text.isEmpty() ? "" : "\n")
                            .append(account.address())
                            .append("  ")
                            .append(account.displayName()));
            admin.print(
                    users.stream().map(AdminCommands::describe).toList(),
                    users.isEmpty() ? "no accounts yet: earshot admin user add" : text.toString());
            return 0;
        }

        @Command(
                name = "passwd",
                description = "Sets a new password, which comes on standard input.")
        int passwd(
                @Parameters(paramLabel = "NAME") String name,
                @Option(names = "--password-stdin", required = true) boolean fromStandardInput,
                @Option(names = "--md5", description = "Also for phones that know only MD5.")
                        boolean md5) {
            admin.administration().changePassword(name, admin.password(), md5);
            admin.print(Map.of("changed", name), "changed the password of " + name);
            return 0;
        }

        @Command(name = "delete", description = "Deletes an account; its name stays reserved.")
        int delete(@Parameters(paramLabel = "NAME") String name) {
            admin.administration().deleteUser(name);
            admin.print(Map.of("deleted", name), "deleted " + name);
            return 0;
        }
    }

    /// Passwords for single phones.
    @Command(name = "device", description = "Passwords for single phones.")
    static final class Device {
        @CommandLine.ParentCommand private AdminCommands admin;

        @Command(
                name = "add",
                description = "Makes and prints a password for one phone (also MD5).")
        int add(
                @Parameters(paramLabel = "NAME") String name,
                @Parameters(paramLabel = "LABEL", description = "What the phone is called.")
                        String label) {
            String password = admin.administration().addDevice(name, label);
            admin.print(Map.of("name", name, "label", label, "password", password), password);
            return 0;
        }
    }

    /// The compliance record.
    @Command(name = "archive", description = "The compliance record.")
    static final class Archive {
        @CommandLine.ParentCommand private AdminCommands admin;

        @Command(
                name = "search",
                description = "What was written by whom and when, without content.")
        int search(
                @Option(names = "--address", paramLabel = "AOR") Optional<String> address,
                @Option(names = "--limit", defaultValue = "100") int limit) {
            List<Map<String, Object>> rows = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (Administration.ArchivedFact fact :
                    admin.administration().archiveFacts(address, limit)) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("number", fact.number());
                fields.put("time", fact.time().toString());
                fields.put("kind", fact.kind());
                fields.put("from", fact.from());
                fields.put("to", fact.to());
                fields.put("callId", fact.callId());
                fields.put("status", fact.status());
                rows.add(fields);
                text.append(text.isEmpty() ? "" : "\n")
                        .append(fact.time())
                        .append("  ")
                        .append(fact.kind())
                        .append("  ")
                        .append(fact.from())
                        .append(" to ")
                        .append(fact.to());
            }
            admin.print(rows, rows.isEmpty() ? "nothing found" : text.toString());
            return 0;
        }

        @Command(name = "verify", description = "Whether the record is whole.")
        int verify(
                @Option(
                                names = "--signer",
                                paramLabel = "FINGERPRINT",
                                description =
                                        "Another node whose signatures count; its status shows the fingerprint.")
                        List<String> signers) {
            Administration.Verification result =
                    admin.administration()
                            .verifyArchive(signers == null ? Set.of() : Set.copyOf(signers));
            admin.print(Map.of("whole", result.whole(), "result", result.text()), result.text());
            return result.whole() ? 0 : 1;
        }
    }

    /// The key ring.
    @Command(
            name = "keys",
            description = "The key ring that all nodes of a domain share.",
            synopsisSubcommandLabel = "COMMAND")
    static final class Keys {
        @CommandLine.ParentCommand private AdminCommands admin;

        @Command(
                name = "export",
                description = {
                    "Writes the shared keys to a new file (0600), protected by the password on standard input.",
                    "The archive's day keys are not in it: back up KEYS/archive-days too."
                })
        int export(
                @Parameters(paramLabel = "FILE", description = "Must not be there yet.") Path file,
                @Option(names = "--password-stdin", description = "As it is anyway.")
                        boolean fromStandardInput) {
            List<String> keys = admin.local().exportKeys(file, admin.password().toCharArray());
            admin.print(
                    Map.of("exported", file.toString(), "keys", keys),
                    "exported " + String.join(", ", keys) + " to " + file);
            return 0;
        }

        @Command(
                name = "import",
                description = {
                    "Adds the keys of an exported file; its password comes on standard input.",
                    "For a node that has not started yet, or that has the same keys in older versions."
                })
        int importFrom(
                @Parameters(paramLabel = "FILE") Path file,
                @Option(names = "--password-stdin", description = "As it is anyway.")
                        boolean fromStandardInput) {
            List<String> keys = admin.local().importKeys(file, admin.password().toCharArray());
            admin.print(
                    Map.of("imported", file.toString(), "keys", keys),
                    "the key ring has now " + String.join(", ", keys));
            return 0;
        }

        @Command(
                name = "rotate",
                description = {
                    "Makes a new version of a key, from now on the one in use; old ones stay.",
                    "Other nodes with a key ring of their own must import it before they meet it."
                })
        int rotate(
                @Parameters(
                                paramLabel = "NAME",
                                description =
                                        "credential, nonce, route, archive-content, node or ca.")
                        String name) {
            String made = admin.administration().rotateKey(name);
            admin.print(
                    Map.of("rotated", made),
                    "made "
                            + made
                            + (name.equals("ca")
                                    ? "; it is used from the next start on, and every phone needs the new ca.pem then"
                                    : ""));
            return 0;
        }

        @Command(
                name = "reload",
                description = "Has the running server read keys that another process has added.")
        int reload() {
            List<String> keys = admin.administration().reloadKeys();
            admin.print(Map.of("keys", keys), "the key ring has now " + String.join(", ", keys));
            return 0;
        }
    }

    /// The configuration.
    @Command(
            name = "config",
            description = "The configuration.",
            synopsisSubcommandLabel = "COMMAND")
    static final class Config {
        @CommandLine.ParentCommand private AdminCommands admin;

        @Command(name = "check", description = "Whether a server would start with a file.")
        int check(@Parameters(paramLabel = "FILE") Path file) {
            try {
                admin.local().checkConfig(file);
                admin.print(Map.of("valid", true), file + ": every key is valid");
                return CommandLine.ExitCode.OK;
            } catch (ConfigException e) {
                if (!admin.json) {
                    throw e;
                }
                admin.print(Map.of("valid", false, "error", e.getMessage()), "");
                return CommandLine.ExitCode.SOFTWARE;
            }
        }
    }

    /// The certificate authority made at first start.
    @Command(name = "ca", description = "The server's own certificate authority.")
    static final class Ca {
        @CommandLine.ParentCommand private AdminCommands admin;

        @Command(
                name = "export",
                description = "Prints the CA's certificate, which phones must trust.")
        int export() {
            Path file = admin.data.resolve("ca.pem");
            try {
                String pem = Files.readString(file, StandardCharsets.US_ASCII);
                admin.print(Map.of("certificate", pem), pem.strip());
                return 0;
            } catch (java.io.IOException e) {
                throw new AdminException(
                        "there is no CA in "
                                + admin.data
                                + " yet: it is made at the server's first start (and not where tls.certificate is set)");
            }
        }
    }
}
