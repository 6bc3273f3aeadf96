/// The phone without a window: registration, calls and messages (RFC 3261, RFC 3264, RFC 3428).
///
/// Everything that changes belongs to one thread, the user-agent thread; faces (window, terminal) send
/// commands from any thread and get events. Start reading at [UserAgent].
package org.earshot.softphone.ua;
