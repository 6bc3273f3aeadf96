package org.earshot.softphone.ua;

/// By what a message is known again.
///
/// @param account whose phone this is: the address-of-record
/// @param conversation the other one's address-of-record, or a group's
/// @param messageId its `imdn.Message-ID` (RFC 5438 §6.3), or what stands for it
public record MessageKey(String account, String conversation, String messageId) {}
