package org.earshot.softphone.ua;

import java.time.Instant;

/// Whom messages were exchanged with.
///
/// @param uri the other one's address-of-record, or a group's
/// @param unread how many messages were not seen yet
/// @param last when the latest was written
public record Conversation(String uri, int unread, Instant last) {}
