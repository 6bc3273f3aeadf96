/// Presence and lamps (RFC 6665, 3856, 3903, 4235, 3842, 4662): who is there, who speaks, and who may know. Nothing stores
/// that somebody is available: it is composed each time from bindings, publications and calls
/// (docs/decisions/0012). Start reading at [PresenceService].
package org.earshot.registrar.presence;
