package org.earshot.softphone.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.earshot.common.file.EscapedName;

/// The value of `a=file-selector` (RFC 5547 §6): which file is meant.
///
/// @param name as its owner calls it: any characters, hostile ones too
/// @param type a media type such as `image/jpeg`, parameters left out
/// @param size in bytes
/// @param hashes of the whole file, in the order in which they stand
public record FileSelector(
        Optional<String> name, Optional<String> type, OptionalLong size, List<FileHash> hashes) {
    private static final int MOST_HASHES = 8;
    private static final Pattern TYPE =
            Pattern.compile("[A-Za-z0-9!#$&.+^_-]{1,127}/[A-Za-z0-9!#$&.+^_-]{1,127}");

    public FileSelector {
        hashes = List.copyOf(hashes);
    }

    /// The hash of an algorithm, if it is there.
    public Optional<FileHash> hash(String algorithm) {
        return hashes.stream().filter(h -> h.algorithm().equals(algorithm)).findFirst();
    }

    /// Reads the value of the attribute. A selector of a kind that we don't know is passed over.
    ///
    /// @throws SdpException if it is broken, or names a kind but hash twice
    public static FileSelector parse(String value) throws SdpException {
        Optional<String> name = Optional.empty();
        Optional<String> type = Optional.empty();
        OptionalLong size = OptionalLong.empty();
        List<FileHash> hashes = new ArrayList<>();
        for (String selector : split(value)) {
            int colon = selector.indexOf(':');
            if (colon < 0) {
                throw new SdpException("a=file-selector is not of the form kind:value");
            }
            String kind = selector.substring(0, colon).toLowerCase(Locale.ROOT);
            String rest = selector.substring(colon + 1);
            switch (kind) {
                case "name" -> {
                    once(name.isPresent());
                    name = Optional.of(unquoted(rest));
                }
                case "type" -> {
                    once(type.isPresent());
                    type = Optional.of(type(rest));
                }
                case "size" -> {
                    once(size.isPresent());
                    size = OptionalLong.of(size(rest));
                }
                case "hash" -> {
                    if (hashes.size() == MOST_HASHES) {
                        throw new SdpException("too many hashes in a=file-selector");
                    }
                    hashes.add(FileHash.parse(rest));
                }
                default -> {} // RFC 5547 §6: there may be others one day
            }
        }
        return new FileSelector(name, type, size, hashes);
    }

    private static void once(boolean there) throws SdpException {
        if (there) {
            throw new SdpException("a=file-selector says something twice");
        }
    }

    /// At spaces that stand in no quotes.
    private static List<String> split(String value) throws SdpException {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            }
            if (!quoted && (c == ' ' || c == '\t')) {
                add(parts, part);
            } else {
                part.append(c);
            }
        }
        if (quoted) {
            throw new SdpException("a quote is not closed in a=file-selector");
        }
        add(parts, part);
        return parts;
    }

    private static void add(List<String> parts, StringBuilder part) {
        if (!part.isEmpty()) {
            parts.add(part.toString());
            part.setLength(0);
        }
    }

    private static String unquoted(String text) throws SdpException {
        if (text.length() < 3
                || text.indexOf('"', 1) != text.length() - 1
                || text.charAt(0) != '"') {
            throw new SdpException("bad name in a=file-selector");
        }
        return EscapedName.decode(text.substring(1, text.length() - 1));
    }

    private static String type(String text) throws SdpException {
        int semicolon = text.indexOf(';');
        String type = semicolon < 0 ? text : text.substring(0, semicolon);
        if (!TYPE.matcher(type).matches()) {
            throw new SdpException("bad type in a=file-selector");
        }
        return type.toLowerCase(Locale.ROOT);
    }

    private static long size(String text) throws SdpException {
        if (!text.matches("[0-9]{1,18}")) {
            throw new SdpException("bad size in a=file-selector");
        }
        return Long.parseLong(text);
    }

    /// As the value of the attribute.
    String value() {
        StringBuilder out = new StringBuilder();
        name.ifPresent(n -> part(out, "name:\"" + EscapedName.encode(n) + '"'));
        type.ifPresent(t -> part(out, "type:" + t));
        size.ifPresent(s -> part(out, "size:" + s));
        hashes.forEach(h -> part(out, "hash:" + h.text()));
        return out.toString();
    }

    private static void part(StringBuilder out, String text) {
        out.append(out.isEmpty() ? "" : " ").append(text);
    }
}
