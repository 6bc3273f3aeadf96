/// Finds services on the network around, and lets ours be found: multicast DNS (RFC 6762) and DNS-SD (RFC 6763), for one type of service.
/// What is decided is pure ([Announcement], [Search]); [Mdns] has the socket and the thread. Start reading there.
package org.earshot.softphone.mdns;
