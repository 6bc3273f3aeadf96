package org.earshot.common.mime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A Content-Type (RFC 2045 §5.1), such as `text/plain; charset=UTF-8`.
///
/// @param type in lower case
/// @param subtype in lower case
/// @param parameters in order, names in lower case, values without quotes
public record MediaType(String type, String subtype, Map<String, String> parameters) {
    /// More than any real one has.
    private static final int MOST_PARAMETERS = 32;

    public MediaType {
        if (!isToken(type) || !isToken(subtype)) {
            throw new IllegalArgumentException("a media type is no token");
        }
        type = type.toLowerCase(Locale.ROOT);
        subtype = subtype.toLowerCase(Locale.ROOT);
        Map<String, String> copy = new LinkedHashMap<>();
        parameters.forEach((name, value) -> copy.put(name.toLowerCase(Locale.ROOT), value));
        copy.forEach((name, value) -> {
            if (!isToken(name) || !Utf8.isOneLine(value)) {
                throw new IllegalArgumentException("a parameter of a media type");
            }
        });
        if (copy.size() > MOST_PARAMETERS) {
            throw new IllegalArgumentException("too many parameters");
        }
        parameters = Collections.unmodifiableMap(copy);
    }

    /// One without parameters.
    public static MediaType of(String type, String subtype) {
        return new MediaType(type, subtype, Map.of());
    }

    /// Reads one. A parameter that is given twice counts as it came first.
    ///
    /// @throws MalformedPayloadException and nothing else
    public static MediaType parse(String text) throws MalformedPayloadException {
        return new MediaTypeReader(text).read();
    }

    /// A parameter by its name in lower case.
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /// With a parameter set, in its old place or at the end.
    public MediaType with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        changed.put(name.toLowerCase(Locale.ROOT), value);
        return new MediaType(type, subtype, changed);
    }

    /// Whether it is this type, without regard to parameters.
    ///
    /// @param other such as `message/cpim`
    public boolean is(String other) {
        return essence().equalsIgnoreCase(other);
    }

    /// Type and subtype without parameters, in lower case.
    public String essence() {
        return type + "/" + subtype;
    }

    /// As it stands in a header.
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(essence());
        parameters.forEach((name, value) ->
                out.append(';')
                        .append(name)
                        .append('=')
                        .append(isToken(value) ? value : quoted(value)));
        return out.toString();
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// Whether all of it is a token of RFC 2045, of at least one character.
    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isToken(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /// Whether it may stand in a token of RFC 2045.
    static boolean isToken(char c) {
        return c > ' ' && c < 0x7F && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
    }
}
