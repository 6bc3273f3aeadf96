package org.earshot.server.provision;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Phones for which there is a file.
public enum PhoneKind {
    LINPHONE("linphone.xml", "application/xml"),
    BARESIP("accounts", "text/plain"),
    YEALINK("yealink.cfg", "text/plain"),
    SNOM("snom.xml", "application/xml"),
    GRANDSTREAM("grandstream.xml", "application/xml"),
    POLY("poly.cfg", "application/xml");

    private final String fileName;
    private final String mediaType;

    PhoneKind(String fileName, String mediaType) {
        this.fileName = fileName;
        this.mediaType = mediaType;
    }

    /// As people type it: `yealink`.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @return empty if there is no such kind
    public static Optional<PhoneKind> of(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
    }

    /// All, as people type them.
    public static List<String> texts() {
        return Arrays.stream(values()).map(PhoneKind::text).toList();
    }

    /// What its file is called.
    public String fileName() {
        return fileName;
    }

    /// What HTTP says that it is, in UTF-8.
    public String contentType() {
        return mediaType + "; charset=utf-8";
    }
}
