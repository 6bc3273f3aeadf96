/// What is special about MESSAGE (RFC 3428): its size, how many an account may send, and that it stands in the compliance
/// record before anybody gets it. Start reading at [MessageServer]: a MESSAGE is not
/// forwarded but stored, and delivered to each device (docs/decisions/0011).
package org.earshot.proxy.message;
