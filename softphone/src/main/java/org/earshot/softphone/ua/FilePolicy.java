package org.earshot.softphone.ua;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.earshot.common.file.ExecutableNames;
import org.earshot.common.file.ProgramBytes;

/// Which files this phone sends and takes, by name, size and first bytes. Pure.
///
/// @param endings of names, in lower case and without a dot, that are not sent or taken
/// @param largest bytes; empty: any size
public record FilePolicy(Set<String> endings, OptionalLong largest) {
    /// What a double click would run, on some system.
    public static final Set<String> EXECUTABLES = ExecutableNames.ENDINGS;

    public FilePolicy {
        endings = Set.copyOf(endings);
    }

    /// Executables are refused, and no size is too much.
    public static FilePolicy usual() {
        return new FilePolicy(EXECUTABLES, OptionalLong.empty());
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
        return new FilePolicy(wanted, largest);
    }

    /// Whether programs pass, whatever their names are: where a name may end in `.exe`, its content may be that of one.
    public boolean takesPrograms() {
        return !endings.contains("exe");
    }

    /// Why a file of ours is not sent for what is in it; empty: it is.
    ///
    /// @param beginning its first [ProgramBytes#LONGEST] bytes, or all of them
    public Optional<String> objection(byte[] beginning) {
        return takesPrograms() ? Optional.empty() : ProgramBytes.objection(beginning);
    }

    /// Why a file is not sent or taken; empty: it is.
    ///
    /// @param name whatever it is
    public Optional<String> objection(String name, long size) {
        Optional<String> ofName = ExecutableNames.objection(name, endings);
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
