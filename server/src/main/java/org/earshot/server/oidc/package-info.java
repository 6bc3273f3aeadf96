/// Who somebody is, by an identity provider of the organisation (OpenID Connect Core 1.0, authorization code flow with PKCE, RFC 7636). Knows nothing of roles and of SIP.
package org.earshot.server.oidc;
