package org.earshot.server.people;

import org.earshot.common.auth.BackOff;

/// What is needed where people sign up by their organisation's logins.
///
/// @param backOff slows down whoever tries passwords, the same as for the passwords of phones
public record OrganisationParts(Organisation organisation, BackOff backOff) {}
