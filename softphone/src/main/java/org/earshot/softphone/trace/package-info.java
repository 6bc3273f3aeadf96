/// The last SIP messages of the phone for whoever looks for a fault, without what is secret in them. Knows nothing of phones. Start reading
/// at [SipTrace].
package org.earshot.softphone.trace;
