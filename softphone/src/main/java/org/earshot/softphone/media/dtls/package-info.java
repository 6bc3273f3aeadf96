/// DTLS-SRTP (RFC 5763, RFC 5764): the keys of a call's audio agreed between the two phones, on the path of the audio, where no
/// server can read them. Each phone has a certificate that nobody has signed; what vouches for it is its fingerprint, which comes
/// by the signalling (RFC 8122), and in the end two people who compare a code.
package org.earshot.softphone.media.dtls;
