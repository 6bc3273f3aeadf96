/// Keys and certificates: the ring of named, versioned keys that the nodes of a domain share, and the
/// certificates for TLS (RFC 5280, RFC 5922). Start reading at [KeyRing] and [CertificateAuthority].
package org.earshot.common.key;
