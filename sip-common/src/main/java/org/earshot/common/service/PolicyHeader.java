package org.earshot.common.service;

import java.util.Locale;
import java.util.Optional;

/// What an organisation lets its phones do past its server, in the 200 to the REGISTER of a phone that asked by the word [#WANTED] in
/// `Earshot-Wants`:
///
///     Earshot-Policy: direct-calls=refuse;recording=refuse
///
/// Words are separated by semicolons; those that we don't know are passed over. A server can't see what goes past it: it tells, and the
/// phones do as they are told.
public final class PolicyHeader {
    /// In a 200 to REGISTER.
    public static final String NAME = "Earshot-Policy";

    /// The word in `Earshot-Wants`.
    public static final String WANTED = "policy";

    private static final String DIRECT_CALLS = "direct-calls=";
    private static final String RECORDING = "recording=";
    private static final String ALLOW = "allow";
    private static final String REFUSE = "refuse";
    private static final int LONGEST = 1000;

    private PolicyHeader() {}

    /// The value of the header.
    ///
    /// @param directCalls whether phones may call each other without the server
    /// @param recording whether they may record calls; nothing is said of it where they may
    public static String text(boolean directCalls, boolean recording) {
        return DIRECT_CALLS
                + (directCalls ? ALLOW : REFUSE)
                + (recording ? "" : ";" + RECORDING + REFUSE);
    }

    /// Reads in the value of the header whether calls from phone to phone are allowed.
    ///
    /// @return empty where nothing is said of them; what can't be understood is no permission
    public static Optional<Boolean> directCalls(String value) {
        return said(DIRECT_CALLS, value);
    }

    /// Reads whether calls may be recorded by phones.
    ///
    /// @return empty where nothing is said of it; what can't be understood is no permission
    public static Optional<Boolean> recording(String value) {
        return said(RECORDING, value);
    }

    private static Optional<Boolean> said(String of, String value) {
        if (value.length() > LONGEST) {
            return Optional.of(false);
        }
        Optional<Boolean> said = Optional.empty();
        for (String word : value.toLowerCase(Locale.ROOT).split(";", -1)) {
            String bare = word.replaceAll("\\s", "");
            if (bare.startsWith(of)) {
                boolean allowed = bare.equals(of + ALLOW);
                said = Optional.of(allowed && said.orElse(true));
            }
        }
        return said;
    }
}
