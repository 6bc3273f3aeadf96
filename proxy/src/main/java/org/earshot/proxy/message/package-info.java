/// What is special about MESSAGE (RFC 3428): its size, how many an account may send, and that it stands in the compliance
/// record before anybody gets it. Start reading at [MessageRelay]; forwarding itself is done by
/// `org.earshot.proxy` as for every other request.
package org.earshot.proxy.message;
