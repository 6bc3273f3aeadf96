package org.earshot.proxy.message;

import java.util.UUID;

/// A MESSAGE that is in the compliance record.
///
/// @param event id of its event there
/// @param callId its Call-ID
/// @param messageId under which the record keeps it
/// @param recipient whom it is for
public record RecordedMessage(UUID event, String callId, String messageId, String recipient) {}
