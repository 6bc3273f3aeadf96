package org.earshot.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.earshot.common.config.ConfigException;
import org.earshot.common.login.Identity;
import org.earshot.common.login.Role;

/// Logins to the console by the organisation's own identity provider (OpenID Connect Core 1.0); the section `console.oidc`.
///
/// @param issuer the provider (https), or `off`
/// @param clientId as it was registered there
/// @param clientSecretFile holds the secret, where the provider gave one
/// @param url of the console as browsers reach it, without a path: the provider sends them back to `URL/api/v1/session/oidc/callback`
/// @param claim of the ID token that is the person's name here, alone or followed by `@` and the domain
/// @param label what the button names
/// @param roles who may log in so
/// @param trusted PEM, by whom the provider is certified; empty: whom the system trusts
public record OidcConfig(
        String issuer,
        String clientId,
        Optional<Path> clientSecretFile,
        String url,
        String claim,
        String label,
        List<String> roles,
        Optional<Path> trusted) {
    private static final String OFF = "off";
    private static final Pattern CLAIM = Pattern.compile("[A-Za-z0-9_.:/-]{1,64}");
    private static final int LONGEST_LABEL = 40;
    private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]{1,512}");

    public OidcConfig {
        roles = List.copyOf(roles);
        for (String role : roles) {
            if (Role.of(role).isEmpty()) {
                throw new ConfigException(
                        "console.oidc.roles",
                        "\"" + role + "\" is none of administrator, officer and auditor");
            }
        }
        if (!issuer.equals(OFF)) {
            mustBeHttps("console.oidc.issuer", issuer);
            if (issuer.length() > Identity.LONGEST) {
                throw new ConfigException("console.oidc.issuer", "has more than 255 characters");
            }
            if (clientId.isBlank()) {
                throw new ConfigException(
                        "console.oidc.clientId",
                        "is missing: register the console with the provider, and take the id that it gives");
            }
            if (url.isEmpty()) {
                throw new ConfigException(
                        "console.oidc.url",
                        "is missing: the address at which browsers reach the console, such as https://sip.example.org:5080");
            }
            mustBeOrigin(url);
            if (!CLAIM.matcher(claim).matches()) {
                throw new ConfigException(
                        "console.oidc.claim",
                        "must be the name of a claim, such as preferred_username");
            }
            if (label.isBlank() || label.length() > LONGEST_LABEL) {
                throw new ConfigException("console.oidc.label", "must be 1 to 40 characters");
            }
        }
    }

    private static void mustBeHttps(String key, String text) {
        try {
            URI uri = URI.create(text);
            if ("https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getQuery() == null
                    && uri.getFragment() == null) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new ConfigException(
                key,
                "\""
                        + text
                        + "\" is neither off nor an https address such as https://id.example.org");
    }

    /// Browsers keep plain HTTP to this machine alone safe.
    private static void mustBeOrigin(String text) {
        try {
            URI uri = URI.create(text);
            boolean local =
                    "http".equals(uri.getScheme())
                            && ("127.0.0.1".equals(uri.getHost())
                                    || "localhost".equals(uri.getHost()));
            if (uri.getHost() != null
                    && uri.getRawPath().isEmpty()
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && ("https".equals(uri.getScheme()) || local)) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new ConfigException(
                "console.oidc.url",
                "\""
                        + text
                        + "\" is no https://HOST[:PORT] without a path (http on loopback only)");
    }

    static OidcConfig off() {
        return new OidcConfig(
                OFF,
                "",
                Optional.empty(),
                "",
                "preferred_username",
                "your organisation",
                List.of("administrator"),
                Optional.empty());
    }

    public boolean isOn() {
        return !issuer.equals(OFF);
    }

    /// Who may log in so.
    public Set<Role> allowed() {
        Set<Role> allowed = EnumSet.noneOf(Role.class);
        roles.forEach(role -> Role.of(role).ifPresent(allowed::add));
        return allowed;
    }

    /// The secret. Reads the file.
    ///
    /// @throws ConfigException if that can't be used
    public Optional<String> secret() {
        return clientSecretFile.map(file ->
                SecretFile.read(
                        "console.oidc.clientSecretFile",
                        file,
                        text -> {
                            if (!SECRET.matcher(text).matches()) {
                                throw new IllegalArgumentException(
                                        "the secret is one line of 1 to 512 visible characters");
                            }
                            return text;
                        }));
    }
}
