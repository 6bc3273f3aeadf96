/// Bodies of instant messages: the envelope message/cpim (RFC 3862), what became of a message (IMDN, RFC 5438), and who
/// is typing (RFC 3994). Pure; no SIP. Start reading at [Cpim].
package org.earshot.common.message;
