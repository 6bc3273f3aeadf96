/// Bodies of presence and its neighbours: who is there (PIDF, RFC 3863, with RFC 4479 and RFC 4480), who is in a call
/// (RFC 4235), who has messages waiting (RFC 3842), who watches (RFC 3858), and lists of them (RFC 4662, RFC 4826). Pure; no
/// SIP. Start reading at [PresenceState], then [Pidf].
package org.earshot.common.presence;
