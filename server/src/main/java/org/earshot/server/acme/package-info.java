/// A certificate of a public authority, got and renewed without anybody's help (ACME, RFC 8555): proof over HTTP, an order, and when the next one is due. Knows nothing of SIP.
package org.earshot.server.acme;
