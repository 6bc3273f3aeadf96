/// API tokens: how programs use the administrators' API (RFC 6750) in the name of somebody with a role, and never for more than that
/// role allows. `Tokens` is the door; `Scope` says what a token may be for; what a command needs stands in `admin.CommandScope`.
package org.earshot.server.token;
