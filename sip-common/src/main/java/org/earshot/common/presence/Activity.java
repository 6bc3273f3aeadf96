package org.earshot.common.presence;

/// What a person does (RFC 4480 §3.2): one of its elements. Those that Earshot does not know are kept by their name.
///
/// @param name of the element, such as `on-the-phone`
public record Activity(String name) {
    public static final Activity APPOINTMENT = new Activity("appointment");
    public static final Activity AWAY = new Activity("away");
    public static final Activity BUSY = new Activity("busy");
    public static final Activity MEETING = new Activity("meeting");
    public static final Activity ON_THE_PHONE = new Activity("on-the-phone");
    public static final Activity OTHER = new Activity("other");
    public static final Activity PERMANENT_ABSENCE = new Activity("permanent-absence");
    public static final Activity PRESENTATION = new Activity("presentation");
    public static final Activity SLEEPING = new Activity("sleeping");
    public static final Activity UNKNOWN = new Activity("unknown");
    public static final Activity VACATION = new Activity("vacation");

    public Activity {
        if (!isElementName(name)) {
            throw new IllegalArgumentException("no name of an activity");
        }
    }

    /// Whether it can name an activity; all that RFC 4480 has do.
    static boolean isElementName(String name) {
        return !name.isEmpty()
                && name.length() <= 64
                && Character.isLetter(name.charAt(0))
                && name.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z')
                                        || (c >= 'A' && c <= 'Z')
                                        || (c >= '0' && c <= '9')
                                        || c == '-'
                                        || c == '_');
    }
}
