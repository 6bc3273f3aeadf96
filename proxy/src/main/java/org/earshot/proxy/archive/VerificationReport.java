package org.earshot.proxy.archive;

/// What was verified, and what that has shown.
///
/// @param chains how many
/// @param records how many were read
/// @param againstAnchors whether there was an anchor journal to compare with: without one, who can rewrite the database and
///     has cut the end off is not found out
public record VerificationReport(
        Verdict verdict, long chains, long records, boolean againstAnchors) {

    /// In words.
    public String text() {
        String what =
                switch (verdict) {
                    case Verdict.Intact intact -> "intact to " + intact.upTo();
                    case Verdict.Broken broken ->
                            "broken at record "
                                    + broken.breaks().getFirst().chain()
                                    + "/"
                                    + broken.breaks().getFirst().number()
                                    + ": "
                                    + broken.breaks().getFirst().reason();
                    case Verdict.Unproven unproven ->
                            "unproven after " + unproven.after().getFirst();
                };
        return what
                + " ("
                + records
                + " records in "
                + chains
                + " chains"
                + (againstAnchors ? ")" : "; without anchors)");
    }
}
