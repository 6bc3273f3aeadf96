/// Digest authentication (RFC 7616, RFC 8760, RFC 3261 §22). Start reading at [RequestAuthenticator].
package org.earshot.common.auth;
