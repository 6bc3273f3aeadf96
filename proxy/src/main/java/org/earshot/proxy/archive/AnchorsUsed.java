package org.earshot.proxy.archive;

/// Which anchors a record was compared with, and so against whom the verdict is proof.
public enum AnchorsUsed {
    /// None: who can rewrite the database and has cut the end off is not found out.
    NONE("; without anchors"),
    /// The node's own journal: who has its disk and its keys can rewrite both.
    OWN("; proof against the database's administrator only"),
    /// A copy that somebody else keeps.
    COPY("; against a copy of the anchors");

    private final String text;

    AnchorsUsed(String text) {
        this.text = text;
    }

    /// As it stands behind a verdict.
    String text() {
        return text;
    }
}
