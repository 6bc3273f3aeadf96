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

    /// Whether what a test needs has to be there: a test that finds it missing fails then, and is not skipped. So it is where continuous
    /// integration runs `bin/test`.
    public static boolean demanded() {
        String strict = System.getenv("EARSHOT_TEST_STRICT");
        return wanted()
                && ((strict != null && !strict.isEmpty()) || "true".equals(System.getenv("CI")));
    }
}
