/// Where a domain's services are, by name servers (RFC 2782, RFC 3263 §4.2). Start reading at [ServiceNames].
package org.earshot.common.dns;
