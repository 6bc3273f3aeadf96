package org.earshot.proxy.channel;

import java.util.Set;

/// What an administrator lets pass beside the record.
///
/// @param chatInCalls media that carry text: MSRP chat, real-time text, data channels
/// @param encryptedMessages bodies of MESSAGE that the server can't read; they are in the archive, but nobody can review them
/// @param textElsewhere free text in requests other than MESSAGE, and in responses
/// @param headerFields names of header fields that pass as they are where that is refused
public record ChannelPolicy(
        Rule chatInCalls, Rule encryptedMessages, Rule textElsewhere, Set<String> headerFields) {
    /// Nothing.
    public static final ChannelPolicy STRICT =
            new ChannelPolicy(Rule.REFUSE, Rule.REFUSE, Rule.REFUSE, Set.of());

    public ChannelPolicy {
        headerFields = HeaderWords.names(headerFields);
    }
}
