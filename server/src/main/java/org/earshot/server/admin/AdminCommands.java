package org.earshot.server.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.account.Account;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.location.Binding;
import org.earshot.common.login.Person;
import org.earshot.common.login.Role;
import org.earshot.common.text.ShownTime;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.Officer;
import org.earshot.server.config.ListenAddress;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands of `earshot admin`: most run in the process that has the stores, a few ([Parsed#isLocal]) in that of the
/// administrator. One instance serves one command. Exit status: 0 it worked, 1 it did not, 2 wrong use.
@Command(
        name = "earshot admin",
        description = "Administers an Earshot server, running or not.",
        footer = {
            "",
            "Which server: --config FILE, --data DIR, --set KEY=VALUE.",
            "As somebody with a role: --as NAME [--password-file FILE] [--code CODE]; what is missing is asked for."
        },
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT)
public final class AdminCommands {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /// What has commands of its own.
    private static final List<Class<?>> GROUPS =
            List.of(
                    UserCommands.class,
                    DeviceCommands.class,
                    InvitationCommands.class,
                    LdapCommands.class,
                    UnregisterCommand.class,
                    PausedCommand.class,
                    BanCommands.class,
                    TrunkCommands.class,
                    DialPlanCommands.class,
                    FailedLoginsCommand.class,
                    ConsoleLinkCommand.class,
                    QualityCommand.class,
                    CallCommands.class,
                    PresenceCommands.class,
                    ContactCommands.class,
                    GroupCommands.class,
                    MessageCommands.class,
                    FileCommands.class,
                    HistoryCommands.class,
                    ArchiveCommands.class,
                    RetentionCommands.class,
                    HoldCommands.class,
                    EraseCommand.class,
                    LexiconCommands.class,
                    ReviewCommands.class,
                    KeyCommands.class,
                    BackupCommand.class,
                    DoctorCommand.class,
                    RestoreCommand.class,
                    OfficerCommands.class,
                    TokenCommands.class,
                    CaCommands.class,
                    ConfigCommands.class);

    /// Commands that are in no group: methods of this class.
    private static final Set<String> OWN = Set.of("bindings", "calls", "status");

    private static final Set<String> LOCAL =
            Set.of("config check", "keys export", "keys import", "restore", "doctor");

    private final Optional<Administration> administration;
    private final Optional<LocalAdministration> local;
    private final Path data;
    private final AdminRequest request;
    private final PrintWriter out;
    private Supervision.Actor actor = Supervision.Actor.NOBODY;

    @Option(names = "--json", scope = CommandLine.ScopeType.INHERIT, description = "Print JSON.")
    private boolean json;

    private AdminCommands(
            Optional<Administration> administration,
            Optional<LocalAdministration> local,
            Path data,
            AdminRequest request,
            PrintWriter out) {
        this.administration = administration;
        this.local = local;
        this.data = data;
        this.request = request;
        this.out = out;
    }

    /// What a command line means, before anything is opened for it.
    ///
    /// @param path the words of the command, such as `user add`; "" where there is an answer already
    /// @param subject whom or what it is about, the first word behind the command that is no option's
    /// @param answer help that was asked for, or what is wrong with the line
    public record Parsed(String path, Optional<String> subject, Optional<AdminAnswer> answer) {
        /// Whether it is for the administrator's own process: it reads or writes files by names that mean something
        /// there only.
        public boolean isLocal() {
            return LOCAL.contains(path);
        }

        /// Whether it changes something, and so has to be in the record.
        boolean isRecorded() {
            return CommandRule.of(path).filter(CommandRule::changesSomething).isPresent();
        }
    }

    /// Reads a command line without carrying it out.
    public static Parsed parse(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        PrintWriter printer = new PrintWriter(out);
        StringBuilder path = new StringBuilder();
        List<String> names = new ArrayList<>();
        AdminCommands commands =
                new AdminCommands(
                        Optional.empty(),
                        Optional.empty(),
                        Path.of(""),
                        new AdminRequest(arguments, ""),
                        printer);
        int status =
                commandLine(commands, printer, err)
                        .setExecutionStrategy(result -> {
                            Integer helped = CommandLine.executeHelpRequest(result);
                            if (helped != null) {
                                return helped;
                            }
                            path.append(path(result));
                            leaf(result)
                                    .matchedPositionals()
                                    .forEach(name -> names.addAll(name.originalStringValues()));
                            return CommandLine.ExitCode.OK;
                        })
                        .execute(arguments.toArray(String[]::new));
        printer.flush();
        return path.isEmpty()
                ? new Parsed(
                        "",
                        Optional.empty(),
                        Optional.of(new AdminAnswer(status, out.toString(), err.toString())))
                : new Parsed(path.toString(), names.stream().findFirst(), Optional.empty());
    }

    /// All commands, to look at.
    static CommandLine tree() {
        StringWriter nowhere = new StringWriter();
        PrintWriter printer = new PrintWriter(nowhere);
        return commandLine(
                new AdminCommands(
                        Optional.empty(),
                        Optional.empty(),
                        Path.of(""),
                        new AdminRequest(List.of(), ""),
                        printer),
                printer,
                nowhere);
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

    private static CommandLine.ParseResult leaf(CommandLine.ParseResult result) {
        return result.hasSubcommand() ? leaf(result.subcommand()) : result;
    }

    /// The groups of commands that a line can mean. To read the annotations of all takes longer than most commands do.
    private static List<Class<?>> groups(List<String> arguments) {
        if (!arguments.isEmpty() && OWN.contains(arguments.getFirst())) {
            return List.of();
        }
        return GROUPS.stream()
                .filter(group -> !arguments.isEmpty() && arguments.getFirst().equals(name(group)))
                .findFirst()
                .<List<Class<?>>>map(List::of)
                .orElse(GROUPS);
    }

    private static String name(Class<?> group) {
        return group.getAnnotation(Command.class).name();
    }

    private static CommandLine commandLine(
            AdminCommands commands, PrintWriter out, StringWriter err) {
        CommandLine all =
                new CommandLine(commands)
                        // what stands there is somebody's, and no file of the server's
                        .setExpandAtFiles(false);
        groups(commands.request.arguments()).forEach(all::addSubcommand);
        return all.setOut(out)
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

    /// Carries out one command, if it may be, and has it recorded. Of one that is for the administrator's own process only the
    /// latter: before it, and once it is over.
    ///
    /// @param data the server's data folder
    /// @param user of the system, who asks
    public static AdminAnswer run(
            Administration administration,
            Supervision supervision,
            Path data,
            AdminRequest request,
            OsUser user) {
        return run(
                Optional.of(administration),
                Optional.empty(),
                data,
                request,
                (commands, result) -> {
                    Asked asked = Asked.of(path(result), leaf(result));
                    if (!LOCAL.contains(asked.path())) {
                        return supervision.carryOut(
                                asked,
                                request.login(),
                                user,
                                administration.states(),
                                warning ->
                                        result.commandSpec()
                                                .commandLine()
                                                .getErr()
                                                .println("earshot admin: " + warning),
                                actor -> {
                                    commands.actor = actor;
                                    return new CommandLine.RunLast().execute(result);
                                });
                    }
                    if (!asked.rule().changesSomething()) {
                        throw notHere();
                    }
                    if (request.stage().outcome().isEmpty()) {
                        commands.out.print(
                                supervision.begin(
                                        asked, request.login(), user, administration.states()));
                    } else {
                        supervision.over(asked, request.stage(), user, administration.states());
                    }
                    return CommandLine.ExitCode.OK;
                });
    }

    /// Carries out one command of somebody who comes by the console, if it may be, and has it recorded. Nothing of it names a file.
    static Desk.Outcome run(
            Administration administration,
            Supervision supervision,
            Path data,
            Caller caller,
            List<String> command,
            String input) {
        List<String> arguments = new ArrayList<>(command);
        arguments.add(1, "--json"); // before what may stand behind "--"
        AdminRequest.Login login =
                caller.person()
                        .map(person -> new AdminRequest.Login(person.name(), "", ""))
                        .orElse(AdminRequest.Login.NONE);
        List<Exception> thrown = new ArrayList<>();
        StringBuilder warnings = new StringBuilder();
        AdminAnswer answer =
                run(
                        Optional.of(administration),
                        Optional.empty(),
                        data,
                        new AdminRequest(arguments, input, "", login, AdminRequest.Stage.NONE),
                        (commands, result) -> {
                            Asked asked = Asked.of(path(result), leaf(result));
                            if (LOCAL.contains(asked.path())) {
                                throw notHere();
                            }
                            try {
                                return supervision.carryOut(
                                        asked,
                                        caller,
                                        administration.states(),
                                        warning -> warnings.append(warning),
                                        actor -> {
                                            commands.actor = actor;
                                            return new CommandLine.RunLast().execute(result);
                                        });
                            } catch (CommandLine.ExecutionException e) {
                                thrown.add(e.getCause() instanceof Exception cause ? cause : e);
                                throw e;
                            } catch (RuntimeException e) {
                                thrown.add(e);
                                throw e;
                            }
                        });
        if (!thrown.isEmpty()) {
            return outcome(thrown.getFirst());
        }
        return answer.status() == CommandLine.ExitCode.USAGE
                ? new Desk.Outcome.Wrong(
                        answer.errors()
                                .lines()
                                .findFirst()
                                .orElse("")
                                .replaceFirst("^earshot admin: ", ""))
                : new Desk.Outcome.Done(answer.output(), answer.status() == 0, warnings.toString());
    }

    private static Desk.Outcome outcome(Exception thrown) {
        return switch (thrown) {
            case NotAllowedException refused -> new Desk.Outcome.NotAllowed(words(refused));
            case StoreUnavailableException away -> new Desk.Outcome.Later(words(away));
            case ArchiveUnavailableException away -> new Desk.Outcome.Later(words(away));
            case CommandLine.ParameterException wrong -> new Desk.Outcome.Wrong(words(wrong));
            case AdminException impossible -> new Desk.Outcome.Impossible(words(impossible));
            default ->
                    throw new IllegalStateException("a command failed: " + words(thrown), thrown);
        };
    }

    /// Carries out a command of the administrator's own process.
    static AdminAnswer runLocally(LocalAdministration local, AdminRequest request) {
        return run(
                Optional.empty(),
                Optional.of(local),
                Path.of(""),
                request,
                (_, result) -> new CommandLine.RunLast().execute(result));
    }

    /// Carries out what was parsed.
    @FunctionalInterface
    private interface Execution {
        /// @return the exit status
        int execute(AdminCommands commands, CommandLine.ParseResult result);
    }

    private static AdminAnswer run(
            Optional<Administration> administration,
            Optional<LocalAdministration> local,
            Path data,
            AdminRequest request,
            Execution execution) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        PrintWriter printer = new PrintWriter(out);
        AdminCommands commands = new AdminCommands(administration, local, data, request, printer);
        int status =
                commandLine(commands, printer, err)
                        .setExecutionStrategy(result -> {
                            Integer helped = CommandLine.executeHelpRequest(result);
                            if (helped != null) {
                                return helped;
                            }
                            try {
                                return execution.execute(commands, result);
                            } catch (AdminException
                                    | StoreUnavailableException e) { // not of the command itself
                                throw new CommandLine.ExecutionException(
                                        result.commandSpec().commandLine(), e.getMessage(), e);
                            }
                        })
                        .execute(request.arguments().toArray(String[]::new));
        printer.flush();
        return new AdminAnswer(status, out.toString(), err.toString());
    }

    /// The server's data folder.
    Path data() {
        return data;
    }

    /// A file that whoever typed the command means, though another process may carry it out.
    Path file(Path typed) {
        Path file = Path.of(request.directory()).resolve(typed).toAbsolutePath().normalize();
        PrivateMounts.above(file)
                .ifPresent(folder -> {
                    throw new AdminException(
                            file
                                    + " is not the server's: its unit gives it a "
                                    + folder
                                    + " of its own (PrivateTmp), which nobody else sees; name another folder, such as /var/backups/earshot");
                });
        return file;
    }

    /// Whether JSON was asked for.
    boolean json() {
        return json;
    }

    /// Who asks, in words, for the record.
    String actor() {
        return actor.words();
    }

    /// Who asks, where it counts who it is.
    Officer officer() {
        return new Officer(
                actor.words(),
                actor.person().map(Person::name),
                actor.person().map(Person::appointedAt));
    }

    /// Who asks, for what officers sign with their names.
    ReviewAdministration.Who who() {
        return new ReviewAdministration.Who(
                Optional.of(request.login().name()).filter(name -> !name.isEmpty()), actor.words());
    }

    /// Who logged in.
    Optional<Person> person() {
        return actor.person();
    }

    /// The name of who logged in, if it is an auditor.
    Optional<String> auditor() {
        return actor.person().filter(one -> one.role() == Role.AUDITOR).map(Person::name);
    }

    /// Whether who asks may decide what is for officers: one of them, or whoever is here before the first is.
    boolean isOfficer() {
        return actor.person()
                .map(person -> person.role() == Role.OFFICER)
                .orElseGet(() -> !administration().officers().hadOfficer());
    }

    Administration administration() {
        return administration.orElseThrow(() -> new AdminException("not here"));
    }

    LocalAdministration local() {
        return local.orElseThrow(AdminCommands::notHere);
    }

    private static AdminException notHere() {
        return new AdminException("this command works on files of whoever types it, not here");
    }

    private static String words(Exception exception) {
        return exception.getMessage() == null
                ? exception.getClass().getSimpleName()
                : exception.getMessage();
    }

    /// What came on standard input, or of the file that was named, as it is.
    String text() {
        return request.input();
    }

    /// What came on standard input, one line; "" for nothing.
    String input() {
        return request.input().strip();
    }

    String password() {
        String password = request.input().strip();
        if (password.isEmpty()) {
            throw new AdminException(
                    "a password is needed on standard input, one line; with --password-stdin");
        }
        return password;
    }

    /// @param forPeople may hold what somebody wrote: the terminal must not obey it
    void print(Object forJson, String forPeople) {
        if (!json) {
            out.println(forPeople.replaceAll("[\\p{Cc}&&[^\\n\\t]]", ""));
            return;
        }
        try {
            out.println(JSON.writeValueAsString(forJson));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> describe(Account account) {
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
                    Optional<String> address,
            @Option(
                            names = "--search",
                            defaultValue = "",
                            paramLabel = "TEXT",
                            description = "Only where address, contact or user agent has it.")
                    String search,
            @Option(
                            names = "--after",
                            defaultValue = "",
                            paramLabel = "AOR",
                            description = "Only behind it: the last address of the page before.")
                    String after,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            description = "No further address once there are so many.")
                    Optional<Integer> limit) {
        List<Map<String, Object>> rows = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Map<String, List<Binding>> found =
                address.isPresent()
                        ? administration().bindings(address)
                        : administration()
                                .bindings(
                                        search.toLowerCase(Locale.ROOT),
                                        after,
                                        limit.orElse(Integer.MAX_VALUE));
        found.forEach((of, bindings) -> {
            text.append(text.isEmpty() ? "" : "\n").append(of);
            for (Binding binding : bindings) {
                rows.add(describe(of, binding));
                text.append("\n  ")
                        .append(binding.contact())
                        .append("  until ")
                        .append(ShownTime.of(binding.expiresAt()))
                        .append("  over ")
                        .append(binding.flow().transport())
                        .append(" from ")
                        .append(ListenAddress.text(binding.flow().remote()))
                        .append(isBehindNat(binding) ? ", behind a NAT" : "")
                        .append("  ")
                        .append(binding.userAgent());
            }
        });
        print(rows, rows.isEmpty() ? "nobody is registered" : text.toString());
        return 0;
    }

    private static boolean isBehindNat(Binding binding) {
        return BehindNat.of(binding.contact(), binding.flow().remote().getAddress());
    }

    private static Map<String, Object> describe(String address, Binding binding) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("address", address);
        fields.put("contact", binding.contact());
        fields.put("expiresAt", binding.expiresAt().toString());
        fields.put("transport", binding.flow().transport().name());
        fields.put("from", ListenAddress.text(binding.flow().remote()));
        fields.put("nat", isBehindNat(binding));
        fields.put("node", binding.flow().node());
        fields.put("connection", binding.flow().connection());
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
                    .append(ShownTime.of(call.since()));
        }
        print(rows, rows.isEmpty() ? "nobody is on the phone" : text.toString());
        return 0;
    }

    @Command(name = "status", description = "How the server is.")
    int status() {
        Map<String, Object> status = administration().status();
        StringBuilder text = new StringBuilder();
        status.forEach((key, value) ->
                text.append(text.isEmpty() ? "" : "\n")
                        .append(key)
                        .append(": ")
                        .append(words(value)));
        print(status, text.toString());
        return 0;
    }

    /// Things that have facts of their own stand on a line each.
    private static String words(Object value) {
        if (value instanceof List<?> things
                && !things.isEmpty()
                && things.stream().allMatch(Map.class::isInstance)) {
            StringBuilder lines = new StringBuilder();
            things.forEach(thing -> lines.append("\n  ").append(thing));
            return lines.toString();
        }
        return String.valueOf(value);
    }
}
