package org.earshot.softphone.ua;

import java.util.List;

/// Who can be reached: what we say of ourselves, and what we want to know of others (RFC 3856, RFC 3903). As with
/// [UserAgent], every command may come from any thread and returns at once; what is learnt is told by
/// [UserAgentEvent.PresenceChanged].
public interface Presences {

    /// Tells the server how we can be reached, from now on and after each log-in, until the phone ends.
    ///
    /// @param note for others to read; "" for none
    void publish(Availability availability, String note);

    /// Wants to know of one more.
    ///
    /// @param uri `sip:name@example.org`, or a name alone for one in our own domain
    void subscribe(String uri);

    /// Wants to know of these people, and no longer of those named here before; [#subscribe]d ones stay.
    void watch(List<String> uris);

    /// Says whether somebody may see how we can be reached. The server keeps it, for all our devices.
    ///
    /// @param uri as for [#subscribe]
    void rule(String uri, PresenceRule.Sight sight);

    /// Asks whom we let see what, and who has asked; told by [UserAgentEvent.RulesTold], from now on also whenever it
    /// changes.
    void rules();
}
