package org.earshot.proxy.channel;

/// What an administrator lets pass beside the record.
///
/// @param chatInCalls media that carry text: MSRP chat, real-time text, data channels
/// @param encryptedMessages bodies of MESSAGE that the server can't read; they are in the archive, but nobody can review them
/// @param textElsewhere free text in requests other than MESSAGE, and in responses
public record ChannelPolicy(Rule chatInCalls, Rule encryptedMessages, Rule textElsewhere) {
    /// Nothing.
    public static final ChannelPolicy STRICT =
            new ChannelPolicy(Rule.REFUSE, Rule.REFUSE, Rule.REFUSE);
}
