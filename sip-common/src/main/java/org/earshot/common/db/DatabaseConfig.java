package org.earshot.common.db;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Which database, and how to reach it.
///
/// @param url `jdbc:h2:file:…` or `jdbc:mysql:…`; what the store needs is added (see [DataSources])
/// @param user "" for H2
/// @param passwordFile holds the password and perhaps a line end; empty: no password
/// @param dataDir the directory that belongs to this server alone; H2 has its file there
public record DatabaseConfig(String url, String user, Optional<Path> passwordFile, Path dataDir) {
    private static final String SECRET =
            "holds a password: write it to a file that only you can read, and name that in database.passwordFile";

    /// What is wrong with a URL before anything is connected; the sentence goes behind the name of its key.
    ///
    /// @return empty if nothing is
    public static Optional<String> problem(String url) {
        if (url.startsWith("jdbc:h2:")) {
            return h2Problem(url);
        }
        if (url.startsWith("jdbc:mysql:")) {
            return mySqlProblem(url);
        }
        return Optional.of("must begin with jdbc:h2:file: or jdbc:mysql:, or be memory");
    }

    private static Optional<String> h2Problem(String url) {
        String[] parts = url.split(";", -1);
        String prefix = "jdbc:h2:file:";
        if (!parts[0].startsWith(prefix)) {
            return Optional.of("of H2 only jdbc:h2:file: can be used");
        }
        String path = parts[0].substring(prefix.length());
        if (!path.startsWith("/") && !path.matches("[A-Za-z]:[/\\\\].*")) {
            return Optional.of("the path behind jdbc:h2:file: must be an absolute one");
        }
        for (String setting : parts) {
            String upper = setting.toUpperCase(Locale.ROOT);
            if (upper.equals("AUTO_SERVER=TRUE")) {
                return Optional.of("AUTO_SERVER would listen on all interfaces");
            }
            if (upper.startsWith("PASSWORD=")) {
                return Optional.of(SECRET);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> mySqlProblem(String url) {
        int question = url.indexOf('?');
        String base = question < 0 ? url : url.substring(0, question);
        boolean before = base.matches(".*//[^/]*:[^/]*@.*");
        boolean behind =
                url.substring(base.length())
                        .toLowerCase(Locale.ROOT)
                        .matches(".*[?&]password\\d?=.*");
        if (before || behind) {
            return Optional.of(SECRET);
        }
        return base.matches("jdbc:mysql:([a-z+:]*)//[^/]+/[^/]+")
                ? Optional.empty()
                : Optional.of("is not jdbc:mysql://HOST[:PORT]/DATABASE");
    }

    /// The embedded store, in the data directory.
    public static DatabaseConfig embedded(Path dataDir) {
        return new DatabaseConfig(
                "jdbc:h2:file:" + dataDir.toAbsolutePath().resolve("earshot"),
                "",
                Optional.empty(),
                dataDir);
    }
}
