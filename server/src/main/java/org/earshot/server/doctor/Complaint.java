package org.earshot.server.doctor;

/// Something that is wrong, or may be.
///
/// @param about such as `dns`
/// @param grave whether phones can't be served as they should; else it is worth a look
/// @param problem in words
/// @param remedy what to do
public record Complaint(String about, boolean grave, String problem, String remedy) {}
