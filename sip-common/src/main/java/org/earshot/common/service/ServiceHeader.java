package org.earshot.common.service;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Where a server serves its phones by HTTPS, in the 200 to a REGISTER over TLS:
///
///     Earshot-Service: <https://example.org:8443>
///
/// The URI has no path, query or user; what is served there stands under `/files` and the like. A phone asks for it by the word
/// [#WANTED] in `Earshot-Wants`. Where files are not let in there, `;files=no` stands behind it.
public final class ServiceHeader {
    /// In a 200 to REGISTER.
    public static final String NAME = "Earshot-Service";

    /// The word in `Earshot-Wants`.
    public static final String WANTED = "service";

    private static final String NO_FILES = ";files=no";
    private static final int LONGEST = 300;

    private ServiceHeader() {}

    /// The value of the header.
    public static String text(URI service) {
        return "<" + service + ">";
    }

    /// The same.
    ///
    /// @param files whether files are let in there
    public static String text(URI service, boolean files) {
        return text(service) + (files ? "" : NO_FILES);
    }

    /// Reads in the value of the header whether files are let in there: where nothing is said of them, they are.
    public static boolean keepsFiles(String value) {
        String behind = value.substring(value.indexOf('>') + 1).toLowerCase(Locale.ROOT);
        return !Arrays.asList(behind.replaceAll("\\s", "").split("(?=;)", -1)).contains(NO_FILES);
    }

    /// Reads the value of the header; what else stands behind the URI is passed over.
    ///
    /// @return empty for what is not a server by HTTPS
    public static Optional<URI> parse(String value) {
        String text = value.strip();
        int end = text.indexOf('>');
        if (text.length() > LONGEST || !text.startsWith("<") || end < 0) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text.substring(1, end));
            boolean plain =
                    uri.getHost() != null
                            && uri.getRawUserInfo() == null
                            && (uri.getRawPath() == null
                                    || uri.getRawPath().isEmpty()
                                    || uri.getRawPath().equals("/"))
                            && uri.getRawQuery() == null
                            && uri.getRawFragment() == null;
            return plain && "https".equals(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT))
                    ? Optional.of(
                            new URI("https", null, uri.getHost(), uri.getPort(), null, null, null))
                    : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
