package org.earshot.common.file.archive;

/// The name of what lies in an archive, as it is said to people. Pure.
final class EntryName {
    private static final int LONGEST_NAME = 80;

    private EntryName() {}

    /// What is wrong with it; of a name that is too long the end.
    static String with(String name, String why) {
        String harmless = seen(name);
        int length = harmless.codePointCount(0, harmless.length());
        return "in it, "
                + (length <= LONGEST_NAME
                        ? harmless
                        : "..."
                                + harmless.substring(
                                        harmless.offsetByCodePoints(
                                                harmless.length(), -LONGEST_NAME)))
                + ": "
                + why;
    }

    /// Without a folder and without characters that nobody sees or that turn others around.
    private static String seen(String name) {
        String seen = name.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]", "");
        return seen.substring(Math.max(seen.lastIndexOf('/'), seen.lastIndexOf('\\')) + 1).strip();
    }
}
