package org.earshot.softphone.ua;

/// Calls from phone to phone, without a server. Commands as in [UserAgent].
public interface Direct {

    /// Begins to take such calls, where the phone was started for that and it is allowed. What becomes of it is told
    /// ([UserAgentEvent.DirectChanged]).
    void open();

    /// Calls a phone straight.
    ///
    /// @param whom `sip:name@ADDRESS[:PORT]` with a numeric address or a name under `.local`, an address alone, or the name of a phone that
    ///     can be found on the network around
    /// @return the id of the call, at once
    Id call(String whom);

    /// Looks for phones on the network around, for some seconds, and tells whom it finds ([UserAgentEvent.NearbyPhones]).
    void nearby();
}
