package org.earshot.common.service;

import java.util.Locale;
import java.util.Optional;

/// What an organisation lets its phones do past its server, in the 200 to the REGISTER of a phone that asked by the word [#WANTED] in
/// `Earshot-Wants`:
///
///     Earshot-Policy: direct-calls=refuse
///
/// Words are separated by semicolons; those that we don't know are passed over. A server can't see what goes past it: it tells, and the
/// phones do as they are told.
public final class PolicyHeader {
    /// In a 200 to REGISTER.
    public static final String NAME = "Earshot-Policy";

    /// The word in `Earshot-Wants`.
    public static final String WANTED = "policy";

    private static final String DIRECT_CALLS = "direct-calls=";
    private static final String ALLOW = "allow";
    private static final String REFUSE = "refuse";
    private static final int LONGEST = 1000;

    private PolicyHeader() {}

    /// The value of the header.
    public static String text(boolean directCalls) {
        return DIRECT_CALLS + (directCalls ? ALLOW : REFUSE);
    }

    /// Reads in the value of the header whether calls from phone to phone are allowed.
    ///
    /// @return empty where nothing is said of them; what can't be understood is no permission
    public static Optional<Boolean> directCalls(String value) {
        if (value.length() > LONGEST) {
            return Optional.of(false);
        }
        Optional<Boolean> said = Optional.empty();
        for (String word : value.toLowerCase(Locale.ROOT).split(";", -1)) {
            String bare = word.replaceAll("\\s", "");
            if (bare.startsWith(DIRECT_CALLS)) {
                boolean allowed = bare.equals(DIRECT_CALLS + ALLOW);
                said = Optional.of(allowed && said.orElse(true));
            }
        }
        return said;
    }
}
