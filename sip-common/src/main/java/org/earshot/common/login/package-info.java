/// People with a role, who administer, supervise or audit the server, and how they show who they are: a password (Argon2id, RFC
/// 9106) and a code (TOTP, RFC 6238), never the password of a phone. Start with [org.earshot.common.login.Logins].
package org.earshot.common.login;
