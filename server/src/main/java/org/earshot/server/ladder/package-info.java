/// The SIP messages of calls, kept for some days so that an administrator sees why a call failed: a ladder of messages (RFC 3261 §7,
/// §13, §14, §15) without bodies and credentials, and what it means in plain words. `LadderRecorder` hears the SIP stack, `CallFold`
/// makes of messages what became of a call, `Explanation` says why. Start reading there.
package org.earshot.server.ladder;
