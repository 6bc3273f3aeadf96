/// What a custodian gets of the anchors, whom the server's administrator can't rewrite: syslog over TLS (RFC 5424, RFC 5425), and how
/// what a syslog server wrote is read again. Start with [CustodianFeed].
package org.earshot.proxy.archive.custodian;
