/// Logins that failed, of phones and of people with a role, for administrators to look at afterwards: counted by day, account and address.
/// `FailedLogins` is the door.
package org.earshot.server.attempt;
