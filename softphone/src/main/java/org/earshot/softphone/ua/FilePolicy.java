package org.earshot.softphone.ua;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.earshot.common.file.ContentRules;
import org.earshot.common.file.ExecutableNames;

/// Which files this phone sends and takes, by name, size and content. Pure.
///
/// @param content which names and which content
/// @param largest bytes; empty: any size
/// @param chosen whether our user chose the names: then no server's word changes them
public record FilePolicy(ContentRules content, OptionalLong largest, boolean chosen) {

    /// By nobody's choice.
    public FilePolicy(ContentRules content, OptionalLong largest) {
        this(content, largest, false);
    }

    /// Executables are refused, and no size is too much.
    public static FilePolicy usual() {
        return new FilePolicy(ContentRules.USUAL, OptionalLong.empty());
    }

    /// What holds where the server of an account says which files are let in (docs/decisions/0092).
    FilePolicy told(ContentRules byServer) {
        return chosen ? this : new FilePolicy(byServer, largest);
    }

    /// From what somebody typed.
    ///
    /// @param typed endings with commas between them, with a dot or without; `none` for none; "" for the usual
    public FilePolicy withEndings(String typed) {
        if (typed.isBlank()) {
            return this;
        }
        Set<String> wanted = new TreeSet<>();
        if (!typed.strip().equalsIgnoreCase("none")) {
            for (String ending : typed.split("[,\\s]+", -1)) {
                String plain = ending.replaceFirst("^\\*?\\.", "").toLowerCase(Locale.ROOT);
                if (!plain.isEmpty()) {
                    wanted.add(plain);
                }
            }
        }
        return new FilePolicy(ContentRules.of(wanted), largest, true);
    }

    /// Why a file is not sent or taken; empty: it is.
    ///
    /// @param name whatever it is
    public Optional<String> objection(String name, long size) {
        Optional<String> ofName = ExecutableNames.objection(name, content.endings());
        if (ofName.isPresent()) {
            return ofName;
        }
        if (largest.isPresent() && size > largest.getAsLong()) {
            return Optional.of(
                    "files of more than " + largest.getAsLong() + " bytes are not allowed");
        }
        return Optional.empty();
    }
}
