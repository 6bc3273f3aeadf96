package org.earshot.server.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.earshot.common.config.ConfigException;
import org.earshot.common.file.ContentRules;
import org.earshot.common.file.ExecutableNames;
import org.earshot.common.msrp.MsrpUri;
import org.earshot.common.relay.FileRelay;
import org.earshot.common.service.FileRulesHeader;

/// The file store, which is served on `https.listen`, and which way files go; the section `files`.
///
/// @param dir where content lies; empty: `files` in the data folder
/// @param keep how long a file stays
/// @param largest bytes of one file
/// @param quotaPerAccount bytes of one account's files
/// @param quota bytes of all
/// @param blocked how names end that are refused; `programs` stands for all endings of programs
/// @param allowPrograms whether programs are let in, as far as their content shows that they are some
/// @param archives what is done with archives
/// @param clamd HOST:PORT of the virus scanner that looks at each file, or `off`
/// @param way which way our phones send files to each other
/// @param store whether files are let into the store; what is in it can be fetched anyway
/// @param largestDirect bytes of one file that goes from phone to phone, as the phones say
/// @param record what the record has of a stored file
/// @param quarantine what is held back of what their content lets be refused
/// @param relay by which phones reach the relay, such as `msrps://relay.example.org:2855`; empty: where it listens
/// @param relayedSessions at the relay that an account may have at a time
/// @param relayedBytesPerSecond that may pass the relay of an account, over all its sessions together; 0: no limit
public record FilesConfig(
        Optional<Path> dir,
        Duration keep,
        long largest,
        long quotaPerAccount,
        long quota,
        List<String> blocked,
        boolean allowPrograms,
        Archives archives,
        String clamd,
        Way way,
        boolean store,
        long largestDirect,
        Recorded record,
        Held quarantine,
        String relay,
        int relayedSessions,
        long relayedBytesPerSecond) {
    /// Files that are held back for an administrator.
    ///
    /// @param keep how long; zero: none is
    /// @param quota bytes of all of them; one account gets a quarter
    public record Held(Duration keep, long quota) {
        public Held {
            if (!keep.isZero() && (keep.compareTo(SHORTEST) < 0 || keep.compareTo(LONGEST) > 0)) {
                throw new ConfigException(
                        "files.quarantine.keep",
                        "must be 1h to 3650d, or 0s: nothing is held back");
            }
            check("files.quarantine.quota", quota);
        }
    }

    /// In the list of endings: all of [ExecutableNames].
    public static final String PROGRAMS = FileRulesHeader.PROGRAMS;

    /// Whether archives are looked into.
    public enum Archives {
        /// Refused names, programs and traps in them are refused; what can't be looked into is let in.
        CHECKED,
        /// What can't be looked into is refused too.
        STRICT,
        /// They are not.
        UNCHECKED
    }

    /// From phone to phone.
    public enum Way {
        /// Straight where that is possible, else over the relay.
        BEST,
        /// Over the relay.
        RELAY,
        /// Straight, or not.
        DIRECT,
        /// By the store, where their content is looked at; the server lets nothing else pass.
        STORE;

        /// Whether phones hear of the relay.
        public boolean isRelayed() {
            return this == BEST || this == RELAY;
        }
    }

    /// What the record has of a file in the store.
    public enum Recorded {
        /// Name, size, hash, whose and for whom it is.
        FACTS,
        /// And its content, for as long as the record itself is kept.
        CONTENT
    }

    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final long MOST = 1L << 50;
    private static final int MOST_SESSIONS = 10_000;

    /// With less an account that has some files on their way could not answer in time.
    private static final long SLOWEST = 100_000;

    public FilesConfig {
        if (keep.compareTo(SHORTEST) < 0 || keep.compareTo(LONGEST) > 0) {
            throw new ConfigException("files.keep", "must be 1h to 3650d");
        }
        check("files.largest", largest);
        check("files.quotaPerAccount", quotaPerAccount);
        check("files.quota", quota);
        check("files.largestDirect", largestDirect);
        for (String ending : blocked) {
            if (!ending.matches("[A-Za-z0-9_-]{1,32}")) {
                throw new ConfigException(
                        "files.blocked",
                        "\"" + ending + "\" is not how a name ends, such as exe, without a dot");
            }
        }
        blocked = List.copyOf(blocked);
        if (FileRulesHeader.text(content(blocked, allowPrograms, archives)).length()
                > FileRulesHeader.LONGEST) {
            throw new ConfigException(
                    "files.blocked",
                    "is longer than phones can be told: "
                            + FileRulesHeader.LONGEST
                            + " characters at most, with what stands between them");
        }
        if (ListenAddress.parse("files.clamd", clamd).size() > 1) {
            throw new ConfigException("files.clamd", "takes one address only");
        }
        if (way == Way.STORE && !store) {
            throw new ConfigException(
                    "files.store", "is false, and files.way is store: files would have no way");
        }
        if (!relay.isEmpty()) {
            uri(relay);
        }
        if (relayedSessions < 1 || relayedSessions > MOST_SESSIONS) {
            throw new ConfigException("files.relayedSessions", "must be 1 to " + MOST_SESSIONS);
        }
        if (relayedBytesPerSecond != 0
                && (relayedBytesPerSecond < SLOWEST || relayedBytesPerSecond > MOST)) {
            throw new ConfigException(
                    "files.relayedBytesPerSecond",
                    "must be " + SLOWEST + " to " + MOST + ", or 0: no limit");
        }
    }

    /// By which phones reach the relay, where that is said.
    public Optional<MsrpUri> relayUri() {
        return relay.isEmpty() ? Optional.empty() : Optional.of(uri(relay));
    }

    private static MsrpUri uri(String text) {
        try {
            return new FileRelay(MsrpUri.parse(text + ";tcp"), false).uri();
        } catch (IllegalArgumentException _) {
            throw new ConfigException(
                    "files.relay", "\"" + text + "\" is not like msrps://relay.example.org:2855");
        }
    }

    /// Where the virus scanner listens, if there is one.
    public Optional<InetSocketAddress> scanner() {
        return ListenAddress.parse("files.clamd", clamd).stream().findFirst();
    }

    /// The key by which an administrator asks for more than a usual look at what is in files; empty: none.
    Optional<String> looksAtContent() {
        if (scanner().isPresent()) {
            return Optional.of("files.clamd");
        }
        return archives == Archives.STRICT ? Optional.of("files.archives") : Optional.empty();
    }

    private static void check(String key, long bytes) {
        if (bytes < 1 || bytes > MOST) {
            throw new ConfigException(key, "must be 1 to " + MOST + " bytes");
        }
    }

    /// Thirty days, 2 GB a file, 10 GB an account, 100 GB in all, no programs.
    static FilesConfig standard() {
        return new FilesConfig(
                Optional.empty(),
                Duration.ofDays(30),
                2_000_000_000L,
                10_000_000_000L,
                100_000_000_000L,
                List.of(PROGRAMS),
                false,
                Archives.CHECKED,
                "off",
                Way.BEST,
                true,
                MOST,
                Recorded.FACTS,
                new Held(Duration.ZERO, 10_000_000_000L),
                "",
                50,
                0);
    }

    /// How names end that are refused, in lower case.
    public Set<String> endings() {
        return endings(blocked);
    }

    /// What the store and the phones go by.
    public ContentRules content() {
        return content(blocked, allowPrograms, archives);
    }

    private static ContentRules content(
            List<String> blocked, boolean allowPrograms, Archives archives) {
        return new ContentRules(endings(blocked), allowPrograms, archives != Archives.UNCHECKED);
    }

    private static Set<String> endings(List<String> blocked) {
        Set<String> endings = new TreeSet<>();
        for (String ending : blocked) {
            if (ending.equalsIgnoreCase(PROGRAMS)) {
                endings.addAll(ExecutableNames.ENDINGS);
            } else {
                endings.add(ending.toLowerCase(Locale.ROOT));
            }
        }
        return endings;
    }
}
