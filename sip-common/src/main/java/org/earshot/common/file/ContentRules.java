package org.earshot.common.file;

import java.util.Set;

/// Which files are let in for what they are called and for what is in them. Pure.
///
/// @param endings of names that are refused, also in archives: in lower case and without a dot
/// @param programs whether programs are let in, as far as their content shows that they are some
/// @param archives whether archives are looked into
public record ContentRules(Set<String> endings, boolean programs, boolean archives) {
    /// Programs are refused by name and by content, also in archives.
    public static final ContentRules USUAL = new ContentRules(ExecutableNames.ENDINGS, false, true);

    /// Whatever it is.
    public static final ContentRules ANY = new ContentRules(Set.of(), true, false);

    public ContentRules {
        endings = Set.copyOf(endings);
    }

    /// By endings alone: where a name may end in `.exe`, its content may be that of a program, and nobody looks into archives.
    public static ContentRules of(Set<String> endings) {
        boolean programs = !endings.contains("exe");
        return new ContentRules(endings, programs, !programs);
    }
}
