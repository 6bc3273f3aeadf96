package org.earshot.server.config;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.earshot.common.config.ConfigException;

/// The organisation's directory (LDAP, RFC 4511), from which accounts are made; the section `ldap`.
///
/// @param url `ldaps://HOST[:PORT]`, `ldap://HOST[:PORT]`, or `off`
/// @param startTls whether `ldap://` goes over to TLS first (RFC 4511 §4.14); false only for this machine
/// @param trusted PEM, by whom the directory's certificate is signed; empty: whom the system trusts
/// @param bindDn as whom the server reads; empty: anonymously
/// @param passwordFile with the password for that (0600)
/// @param base below which people are
/// @param filter which entries are people (RFC 4515)
/// @param every how often it is read
/// @param vanished what becomes of accounts whose entry is not there any more
/// @param closeAtMost so many percent of all that came from there are closed at once; more: none
/// @param existing what becomes of accounts that were made otherwise and have the name of an entry
public record LdapConfig(
        String url,
        boolean startTls,
        Optional<Path> trusted,
        String bindDn,
        Optional<Path> passwordFile,
        String base,
        String filter,
        Attributes attributes,
        Duration every,
        Vanished vanished,
        int closeAtMost,
        Existing existing) {
    private static final String OFF = "off";
    private static final int LDAP_PORT = 389;
    private static final int LDAPS_PORT = 636;
    private static final int LAST_PORT = 65_535;
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(7);

    /// What becomes of accounts whose entry is not there any more.
    public enum Vanished {
        /// They stay.
        KEEP,
        /// They are closed, as by `admin user close`.
        CLOSE
    }

    /// What becomes of accounts that were made otherwise and have the name of an entry.
    public enum Existing {
        /// They stay as they are, and are not the entry's.
        LEAVE,
        /// They are the entry's from now on.
        LINK
    }

    /// In which attributes what stands.
    ///
    /// @param name of the account: a value with `@` counts up to that
    /// @param displayName for others to see; empty: none is taken from there
    /// @param picture JPEG or PNG; empty: none is taken from there
    public record Attributes(String name, String displayName, String picture) {
        public Attributes {
            check("name", name);
            if (!displayName.isEmpty()) {
                check("displayName", displayName);
            }
            if (!picture.isEmpty()) {
                check("picture", picture);
            }
        }

        private static void check(String key, String attribute) {
            if (!attribute.matches("[A-Za-z][A-Za-z0-9-]{0,63}")) {
                throw new ConfigException(
                        "ldap.attributes." + key,
                        "\"" + attribute + "\" is no name of an attribute, such as uid");
            }
        }
    }

    public LdapConfig {
        if (!url.equals(OFF)) {
            URI at = parse(url);
            if (!at.getScheme().equals("ldaps") && !startTls && !isThisMachine(at.getHost())) {
                throw new ConfigException(
                        "ldap.startTls",
                        "is false: passwords would cross the network for all to read. Without TLS only this machine is asked");
            }
            if (base.isBlank() || !DN.isValidDN(base)) {
                throw new ConfigException(
                        "ldap.base",
                        "\"" + base + "\" is no name of an entry, such as dc=example,dc=org");
            }
        }
        try {
            var _ = Filter.create(filter);
        } catch (LDAPException e) {
            throw new ConfigException(
                    "ldap.filter", "\"" + filter + "\" is no filter: " + e.getMessage());
        }
        if (bindDn.isEmpty() && passwordFile.isPresent()) {
            throw new ConfigException("ldap.bindDn", "is missing: whose is ldap.passwordFile?");
        }
        if (!bindDn.isEmpty() && passwordFile.isEmpty()) {
            throw new ConfigException(
                    "ldap.passwordFile", "is missing: it has the password of ldap.bindDn");
        }
        if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
            throw new ConfigException("ldap.every", "must be 1m to 7d");
        }
        if (closeAtMost < 0 || closeAtMost > 100) {
            throw new ConfigException("ldap.closeAtMost", "is a share in percent: 0 to 100");
        }
    }

    private static URI parse(String url) {
        try {
            URI uri = URI.create(url);
            boolean right =
                    ("ldap".equals(uri.getScheme()) || "ldaps".equals(uri.getScheme()))
                            && uri.getHost() != null
                            && uri.getUserInfo() == null
                            && (uri.getPath() == null
                                    || uri.getPath().isEmpty()
                                    || uri.getPath().equals("/"))
                            && uri.getQuery() == null
                            && uri.getFragment() == null
                            && uri.getPort() != 0
                            && uri.getPort() <= LAST_PORT;
            if (right) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // told below
        }
        throw new ConfigException(
                "ldap.url",
                "\"" + url + "\" is neither off nor ldaps://HOST, ldap://HOST, with :PORT or not");
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost")
                || host.equals("[::1]")
                || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    static LdapConfig off() {
        return new LdapConfig(
                OFF,
                true,
                Optional.empty(),
                "",
                Optional.empty(),
                "",
                "(objectClass=person)",
                new Attributes("uid", "displayName", "jpegPhoto"),
                Duration.ofHours(1),
                Vanished.KEEP,
                10,
                Existing.LEAVE);
    }

    public boolean isOn() {
        return !url.equals(OFF);
    }

    /// Whether TLS comes first on each connection.
    public boolean isLdaps() {
        return parse(url).getScheme().equals("ldaps");
    }

    /// Without brackets.
    public String host() {
        return parse(url).getHost().replaceAll("[\\[\\]]", "");
    }

    public int port() {
        int port = parse(url).getPort();
        return port > 0 ? port : isLdaps() ? LDAPS_PORT : LDAP_PORT;
    }

    /// What stands in [#passwordFile].
    ///
    /// @return empty: the server reads anonymously
    /// @throws ConfigException if it can't be read, is empty, or may be read by others
    public Optional<String> password() {
        return passwordFile.map(file ->
                SecretFile.read(
                        "ldap.passwordFile",
                        file,
                        secret -> {
                            if (secret.isEmpty()) {
                                throw new IllegalArgumentException(
                                        "it is empty, and a directory takes that for nobody");
                            }
                            return secret;
                        }));
    }
}
