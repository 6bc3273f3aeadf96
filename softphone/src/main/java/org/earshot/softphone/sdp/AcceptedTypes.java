package org.earshot.softphone.sdp;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.earshot.common.message.Cpim;

/// What an end takes in its MSRP session (RFC 4975 §8.6): media types, `image/*` and `*`.
///
/// @param types `a=accept-types`
/// @param wrapped `a=accept-wrapped-types`: within others alone, as within message/cpim
record AcceptedTypes(List<String> types, List<String> wrapped) {

    /// Whoever says nothing takes all.
    static AcceptedTypes in(MediaDescription medium) {
        return new AcceptedTypes(
                list(medium.attribute("accept-types").orElse("*")),
                list(medium.attribute("accept-wrapped-types").orElse("")));
    }

    private static List<String> list(String value) {
        return Arrays.stream(value.strip().toLowerCase(Locale.ROOT).split("[ \t]+", -1))
                .map(type -> type.replaceFirst(";.*", ""))
                .filter(type -> !type.isEmpty())
                .toList();
    }

    /// Whether it is taken in CPIM and not as it is.
    ///
    /// @param type without parameters
    boolean onlyInCpim(String type) {
        return !have(types, type)
                && have(types, Cpim.CONTENT_TYPE)
                && (have(wrapped, type) || wrapped.isEmpty());
    }

    private static boolean have(List<String> accepted, String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return accepted.contains("*")
                || accepted.contains(lower)
                || accepted.contains(lower.replaceFirst("/.*", "/*"));
    }
}
