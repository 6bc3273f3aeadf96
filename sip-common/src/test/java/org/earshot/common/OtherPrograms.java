package org.earshot.common;

/// Whether tests may start programs that take their time, such as a database server. `mvn verify` says no, so that it stays short;
/// `bin/test` says yes, and so does who says nothing, as an editor that runs one test.
public final class OtherPrograms {
    private OtherPrograms() {}

    /// What to say of a test that is skipped for it.
    public static final String SKIPPED = "SKIPPED: needs another program, which bin/test has";

    public static boolean wanted() {
        return Boolean.parseBoolean(System.getProperty("earshot.test.programs", "true"));
    }
}
