package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.earshot.common.config.ConfigProblem;
import org.earshot.common.file.FileTrouble;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.ConfigAdministration;
import org.earshot.server.config.ConfigSource;
import org.earshot.server.config.ConfigVersions;
import org.earshot.server.config.ServerConfig;

/// The configuration file of this process. One change at a time; thread-safe.
final class StoreConfigAdministration implements ConfigAdministration {
    private final ConfigSource source;
    private final RunningConfig running;
    private final ConfigVersions versions;
    private final InstantSource clock;

    StoreConfigAdministration(ConfigSource source, RunningConfig running, InstantSource clock) {
        this.source = source;
        this.running = running;
        this.versions = new ConfigVersions(running.now().data().resolve("configurations"));
        this.clock = clock;
    }

    private Path file() {
        return source.file()
                .orElseThrow(() ->
                        new AdminException(
                                "the server was started without --config, so there is no file: start it with one, such as --config earshot.yaml"));
    }

    private static AdminException failed(String what, IOException e) {
        return new AdminException(
                what
                        + " failed: "
                        + (e instanceof FileSystemException of && of.getReason() != null
                                ? of.getFile() + ": " + of.getReason()
                                : String.valueOf(e.getMessage())));
    }

    private byte[] current() {
        try {
            return Files.readAllBytes(file());
        } catch (IOException e) {
            throw failed("reading the configuration file", e);
        }
    }

    private byte[] kept(int version) {
        try {
            return versions.content(version)
                    .orElseThrow(() ->
                            new AdminException(
                                    "there is no version "
                                            + version
                                            + "; earshot admin config history"));
        } catch (IOException e) {
            throw failed("reading version " + version, e);
        }
    }

    @Override
    public Text text(Optional<Integer> version) {
        byte[] content = version.map(this::kept).orElseGet(this::current);
        return new Text(
                file().getFileName().toString(),
                MaskedText.masked(new String(content, UTF_8)),
                ConfigVersions.sha256(content),
                source.overridden());
    }

    /// A file that was read.
    private record Candidate(List<ConfigProblem> problems, Optional<ServerConfig> config) {}

    private Candidate candidate(byte[] content) {
        AtomicReference<ServerConfig> read = new AtomicReference<>();
        List<ConfigProblem> problems =
                source.read(
                        running.now().data(), file().getFileName().toString(), content, read::set);
        return new Candidate(
                problems, problems.isEmpty() ? Optional.of(read.get()) : Optional.empty());
    }

    private byte[] typed(String text) {
        if (text.getBytes(UTF_8).length > ConfigVersions.LARGEST) {
            throw new AdminException("a configuration has at most 1 MiB");
        }
        return MaskedText.unmasked(text, new String(current(), UTF_8)).getBytes(UTF_8);
    }

    @Override
    public Proposal propose(Optional<String> text) {
        Candidate candidate = candidate(text.map(this::typed).orElseGet(this::current));
        return new Proposal(
                candidate.problems(), candidate.config().map(this::changes).orElse(List.of()));
    }

    /// From what runs.
    private List<Change> changes(ServerConfig latest) {
        return ConfigChanges.between(running.now(), latest);
    }

    @Override
    public synchronized Applied apply(String text, Optional<String> base, Who who) {
        String there = ConfigVersions.sha256(current());
        if (base.isPresent() && !base.get().equals(there)) {
            throw new AdminException(
                    "the file has been changed since you read it: read it again, and change that");
        }
        return put(typed(text), "applied", who);
    }

    @Override
    public synchronized Applied rollback(String version, Who who) {
        int number;
        try {
            number = Integer.parseInt(version);
        } catch (NumberFormatException e) {
            throw new AdminException("\"" + version + "\" is no number of a version");
        }
        return put(kept(number), "rolled back to " + number, who);
    }

    private Applied put(byte[] content, String how, Who who) {
        Candidate candidate = candidate(content);
        ServerConfig latest =
                candidate
                        .config()
                        .orElseThrow(() ->
                                new AdminException(
                                        candidate.problems().stream()
                                                .map(StoreConfigAdministration::words)
                                                .collect(Collectors.joining("; "))));
        List<Change> changes = changes(latest);
        mayBe(latest, who);
        try {
            keepWhatIsThere();
            ConfigVersions.replace(file(), content);
            ConfigVersions.Version version =
                    versions.add(content, clock.instant().toString(), who.words(), how);
            running.take(latest);
            return new Applied(version.number(), changes);
        } catch (AccessDeniedException e) {
            throw cannotWrite(e);
        } catch (FileSystemException e) {
            throw String.valueOf(e.getReason()).contains("Read-only")
                    ? cannotWrite(e)
                    : failed("writing the configuration file", e);
        } catch (IOException e) {
            throw failed("writing the configuration file", e);
        }
    }

    private AdminException cannotWrite(IOException e) {
        return new AdminException(
                file()
                        + " can't be replaced by the server's user ("
                        + FileTrouble.words(e)
                        + "): change it on the machine, or let that user write its folder; see \"Changing the configuration of a running server\" in the administrator's guide");
    }

    /// Against the file that is there, so that what waits for a restart already is nobody's change.
    private void mayBe(ServerConfig latest, Who who) {
        ServerConfig before = candidate(current()).config().orElseGet(running::now);
        ChangeRights.objection(before, latest, who.isOfficer())
                .ifPresent(why -> {
                    throw new AdminException(why);
                });
    }

    /// The first time, and after somebody has edited the file.
    private void keepWhatIsThere() throws IOException {
        byte[] there = current();
        List<ConfigVersions.Version> kept = versions.list();
        if (kept.isEmpty() || !kept.getFirst().sha256().equals(ConfigVersions.sha256(there))) {
            versions.add(
                    there,
                    Files.getLastModifiedTime(file()).toInstant().toString(),
                    "somebody on the machine",
                    "found");
        }
    }

    static String words(ConfigProblem problem) {
        return (problem.line().isPresent() ? "line " + problem.line().getAsInt() + ": " : "")
                + problem.key()
                + ": "
                + problem.problem();
    }

    @Override
    public List<Version> versions() {
        try {
            return versions.list().stream()
                    .map(one ->
                            new Version(one.number(), one.at(), one.by(), one.how(), one.sha256()))
                    .toList();
        } catch (IOException e) {
            throw failed("reading the versions", e);
        }
    }

    @Override
    public String state() {
        if (source.file().isEmpty()) {
            return "no file";
        }
        Map<String, String> set = new LinkedHashMap<>();
        ServerConfig of = candidate(current()).config().orElseGet(running::now);
        Map<String, String> standard =
                ShownConfig.plain(ServerConfig.defaults(running.now().data()));
        Map<String, String> shown = ShownConfig.of(of);
        ShownConfig.plain(of)
                .forEach((key, value) -> {
                    if (!value.equals(standard.get(key))) {
                        set.put(key, shown.get(key));
                    }
                });
        return set.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("; "));
    }
}
