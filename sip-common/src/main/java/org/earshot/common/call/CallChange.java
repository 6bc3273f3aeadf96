package org.earshot.common.call;

/// What became of a call.
///
/// @param record as it is, or was
/// @param gone whether it is over
public record CallChange(CallRecord record, boolean gone) {}
