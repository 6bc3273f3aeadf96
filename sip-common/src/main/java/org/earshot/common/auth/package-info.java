/// Digest authentication (RFC 7616, RFC 8760, RFC 3261 §22). Start reading at [RequestAuthenticator], then
/// [DigestAuthenticator]; the sums are in [DigestResponse].
package org.earshot.common.auth;
