package org.earshot.proxy.archive;

import org.earshot.common.text.Counted;

/// What was verified, and what that has shown.
///
/// @param chains how many
/// @param records how many were read
/// @param anchors what it was compared with
public record VerificationReport(Verdict verdict, long chains, long records, AnchorsUsed anchors) {

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
                            "unproven after "
                                    + unproven.upTo()
                                    + after(unproven.after().getFirst());
                };
        return what
                + " ("
                + Counted.of(records, "record")
                + " in "
                + Counted.of(chains, "chain")
                + anchors.text()
                + ")";
    }

    private static String after(ArchivePosition last) {
        return last.number() < 0 ? ": nothing proves chain " + last.chain() : ", record " + last;
    }
}
